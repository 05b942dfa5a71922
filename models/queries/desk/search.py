"""Where does it say …? Requests, notes, entries, clients, contacts and contracts that hold every word (RULES 11, 12).

A word may also stand in the name of the client, so that `acme login` finds Acme's requests about logging in; at
least one must stand in the record itself. No index is kept for this: a word that stands nowhere is looked for through
300,000 entries in a fifth of a second when they are plain ASCII, in about one when most are not, while an index of
trigrams would be three times as large as the notes and cost every write. What is plain ASCII is compared by SQLite,
only the rest is folded here; the newest are read first, and reading ends when there are enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any, Literal

from peewee import Expression, Field, fn

from models.domain.basics.folding import fold, holds
from models.domain.basics.zone import Zone, to_iso, zone
from models.storage import tables as t
from models.storage.expressions import beyond_ascii
from models.storage.rows.reading import read_desk

Kind = Literal["client", "contact", "contract", "request", "note", "entry"]
KINDS: tuple[Kind, ...] = ("client", "contact", "contract", "request", "note", "entry")
MOST_FOUND = 100
_MOST_CLIENTS = 200
"""So many clients of a word are named to SQLite; of a commoner word every record is looked at."""
_AT_ONCE = 200
_ROUND = 60
"""Characters that are shown on either side of what was found in a long text."""
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A record that holds the words; a contact has its client's key, a note that of its request."""

    kind: Kind
    key: str
    client: str | None
    client_name: str
    request: str | None
    at: int | None
    """Reported, written, started, or the day from which a client or contract is one; None for an unknown day."""
    text: str
    """On one line: a name, a subject, a note, and where in a long text the words stand."""
    archived: bool = False
    """Its client is archived: no list of clients shows it any more."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The folded words, and which clients have each of them in their name or key."""

    words: tuple[str, ...]
    clients: tuple[frozenset[str], ...]
    names: dict[str, str]
    archived: frozenset[str]

    def held(self, text: str, client: str | None) -> bool:
        """Does a record with this text, of this client, hold every word, and one by itself?"""
        folded = fold(text)
        own = [word in folded for word in self.words]
        return all(own) or (
            any(own) and all(here or client in of for here, of in zip(own, self.clients, strict=True))
        )

    def found(
        self,
        kind: Kind,
        key: str,
        client: str | None,
        at: int | None,
        *texts: str,
        request: str | None = None,
    ) -> Found:
        """The record with its title, and with the passage that holds a word where the title holds none."""
        title = " ".join(texts[0].split())
        passage = "" if any(word in fold(title) for word in self.words) else _passage(texts[1:], self.words)
        text = f"{title}: {passage}" if title and passage else title or passage or _beginning(texts[1:])
        name = self.names.get(client or "", "")
        return Found(kind, key, client, name, request, at, text, client in self.archived)


def search_document(text: str, now: int, limit: int = MOST_FOUND) -> list[dict[str, Any]]:
    """What `search` answers (RULES 11): what is known at `now`, newest first."""
    return [
        {
            "kind": found.kind,
            "key": found.key,
            "client": found.client,
            "request": found.request,
            "at": None if found.at is None else to_iso(found.at),
            "text": found.text,
        }
        for found in read_found(text, now, limit)
    ]


def read_found(text: str, now: int, limit: int = MOST_FOUND) -> tuple[Found, ...]:
    """At most `limit` records that hold every word of `text`, newest first, those without a date last."""
    words = tuple(dict.fromkeys(fold(text).split()))
    if not words:
        return ()
    c = t.Client
    clients = c.select(c.key, c.name, c.contacts, c.domains, c.since, c.notes, c.archived)
    rows = list(clients.order_by(c.key).tuples())
    folded = [(key, fold(f"{name} {key}")) for key, name, *_ in rows]
    holders = tuple(frozenset(key for key, known in folded if word in known) for word in words)
    archived = frozenset(key for key, *_, gone in rows if gone)
    asked = _Asked(words, holders, {key: name for key, name, *_ in rows}, archived)
    where = zone(read_desk().timezone)
    # What is read newest first is read only until there is enough of it.
    found = [*_clients(asked, rows, where), *_contacts(asked, rows, where)]
    for part in (_contracts(asked, where), _requests(asked, now), _notes(asked, now), _entries(asked, now)):
        found += islice(part, limit)
    found.sort(key=lambda one: (one.at is None, -(one.at or 0), KINDS.index(one.kind), one.key))
    return tuple(found[:limit])


