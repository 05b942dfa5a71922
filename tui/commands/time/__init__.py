"""What does the shell ask of the timer? Start, stop, absences, and the status that prompts and bars show."""
