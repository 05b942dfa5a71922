"""From the command to the first frame, and what begins with it: the screens there are, duties, the odd clock."""
