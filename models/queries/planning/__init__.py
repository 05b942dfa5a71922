"""What to charge and what to promise: prices, replays, drift, capacity, causes."""
