"""What is agreed with clients? Decisions about contracts, charges and promises, and what the work says about prices."""
