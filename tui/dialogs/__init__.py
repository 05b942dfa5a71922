"""Questions to the user: each returns a typed value and never writes."""
