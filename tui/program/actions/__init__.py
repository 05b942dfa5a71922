"""What the keys do that work on every screen: the timer, quick ones, records, and the view."""
