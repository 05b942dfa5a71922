"""PostgreSQL: one database of a server, for a team. All that thinks of servers, locks and pools stands here."""

import sys

if sys.modules.get("psycopg", True) is None:
    del sys.modules[
        "psycopg"
    ]  # kept from peewee, which would load it for a desk in a file (`tui/__main__.py`)
