"""What computes ledgers? In one piece, since it is loaded late: a start finds every month stored and computes none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import NO_FACTS, WeightFacts, has_weights
from models.domain.ledger.draws import replay
from models.domain.ledger.provisional import ClientWork
from models.domain.ledger.units import weighed_seconds
from models.domain.values import Contract, Desk, PremiumWord
from models.holiday_dates import holiday_test


def weight_facts(
    desk: Desk, contracts: Sequence[Contract], words: Callable[[], Mapping[str, PremiumWord]]
) -> WeightFacts:
    """What weights depend on; `words` is asked only where the desk or a contract has weights (RULES 3.9)."""
    if not has_weights(desk, contracts):
        return NO_FACTS
    return WeightFacts(holiday_test(desk.holidays), words())


class Engine:
    """The computations of the domain; `ledgers.engine` loads them."""

    terms = ClientTerms
    work = ClientWork
    replay = staticmethod(replay)
    weight_facts = staticmethod(weight_facts)
    weighed_seconds = staticmethod(weighed_seconds)
