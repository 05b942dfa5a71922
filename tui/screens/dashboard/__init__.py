"""Screen 1: what is going on."""
