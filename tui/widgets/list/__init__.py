"""The one list of the program, and its columns, marks, order and pages."""
