"""What the past says about the future: prices, replays, drift, capacity, marks (RULES 5, 8)."""
