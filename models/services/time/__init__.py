"""Timers, time entries, imports, and who was there meanwhile."""
