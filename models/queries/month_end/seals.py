"""What did a close freeze, to the letter? Digests by which `doctor` sees that nothing of it was changed since.

A seal names the month that was closed before, every frozen record and every statement of the month by the
beginning of their digests; a statement carries the whole of its own (RULES 6.5).
"""

from __future__ import annotations

import hashlib
from typing import Any

from models.domain.basics.months import Month
from models.storage import tables as t
from models.storage.fields import to_json

_SHORT = 16
"""Hex digits of a digest in a seal: more than enough against accidents."""


def digest_of(document: object) -> str:
    """The digest of a structure as the database stores it, 64 hex digits."""
    return text_digest(to_json(document))


def text_digest(*texts: str | None) -> str:
    """The digest of what stands in columns, 64 hex digits."""
    return hashlib.sha256("\0".join(text or "" for text in texts).encode()).hexdigest()


def read_seal(month: Month, after: Month | None) -> dict[str, Any]:
    """What is frozen from the month behind `after` to `month`, and the statements of `month`."""
    return {
        "after": None if after is None else str(after),
        "records": frozen_digests(after, month),
        "statements": {name: digest[:_SHORT] for name, digest in statement_digests(month).items()},
    }


def frozen_digests(after: Month | None, through: Month) -> dict[str, dict[str, str]]:
    """The frozen records by month and client; read row by row."""
    found: dict[str, dict[str, str]] = {}
    rows = t.database.execute_sql(
        "SELECT month, client, closing, summary, document FROM month_record"
        " WHERE frozen AND month > ? AND month <= ? ORDER BY month, client",
        ("" if after is None else str(after), str(through)),
    )
    for month, client, *texts in rows:
        found.setdefault(month, {})[client] = text_digest(*texts)[:_SHORT]
    return found


def statement_digests(month: Month) -> dict[str, str]:
    """The statements of a month by number, later versions of one number with theirs: "228", "228v2"."""
    rows = t.database.execute_sql(
        "SELECT number, version, document FROM statement WHERE month = ? ORDER BY number, version",
        (str(month),),
    )
    found: dict[str, str] = {}
    for number, version, document in rows:
        name = str(number) if str(number) not in found else f"{number}v{version}"
        found[name] = text_digest(document)
    return found
