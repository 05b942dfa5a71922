"""How does a file of another tool come in from the screen? Choose it, see its plan, answer in place, import."""
