"""What did the tools of a command line record? Their own files, and what their commands print."""
