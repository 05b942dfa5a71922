"""What clients bought: contracts, renewals, quotes, and what other terms would change."""
