"""How time goes out to other programs."""
