"""Where the minutes of a month go, and why: units, draws, lines, and every number explained (RULES 3)."""
