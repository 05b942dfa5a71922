"""Screen 2: what clients wait for."""
