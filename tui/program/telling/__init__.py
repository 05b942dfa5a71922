"""What is said to whoever sits here: in the line of messages, by a bell, by the terminal or the desktop."""
