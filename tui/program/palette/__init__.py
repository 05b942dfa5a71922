"""What ctrl+p offers, and how it is found."""
