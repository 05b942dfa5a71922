"""Everything that is true of a support desk without a terminal: rules, storage, queries, services."""
