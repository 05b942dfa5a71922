"""How do whole desks, histories and copies come in and go out? Books, imports, exports, backups."""
