"""Contracts sold and changed, the catalogue of plans, charges by the piece."""
