"""What writes and reads the ledgers that people see? In one piece, since it is loaded late: a start shows none."""

from __future__ import annotations

from models.domain.ledger.document import LedgerDocument, ledger_document
from models.storage.rows.ledger_texts import document_from


class Papers:
    """Documents of computed and of frozen ledgers; `ledgers.papers` loads them."""

    document = staticmethod(ledger_document)
    empty = LedgerDocument
    document_from = staticmethod(document_from)
