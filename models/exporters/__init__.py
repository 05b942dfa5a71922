"""How do other programs want the time? One file per foreign format: values in, text out, no database."""
