"""SQLite: one file beside the program. All that thinks of files, pragmas, pages and journals stands here."""
