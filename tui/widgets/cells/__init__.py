"""Rows that several screens show alike."""
