"""How are single cells of foreign files read? Separators, dates, times and durations, in every form that tools write."""
