"""What a client's month comes to: ledgers, their units, their explanations."""
