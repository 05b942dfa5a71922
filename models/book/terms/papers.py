"""What may the book say for the paper of desk, client and contract? Addresses, tax, bank, payment days (RULES 6.5, 10).

Read and written side by side. The keys stand in the record itself (`desk.tax_id`, `clients[0].address`); a new one
needs a line in `DESK_PAPER` or `CLIENT_PAPER`, one where it is read, and one where it is written.
"""

from __future__ import annotations

from functools import partial

from models.book.reading import Fields, Parse, one_of, parse_list
from models.domain.basics.dated import check_dates_rise
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import (
    format_percent,
    parse_day,
    parse_flag,
    parse_percent,
    parse_whole,
)
from models.domain.basics.text import clean, parse_line, parse_name, shown
from models.domain.papers import (
    ANNEXES,
    CLIENT_TAXES,
    MOST_DAYS,
    PAGES,
    ClientPaper,
    DeskPaper,
    StatementChoice,
    TaxRate,
    checked_logo,
    parse_language,
)

Document = dict[str, object]

DESK_PAPER = frozenset(("address", "tax_id", "bank", "footer", "logo", "tax", "payment_days"))
CLIENT_PAPER = frozenset(("address", "tax_id", "order_number", "payment_days", "tax", "statement"))
_TAX = frozenset(("from", "percent", "name"))
_STATEMENT = frozenset(("annex", "causes", "language", "page"))
_MOST_LINES = 20
_MOST_FOOTER = 2_000

_payment_days: Parse[int] = partial(parse_whole, most=MOST_DAYS)


def _lines(fields: Fields, key: str) -> tuple[str, ...]:
    lines = fields.items(key, parse_line)
    if len(lines) > _MOST_LINES:
        raise InvalidValue(
            fields.at(f"{key}[{_MOST_LINES}]"), f"is too many; accepted are {_MOST_LINES} lines"
        )
    return lines


def _footer(value: object, path: str) -> str | None:
    if not isinstance(value, str) or len(value) > _MOST_FOOTER:
        raise InvalidValue(path, f"{shown(value)} is no text; accepted are up to {_MOST_FOOTER:,} characters")
    return clean(value, lines=True).strip() or None


def _logo(value: object, path: str) -> str:
    return checked_logo(parse_line(value, path), path)


def _tax_rate(document: object, path: str) -> TaxRate:
    fields = Fields(document, path, _TAX)
    since, percent = fields.needed("from", parse_day), fields.optional("percent", parse_percent)
    if percent is None:
        return TaxRate(since, None, fields.value("name", parse_name, ""))
    return TaxRate(since, percent, fields.needed("name", parse_name))


def _tax(value: object, path: str) -> tuple[TaxRate, ...]:
    rates = parse_list(value, path, _tax_rate)
    if rates:
        check_dates_rise(rates, path)
    return rates


def parse_statement_choice(document: object, path: str) -> StatementChoice:
    """How a statement is wanted; what is left out is said elsewhere, or the default."""
    fields = Fields(document, path, _STATEMENT)
    return StatementChoice(
        annex=fields.optional("annex", one_of(ANNEXES)),
        causes=fields.optional("causes", parse_flag),
        language=fields.optional("language", parse_language),
        page=fields.optional("page", one_of(PAGES)),
    )


def parse_desk_paper(fields: Fields) -> DeskPaper:
    """The keys of `DESK_PAPER` among those of the desk."""
    return DeskPaper(
        address=_lines(fields, "address"),
        tax_id=fields.optional("tax_id", parse_name),
        bank=_lines(fields, "bank"),
        footer=fields.optional("footer", _footer),
        logo=fields.optional("logo", _logo),
        tax=fields.value("tax", _tax, ()),
        payment_days=fields.optional("payment_days", _payment_days),
    )


def parse_client_paper(fields: Fields) -> ClientPaper:
    """The keys of `CLIENT_PAPER` among those of a client."""
    return ClientPaper(
        address=_lines(fields, "address"),
        tax_id=fields.optional("tax_id", parse_name),
        order_number=fields.optional("order_number", parse_name),
        payment_days=fields.optional("payment_days", _payment_days),
        tax=fields.optional("tax", one_of(CLIENT_TAXES)),
        statement=fields.optional("statement", parse_statement_choice),
    )


def desk_paper_document(paper: DeskPaper) -> Document:
    """The keys of `DESK_PAPER`."""
    return {
        "payment_days": paper.payment_days,
        "address": list(paper.address),
        "tax_id": paper.tax_id,
        "bank": list(paper.bank),
        "footer": paper.footer,
        "logo": paper.logo,
        "tax": [
            {
                "from": rate.since.isoformat(),
                "percent": None if rate.percent is None else format_percent(rate.percent),
                "name": rate.name or None,
            }
            for rate in paper.tax
        ],
    }


def client_paper_document(paper: ClientPaper) -> Document:
    """The keys of `CLIENT_PAPER`."""
    return {
        "address": list(paper.address),
        "tax_id": paper.tax_id,
        "order_number": paper.order_number,
        "payment_days": paper.payment_days,
        "tax": paper.tax,
        "statement": statement_choice_document(paper.statement),
    }


def statement_choice_document(choice: StatementChoice | None) -> Document | None:
    """How a statement is wanted, null where nothing is said."""
    if choice is None:
        return None
    return {
        "annex": choice.annex,
        "causes": choice.causes,
        "language": choice.language,
        "page": choice.page,
    }
