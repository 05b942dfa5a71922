"""A client's statement in each of its forms, all from one frozen document (RULES 6.5)."""
