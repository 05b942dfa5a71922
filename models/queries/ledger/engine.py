"""What computes ledgers? In one piece, since it is loaded late: a start finds every month stored and computes none."""

from __future__ import annotations

from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.draws import replay
from models.domain.ledger.provisional import ClientWork


class Engine:
    """The computations of the domain; `ledgers.engine` loads them."""

    terms = ClientTerms
    work = ClientWork
    replay = staticmethod(replay)
