"""What did a statement say that closing would not make again? Its content in the settings of a book (RULES 6.4, 10).

Apart from `kept`, since reading the desk needs no ledger.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.book.kept import EARLIER, Document, Settings, earlier_issued, statement_document
from models.book.ledgers import ledger_from, ledger_json
from models.domain.basics.errors import InvalidValue
from models.domain.basics.text import join_path
from models.domain.kept import IssuedStatement
from models.domain.ledger.document import LedgerDocument


def earlier_document(statement: IssuedStatement, content: LedgerDocument | None) -> Document:
    """A statement that closing would not make again, with what it said where that is known."""
    return statement_document(statement) | {"document": None if content is None else ledger_json(content)}


def earlier_statements(
    settings: Settings, currency: str, path: str = "desk.settings"
) -> tuple[tuple[IssuedStatement, LedgerDocument | None], ...]:
    """The statements of `EARLIER` among the settings, each with what it said; raises InvalidValue."""
    issued = earlier_issued(settings, path)
    rows = next((value for name, value in settings if name == EARLIER), None)
    contents = [row.get("document") for row in rows] if isinstance(rows, list) else []
    place = join_path(path, EARLIER)
    return tuple(
        (statement, _ledger(content, currency, f"{place}[{position}].document"))
        for position, (statement, content) in enumerate(zip(issued, contents, strict=True))
    )


def _ledger(content: Mapping[str, object] | None, currency: str, path: str) -> LedgerDocument | None:
    if content is None:
        return None
    try:
        return ledger_from(content, currency)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidValue(path, "is no ledger as a dump writes it") from error
