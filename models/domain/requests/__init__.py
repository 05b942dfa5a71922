"""What clients ask for: the clocks of a request, one typed line, subjects that are alike (RULES 4)."""
