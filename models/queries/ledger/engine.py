"""What computes ledgers? In one piece, since it is loaded late: a start finds every month stored and computes none."""

from __future__ import annotations

from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.document import LedgerDocument, ledger_document
from models.domain.ledger.draws import replay
from models.domain.ledger.provisional import ClientWork
from models.storage.ledger_texts import document_from, request_work_from


class Engine:
    """The computations of the domain, and what reads frozen ledgers; `ledgers.engine` loads them."""

    terms = ClientTerms
    work = ClientWork
    replay = staticmethod(replay)
    document = staticmethod(ledger_document)
    empty = LedgerDocument
    document_from = staticmethod(document_from)
    request_work_from = staticmethod(request_work_from)
