"""Forms of time entries and of the timer, opened from anywhere."""
