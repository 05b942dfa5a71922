"""How are single cells of foreign files read? Separators, dates, times, durations, as tools write them."""
