"""The second schema: an issued statement has a digest of its content, a closed month a seal of all it froze.

What is closed already is sealed as it stands now. The file stands on its own and stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from peewee import TextField


def up(migrator: Any, db: Any) -> None:
    """Add both columns and fill them."""
    migrator.migrate(
        migrator.add_column("statement", "digest", TextField(null=True)),
        migrator.add_column("closed_month", "seal", TextField(null=True)),
    )
    statements: dict[str, dict[str, str]] = {}
    rows = db.execute_sql("SELECT id, number, month, document FROM statement ORDER BY number").fetchall()
    for key, number, month, document in rows:
        digest = _digest(document)
        db.execute_sql("UPDATE statement SET digest = ? WHERE id = ?", (digest, key))
        statements.setdefault(month, {})[str(number)] = digest[:16]
    before = None
    for (month,) in db.execute_sql("SELECT month FROM closed_month ORDER BY month").fetchall():
        records: dict[str, dict[str, str]] = {}
        frozen = db.execute_sql(
            "SELECT month, client, closing, summary, document FROM month_record"
            " WHERE frozen AND month > ? AND month <= ? ORDER BY month, client",
            (before or "", month),
        )
        for record_month, client, *texts in frozen.fetchall():
            records.setdefault(record_month, {})[client] = _digest(*texts)[:16]
        seal = {"after": before, "records": records, "statements": statements.get(month, {})}
        text = json.dumps(seal, ensure_ascii=False, separators=(",", ":"))
        db.execute_sql("UPDATE closed_month SET seal = ? WHERE month = ?", (text, month))
        before = month


def _digest(*texts: str | None) -> str:
    return hashlib.sha256("\0".join(text or "" for text in texts).encode()).hexdigest()
