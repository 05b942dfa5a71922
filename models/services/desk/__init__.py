"""The desk itself: set-up, its records, its settings, the duties of a day."""
