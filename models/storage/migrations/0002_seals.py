"""The second schema: an issued statement has a digest of its content, a closed month a seal of all it froze.

What is closed already is sealed as it stands now. The file stands on its own and stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from peewee import Table, TextField

s = Table("statement", ("id", "number", "month", "document", "digest"))
closed = Table("closed_month", ("month", "seal"))
r = Table("month_record", ("month", "client", "frozen", "closing", "summary", "document"))


def up(migrator: Any, db: Any) -> None:
    """Add both columns and fill them."""
    migrator.migrate(
        migrator.add_column("statement", "digest", TextField(null=True)),
        migrator.add_column("closed_month", "seal", TextField(null=True)),
    )
    statements: dict[str, dict[str, str]] = {}
    rows = s.select(s.id, s.number, s.month, s.document).order_by(s.number)
    for key, number, month, document in db.execute(rows).fetchall():
        digest = _digest(document)
        db.execute(s.update({s.digest: digest}).where(s.id == key))
        statements.setdefault(month, {})[str(number)] = digest[:16]
    before = None
    for (month,) in db.execute(closed.select(closed.month).order_by(closed.month)).fetchall():
        records: dict[str, dict[str, str]] = {}
        frozen = r.select(r.month, r.client, r.closing, r.summary, r.document).order_by(r.month, r.client)
        frozen = frozen.where(r.frozen & (r.month > (before or "")) & (r.month <= month))
        for record_month, client, *texts in db.execute(frozen).fetchall():
            records.setdefault(record_month, {})[client] = _digest(*texts)[:16]
        seal = {"after": before, "records": records, "statements": statements.get(month, {})}
        text = json.dumps(seal, ensure_ascii=False, separators=(",", ":"))
        db.execute(closed.update({closed.seal: text}).where(closed.month == month))
        before = month


def _digest(*texts: str | None) -> str:
    return hashlib.sha256("\0".join(text or "" for text in texts).encode()).hexdigest()
