"""Which statements does a month have, and what stands in each? All clients in a fixed number of statements.

A closed month answers the newest issued version (or the one asked for) as it was frozen; an open month gives drafts,
which carry no number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.domain.basics.text import clean
from models.domain.basics.zone import Zone
from models.domain.ledger.document import LedgerDocument
from models.exporters.statements.statement import Header, Sources, Statement, Subject, build_statement
from models.queries.desk.settings import setting
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.months import entries_touching
from models.storage import tables as t
from models.storage.ledger_texts import document_from
from models.storage.raw import is_long
from models.storage.reading import check_client, read_agents, read_charges

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Issued:
    """A statement as it was issued: its number, version and instant."""

    number: int
    version: int
    issued_at: int
    document: LedgerDocument


def read_statement(
    client: str, month: Month, *, version: int | None = None, language: str | None = None
) -> Statement:
    """One client's statement; raises NotFound for an unknown client or a version that was never issued."""
    check_client(client)
    (statement,) = _read(month, (client,), version, language)
    if version is not None and statement.header.version is None:
        raise NotFound(f"{month}: there is no version {version} of the statement of {client!r}")
    return statement


def read_statements(month: Month, *, language: str | None = None) -> tuple[Statement, ...]:
    """The statements of all clients who have anything in the month, by client."""
    return tuple(found for found in _read(month, None, None, language) if not found.is_empty)


def _read(
    month: Month, clients: Sequence[str] | None, version: int | None, language: str | None
) -> list[Statement]:
    ledgers = Ledgers()
    keys = list(ledgers.clients if clients is None else clients)
    issued = (
        _read_issued(month, keys, version, ledgers.desk.currency)
        if ledgers.is_closed(month) or version is not None
        else {}
    )
    missing = [key for key in keys if key not in issued]
    documents = ledgers.documents(missing, month) if missing else {}
    sources = _read_sources(ledgers, month)
    clients_by_key = _read_clients(keys)
    address = tuple(line for line in _lines(setting("desk_address", "")) if line)
    common = language or setting("statement_language", DEFAULT_LANGUAGE)
    statements = []
    for key in keys:
        name, contact, own_language = clients_by_key[key]
        found = issued.get(key)
        header = Header(
            desk_name=clean(ledgers.desk.name),
            client=key,
            client_name=clean(name),
            month=month,
            currency=ledgers.desk.currency,
            status="final" if found is not None or ledgers.is_closed(month) else "draft",
            desk_address=address,
            contact=contact,
            number=None if found is None else found.number,
            version=None if found is None else found.version,
            issued_on=None if found is None else ledgers.zone.date_of(found.issued_at),
            language=language or own_language or common,
        )
        document = documents[key] if found is None else found.document
        statements.append(build_statement(document, header, sources))
    return statements


def _lines(text: object) -> list[str]:
    """An address typed on one line is parted at semicolons."""
    return [clean(line).strip() for line in str(text).replace(";", "\n").split("\n")]


def _read_issued(
    month: Month, clients: Iterable[str], version: int | None, currency: str
) -> dict[str, Issued]:
    """The newest version of each client's statement, or the one asked for."""
    wanted = set(clients)
    s = t.Statement
    columns = (s.client, s.number, s.version, s.issued_at, s.document)
    rows = s.select(*columns).where(s.month == month).order_by(s.version).tuples()
    found: dict[str, Issued] = {}
    for client, number, its_version, issued_at, document in rows:
        if client in wanted and version in {None, its_version}:
            found[client] = Issued(number, its_version, issued_at, document_from(document, currency))
    return found


def _read_clients(keys: Sequence[str]) -> dict[str, tuple[str, str, str | None]]:
    """Name, first contact and language by key."""
    c = t.Client
    rows = c.select(c.key, c.name, c.contacts, c.language)
    if len(keys) == 1:
        rows = rows.where(c.key == keys[0])
    return {
        key: (name, _first_contact(contacts), language) for key, name, contacts, language in rows.tuples()
    }


def _first_contact(contacts: Sequence[Mapping[str, object]]) -> str:
    return clean(str(contacts[0].get("name") or "")) if contacts else ""


def _read_sources(ledgers: Ledgers, month: Month) -> Sources:
    entries = {entry.key: entry for entry in entries_touching(month, ledgers.zone)}
    charges = read_charges(month.first_day.isoformat(), month.last_day.isoformat())
    return Sources(
        zone=ledgers.zone,
        agents={agent.key: agent.name for agent in read_agents(archived=True)},
        work_types={key: work_type.name for key, work_type in ledgers.work_types.items()},
        contracts={contract.key: contract.name for group in ledgers.contracts.values() for contract in group},
        requests=_read_subjects(month, ledgers.zone),
        entries=entries,
        charges={charge.key: charge for charge in charges},
    )


def _read_subjects(month: Month, zone: Zone) -> dict[str, Subject]:
    """Subjects and causes of all requests that were worked on in the month, or late in it."""
    first, end = zone.span(month)
    r, e = t.Request, t.Entry
    worked = e.select(e.request)
    close = worked.where((e.started_at >= first - t.LONG_SECONDS) & (e.started_at < end))
    long = worked.where(is_long() & (e.started_at < end))
    keys = close | long | worked.where(e.late_in == month)
    rows = r.select(r.key, r.subject, r.cause).where(r.key.in_(keys)).tuples()
    return {key: Subject(subject, cause or "") for key, subject, cause in rows}


__all__ = ["read_statement", "read_statements"]
