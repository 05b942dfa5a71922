"""How does a file come to be, and may one be written over? All that this program writes goes through here."""
