"""What did a close freeze, to the letter? Digests by which `doctor` sees that nothing of it was changed since.

A seal names the month that was closed before, every frozen record and every statement of the month by the
beginning of their digests; a statement carries the whole of its own (RULES 6.5). Behind that of its content stands one
of what is printed around it: number, version, client, instant of issue. Seals of earlier programs have the first alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.domain.basics.months import Month
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import statements_of
from models.storage.rows.whole import frozen_document, whole

_SHORT, _HEAD = 16, 8
"""Hex digits of a digest in a seal, of a content and of what stands around it: more than enough against accidents."""


def text_digest(*texts: str | None) -> str:
    """The digest of what stands in columns, 64 hex digits."""
    return hashlib.sha256("\0".join(text or "" for text in texts).encode()).hexdigest()


def read_seal(month: Month, after: Month | None) -> dict[str, Any]:
    """What is frozen from the month behind `after` to `month`, and the statements of `month`."""
    return {
        "after": None if after is None else str(after),
        "records": frozen_digests(after, month),
        "statements": statement_digests(month),
    }


def frozen_digests(after: Month | None, through: Month) -> dict[str, dict[str, str]]:
    """The frozen records by month and client; read row by row."""
    found: dict[str, dict[str, str]] = {}
    for month, client, *texts in _frozen.each("" if after is None else str(after), through):
        found.setdefault(month, {})[client] = text_digest(*texts)[:_SHORT]
    return found


def statement_digests(month: Month) -> dict[str, str]:
    """The statements of a month by number, later versions of one number with theirs: "228", "228v2"."""
    return {found.name: found.sealed for found in read_statement_digests(month)}


def is_as_sealed(sealed: Mapping[str, str], found: Mapping[str, str]) -> bool:
    """Is every statement that the seal names there as it was issued?"""
    return all(found.get(name, "").startswith(digest) for name, digest in sealed.items())


@dataclass(frozen=True, slots=True)
class StatementDigest:
    """A statement by its `name` in the seal: the digest that it carries, that of what stands there, what is sealed."""

    name: str
    number: int
    client: str
    said: str | None
    digest: str
    head: str

    @property
    def sealed(self) -> str:
        """Content and head, as a seal has them."""
        return self.digest[:_SHORT] + self.head[:_HEAD]

    def fault(self, sealed: str) -> str:
        """What differs from the seal, as the end of a sentence; empty where nothing does."""
        if not sealed.startswith(self.digest[:_SHORT]):
            return "was changed after it was issued"
        return "" if self.sealed.startswith(sealed) else "was issued in another version or on another day"


def read_statement_digests(month: Month) -> Iterator[StatementDigest]:
    """The statements of a month, one read at a time."""
    seen: set[str] = set()
    for number, version, client, said, issued_at, document in _statements.each(month):
        name = str(number) if str(number) not in seen else f"{number}v{version}"
        seen.add(name)
        head = text_digest(str(number), str(version), client, str(issued_at))
        yield StatementDigest(name, number, client, said, text_digest(document), head)


@compiled
def _frozen(after: str, through: Month) -> Any:
    r = t.MonthRecord
    between = (r.month > after) & (r.month <= through)
    columns = (r.month, r.client, r.closing, whole(r.summary), frozen_document(r))
    return r.select(*columns).where(r.frozen & between).order_by(r.month, r.client)


@compiled
def _statements(month: Month) -> Any:
    s = t.Statement
    return (
        s.select(s.number, s.version, s.client, s.digest, s.issued_at, whole(s.document))
        .where(statements_of(month))
        .order_by(s.number, s.version)
    )
