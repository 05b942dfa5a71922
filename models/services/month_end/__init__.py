"""Close and reopen a month."""
