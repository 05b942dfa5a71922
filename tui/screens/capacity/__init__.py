"""Screen 7: hours sold and hours available, and what costs the time."""