def _clients(asked: _Asked, rows: Sequence[Row], where: Zone) -> Iterator[Found]:
    for key, name, _, domains, since, notes, _ in rows:
        if holds(asked.words, fold(f"{name} {key} {' '.join(domains)} {notes}")):
            yield asked.found("client", key, key, _start(since, where), name, " ".join(domains), notes)


def _contacts(asked: _Asked, rows: Sequence[Row], where: Zone) -> Iterator[Found]:
    for key, _, contacts, _, since, *_ in rows:
        for contact in contacts:
            text = " ".join(str(contact[part]) for part in ("name", "email", "phone") if contact.get(part))
            if asked.held(text, key):
                yield asked.found("contact", key, key, _start(since, where), text)


def _contracts(asked: _Asked, where: Zone) -> Iterator[Found]:
    c = t.Contract
    rows = c.select(c.key, c.client, c.name, c.starts, c.kind).order_by(c.starts.desc(), c.key).tuples()
    for key, client, name, starts, kind in rows:
        words = f"{name} {key} {kind.replace('_', ' ')}"
        if asked.held(words, client):
            yield asked.found("contract", key, client, _start(starts, where), name, words)


def _requests(asked: _Asked, now: int) -> Iterator[Found]:
    r = t.Request
    columns = (r.key, r.subject, r.body, r.cause, r.assignee)
    query = r.select(r.client, r.reported_at, *columns).where(
        r.reported_at <= now, _may_hold(asked, columns, r.client)
    )
    for client, at, key, subject, *others in _read(query.order_by(r.reported_at.desc(), r.key)):
        texts = [text for text in (key, subject, *others) if text]
        if asked.held("\n".join(texts), client):
            yield asked.found("request", key, client, at, *texts[1:], request=key)


def _notes(asked: _Asked, now: int) -> Iterator[Found]:
    n, r = t.RequestNote, t.Request
    query = (
        n.select(n.request, n.at, n.text, r.client)
        .join(r)
        .where(n.at <= now, _may_hold(asked, (n.text,), r.client))
    )
    for request, at, text, client in _read(query.order_by(n.at.desc(), n.id)):
        if asked.held(text, client):
            yield asked.found("note", request, client, at, "", text, request=request)


def _entries(asked: _Asked, now: int) -> Iterator[Found]:
    e = t.Entry
    known = _may_hold(asked, (e.note,), e.client) | fn.lower(e.key).in_(asked.words)
    query = e.select(e.key, e.client, e.request, e.started_at, e.note).where(e.started_at <= now, known)
    for key, client, request, at, note in _read(query.order_by(e.started_at.desc(), e.key)):
        named = fold(key) in asked.words
        if asked.held(f"{key} {note}" if named else note, client):
            yield asked.found("entry", key, client, at, "", note or key, request=request)


def _read(query: Any) -> Iterator[Row]:
    """The rows as SQLite has them: these columns need no conversion, which would take most of the time."""
    cursor = t.database.execute(query)
    while rows := cursor.fetchmany(_AT_ONCE):
        yield from rows


def _may_hold(asked: _Asked, columns: Sequence[Field], client: Field) -> Expression:
    """What SQLite can tell: no record that is left out holds the words; text beyond ASCII is left to us."""
    beyond = _any(map(beyond_ascii, columns))
    own = [_any(column.contains(word) for column in columns) for word in asked.words]
    every = [
        mine | beyond | client.in_(sorted(of)) if of else mine | beyond
        for mine, of in zip(own, asked.clients, strict=True)
        if len(of) <= _MOST_CLIENTS
    ]
    return reduce(and_, every, _any(own) | beyond)


def _any(conditions: Iterable[Any]) -> Any:
    return reduce(or_, conditions)


def _start(day: date | None, where: Zone) -> int | None:
    return None if day is None else where.starts(day)


def _beginning(texts: Iterable[str]) -> str:
    """The first line that says anything, cut where it is long: of an entry that was found by its key."""
    line = next((line.strip() for text in texts for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 3 * _ROUND else f"{line[: 3 * _ROUND]}…"


def _passage(texts: Iterable[str], words: Sequence[str]) -> str:
    """The line that holds a word, cut around it when it is long."""
    for line in (line for text in texts for line in text.splitlines()):
        folded = fold(line)
        place = min((at for at in map(folded.find, words) if at >= 0), default=None)
        if place is not None:
            first, last = max(0, place - _ROUND), place + 2 * _ROUND
            cut = line[first:last].strip()
            return f"{'…' if first else ''}{cut}{'…' if last < len(line) else ''}"
    return ""


__all__ = ["KINDS", "MOST_FOUND", "Found", "Kind", "read_found", "search_document"]
