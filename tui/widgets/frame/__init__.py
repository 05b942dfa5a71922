"""What stands around every screen: strip of screens, timer line, panel titles, keys."""
