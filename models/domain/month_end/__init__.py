"""What stands in the way of a close, and what may not change after it (RULES 6)."""
