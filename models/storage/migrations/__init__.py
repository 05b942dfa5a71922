"""How did the schema come to be what it is? Numbered files, each on its own; an engine runs what is missing."""
