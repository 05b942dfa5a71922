"""The running program: the app and what it has, from the timer to the messages."""
