"""PostgreSQL: one database of a server, for a team. All that thinks of servers, locks and pools stands here."""
