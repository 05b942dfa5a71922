"""Which statements does a month have, and what stands in each? All clients in a fixed number of statements.

A closed month answers the newest issued version (or the one asked for) as it was frozen; an open month gives drafts,
which carry no number. How a statement looks says the contract of the month, then the client, then the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.book.sections import parse_client
from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.domain.basics.text import clean
from models.domain.basics.zone import Zone
from models.domain.ledger.document import LedgerDocument
from models.domain.papers import Annex, StatementChoice
from models.domain.values import Client, Contract
from models.exporters.statements.billing import tax_on
from models.exporters.statements.build import Sources, Subject, build_statement
from models.exporters.statements.statement import Header, Statement, TaxLine
from models.queries.desk.settings import setting
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.months import entries_touching
from models.queries.month_end.promised import read_kept
from models.storage import tables as t
from models.storage.expressions import is_long, statements_of
from models.storage.rows.ledger_texts import document_from
from models.storage.rows.reading import check_client, read_agents, read_charges
from models.storage.rows.whole import whole

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Issued:
    """A statement as it was issued: its number, version and instant; no document where only that is known."""

    number: int
    version: int
    issued_at: int
    document: LedgerDocument | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for beside the client and the month; None leaves it to the client."""

    version: int | None = None
    language: str | None = None
    annex: Annex | None = None


def read_statement(
    client: str,
    month: Month,
    *,
    version: int | None = None,
    language: str | None = None,
    annex: Annex | None = None,
) -> Statement:
    """One client's statement; raises NotFound for an unknown client or a version that was never issued."""
    check_client(client)
    (statement,) = _read(month, (client,), Wanted(version, language, annex))
    return statement


def read_statements(
    month: Month, *, language: str | None = None, annex: Annex | None = None
) -> tuple[Statement, ...]:
    """The statements of all clients who have anything in the month, by client."""
    wanted = Wanted(language=language, annex=annex)
    return tuple(found for found in _read(month, None, wanted) if not found.is_empty)


def _read(month: Month, clients: Sequence[str] | None, wanted: Wanted) -> list[Statement]:
    ledgers = Ledgers()
    keys = list(ledgers.clients if clients is None else clients)
    closed = ledgers.is_closed(month)
    issued = _read_issued(month, keys, ledgers.desk.currency) if closed or wanted.version else {}
    chosen = {key: _chosen(issued.get(key, ()), wanted.version) for key in keys}
    if wanted.version is not None:
        _check_version(month, wanted.version, chosen)
    missing = [key for key in keys if (found := chosen[key][0]) is None or found.document is None]
    documents = ledgers.documents(missing, month) if missing else {}
    papers = _Papers(ledgers, month, closed, wanted)
    addressed = _read_clients(keys)
    headers = {key: papers.header(addressed[key], *chosen[key]) for key in keys}
    full = any(header.annex == "full" for header in headers.values())
    sources = _read_sources(ledgers, month, with_times=full)
    issued_at = {key: None if (found := chosen[key][0]) is None else found.issued_at for key in keys}
    promised = read_kept(ledgers, month, issued_at)
    statements = []
    for key in keys:
        found, before = chosen[key]
        document = documents[key] if found is None or found.document is None else found.document
        statements.append(
            build_statement(
                document,
                headers[key],
                sources,
                tax=papers.tax(addressed[key], document.total),
                before=None if before is None else before.document,
                promised=promised.get(key),
            )
        )
    return statements


def _chosen(versions: Sequence[Issued], version: int | None) -> tuple[Issued | None, Issued | None]:
    """The version asked for, else the newest, and the one before it where its content is known."""
    known = [each for each in versions if version is None or each.version <= version]
    if not known or (version is not None and known[-1].version != version):
        return None, None
    before = known[-2] if len(known) > 1 and known[-2].document is not None else None
    return known[-1], before


def _check_version(
    month: Month, version: int, chosen: Mapping[str, tuple[Issued | None, Issued | None]]
) -> None:
    for client, (found, _) in chosen.items():
        if found is None:
            raise NotFound(f"{month}: there is no version {version} of the statement of {client!r}")
        if found.document is None:
            raise NotFound(
                f"{month}: of version {version} of the statement of {client!r} only the number is known"
            )


