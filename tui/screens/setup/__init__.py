"""The first run, and the list of what the desk is made of."""
