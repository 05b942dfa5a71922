"""How is the URL of a server shown, and what is it called among files? Never with a password."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

_SECRET = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
"""Parameters of a connection that are nobody's business."""
_HIDDEN = "***"


def without_secrets(url: str) -> str:
    """The URL as it may be shown and logged: `postgresql://dana:***@host/desk`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"{url.partition('://')[0]}://{_HIDDEN}"
    user, at, host = parts.netloc.rpartition("@")
    name, colon, _ = user.partition(":")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    shown = [(key, _HIDDEN if key.lower() in _SECRET else value) for key, value in pairs]
    query = urlencode(shown, safe="*/:@", quote_via=quote)
    user = f"{name}{colon and f':{_HIDDEN}'}{at}"
    return f"{parts.scheme}://{user}{host}{parts.path}{query and f'?{query}'}"


def file_name(url: str) -> str:
    """A name for the private files of a desk on a server, without user and secrets: `db.example.org-desk`."""
    parts = urlsplit(without_secrets(url))
    options = dict(parse_qsl(parts.query))
    host = parts.netloc.rpartition("@")[2] or options.get("host", "") or options.get("service", "")
    name = parts.path.strip("/") or options.get("dbname", "")
    return re.sub(r"[^A-Za-z0-9._-]+", "-", f"{host or 'local'}-{name or 'desk'}").strip("-.")[:100]
