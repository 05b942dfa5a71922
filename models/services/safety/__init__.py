"""Backups, restore, repair."""
