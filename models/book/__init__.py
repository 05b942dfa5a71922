"""How is a whole desk written as JSON and read back? The book of RULES 10, read with every check."""
