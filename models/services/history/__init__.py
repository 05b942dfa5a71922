"""Changes taken back and done again."""
