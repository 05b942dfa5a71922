"""How foreign histories come in."""
