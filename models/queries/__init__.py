"""The reading side: one frozen read model a screen, a fixed number of statements each."""
