"""Backups made and put back, derived records computed anew."""
