"""Which forms ask for what is sold? Contracts, plans, charges, and the parts of their terms."""
