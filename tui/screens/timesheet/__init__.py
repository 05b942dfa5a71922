"""Screen 5: what was done when."""
