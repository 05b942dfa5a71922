"""The line that takes a request down while the phone rings."""
