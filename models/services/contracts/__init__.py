"""Contracts, plans and charges."""