class _Papers:
    """What stands on the statements of a month beside the numbers."""

    def __init__(self, ledgers: Ledgers, month: Month, closed: bool, wanted: Wanted) -> None:
        self._ledgers, self._month, self._closed, self._wanted = ledgers, month, closed, wanted
        paper = ledgers.desk.paper
        self._address = paper.address or _lines(setting("desk_address", ""))
        self._language = str(setting("statement_language", DEFAULT_LANGUAGE))

    def header(self, client: Client, found: Issued | None, before: Issued | None) -> Header:
        """The head of a client's statement."""
        desk, paper = self._ledgers.desk, client.paper
        style = _style(
            client, self._ledgers.contracts.reaching(client.key, self._month.first_day), self._month
        )
        return Header(
            desk_name=clean(desk.name),
            client=client.key,
            client_name=clean(client.name),
            month=self._month,
            currency=desk.currency,
            status="final" if found is not None or self._closed else "draft",
            desk_address=self._address,
            contact=clean(client.contacts[0].name) if client.contacts else "",
            number=None if found is None else found.number,
            version=None if found is None else found.version,
            issued_on=None if found is None else self._issued_on(found),
            language=self._wanted.language or style.language or client.language or self._language,
            desk_tax_id=desk.paper.tax_id or "",
            bank=desk.paper.bank,
            footer=desk.paper.footer or "",
            logo=desk.paper.logo or "",
            client_address=paper.address,
            client_tax_id=paper.tax_id or "",
            order_number=paper.order_number or "",
            payment_days=desk.paper.payment_days if paper.payment_days is None else paper.payment_days,
            annex=self._wanted.annex or style.annex or "summary",
            causes=bool(style.causes),
            page=style.page,
            tax_note=paper.tax if self._taxed or paper.tax == "reverse_charge" else None,
            changed_since=None if before is None else (before.version, self._issued_on(before)),
        )

    def tax(self, client: Client, total: int) -> TaxLine | None:
        """The tax on a client's total, by the rate at the end of the month."""
        if client.paper.tax is not None:
            return None
        return tax_on(total, self._month.last_day, self._ledgers.desk.paper)

    @property
    def _taxed(self) -> bool:
        return tax_on(0, self._month.last_day, self._ledgers.desk.paper) is not None

    def _issued_on(self, issued: Issued) -> date:
        return self._ledgers.zone.date_of(issued.issued_at)


def _style(client: Client, contracts: Iterable[Contract], month: Month) -> StatementChoice:
    """How the statement looks, key by key: the contracts of the month by their key, then the client."""
    held = [
        contract.statement
        for contract in sorted(contracts, key=lambda each: each.key)
        if contract.starts <= month.last_day and not contract.is_over(month.first_day)
    ]
    said = [choice for choice in (*held, client.paper.statement) if choice is not None]
    return StatementChoice(
        annex=next((choice.annex for choice in said if choice.annex is not None), None),
        causes=next((choice.causes for choice in said if choice.causes is not None), None),
        language=next((choice.language for choice in said if choice.language is not None), None),
        page=next((choice.page for choice in said if choice.page is not None), None),
    )


def _lines(text: object) -> tuple[str, ...]:
    """An address typed on one line is parted at semicolons."""
    lines = (clean(line).strip() for line in str(text).replace(";", "\n").split("\n"))
    return tuple(line for line in lines if line)


def _read_issued(month: Month, clients: Iterable[str], currency: str) -> Mapping[str, Sequence[Issued]]:
    """All versions of the statements of these clients, oldest first."""
    wanted, s = set(clients), t.Statement
    rows = (
        s.select(s.client, s.number, s.version, s.issued_at, whole(s.document))
        .where(statements_of(month))
        .order_by(s.version)
        .tuples()
    )
    found: dict[str, list[Issued]] = {}
    for client, number, version, issued_at, text in rows:
        if client in wanted:
            document = None if text is None else document_from(text, currency)
            found.setdefault(client, []).append(Issued(number, version, issued_at, document))
    return found


def _read_clients(keys: Sequence[str]) -> dict[str, Client]:
    """The clients with what they want on paper, by key."""
    c = t.Client
    query = c.select(c.key, c.name, c.contacts, c.language, c.paper)
    if len(keys) == 1:
        query = query.where(c.key == keys[0])
    names = ("key", "name", "contacts", "language")
    return {
        row[0]: parse_client({**dict(zip(names, row[:-1], strict=True)), **(row[-1] or {})})
        for row in query.tuples()
    }


def _read_sources(ledgers: Ledgers, month: Month, *, with_times: bool) -> Sources:
    """The texts of a month; its entries only where a timesheet is wanted."""
    touching = entries_touching(month, ledgers.zone) if with_times else ()
    entries = {entry.key: entry for entry in touching}
    charges = read_charges(month.first_day.isoformat(), month.last_day.isoformat())
    return Sources(
        zone=ledgers.zone,
        agents={agent.key: agent.name for agent in read_agents(archived=True)},
        work_types={key: work_type.name for key, work_type in ledgers.work_types.items()},
        contracts=ledgers.contracts.names(),
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
