"""Screen 4: which contracts end."""
