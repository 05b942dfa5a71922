"""What is left of each grant at the end of a day, before anything lapses on it? (RULES 2.4, 3.3, 11)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.domain.basics.months import Month
from models.domain.contracts.terms import ClientTerms, Source
from models.domain.ledger.balances import State
from models.domain.ledger.draws import MonthRun, run_days
from models.domain.ledger.pieces import Piece
from models.domain.ledger.units import units_of


def left_after(
    terms: ClientTerms,
    opening: State,
    pieces: Iterable[Piece],
    late_pieces: Iterable[Piece],
    day: date,
) -> tuple[tuple[Source, int], ...]:
    """Minutes, or sessions, that each grant holds once what was worked up to `day` is drawn.

    `opening` is what the month of `day` opens with; `pieces` and `late_pieces` are those that it shows. What lapses or
    is forfeited on `day` itself is still there.
    """
    late = units_of(late_pieces, terms, late=True)
    run = MonthRun(terms, Month.of(day), opening, late=bool(late))
    for unit in late:
        run.draw(unit)
    worked = units_of((piece for piece in pieces if piece.work_date <= day), terms)
    for _ in run_days(run, worked, through=day):
        pass
    accounts = run.accounts.values()
    return tuple((each.source, each.left) for each in accounts if each.source.grant is not None and each.left)
