"""What a contract gives and costs: periods, grants, fees, terms, renewal, cancellation (RULES 2, 3.3, 3.4, 5)."""
