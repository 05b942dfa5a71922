"""What will be asked of a server, so that all of it goes out at once? Lists, guesses at values, kept answers."""
