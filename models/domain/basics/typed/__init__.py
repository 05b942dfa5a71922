"""What did a person write? A time or a day by the desk's wall clock, a name that becomes a key, a mapping in TOML."""
