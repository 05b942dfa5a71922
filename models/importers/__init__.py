"""What did other tools record? One file per foreign format: bytes in, rows and problems out, no database."""
