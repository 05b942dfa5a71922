"""What concerns the whole desk: dashboard, session, choices, settings, search, health."""
