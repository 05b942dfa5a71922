"""Which work in a band was neither agreed nor waived, where its weight holds only when agreed? (RULES 3.9, 6.1)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from models.domain.basics.months import Month
from models.domain.basics.phrases import weight_words
from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import NO_WEIGHT
from models.domain.ledger.bands import cut_piece
from models.domain.ledger.draws import shown_in
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.units import unit_groups
from models.domain.month_end.checks import Check
from models.domain.values import Entry

_SCOPES = ("support", "additional")


def premium_checks(month: Month, entries: Sequence[Entry], terms: Mapping[str, ClientTerms]) -> list[Check]:
    """A warning for each entry, begun in the month or shown late in it, whose weight nobody decided.

    `entries` are all that touch the month; `terms` those of the clients whose work can weigh.
    """
    checks = []
    for client, said in terms.items():
        first, end = said.zone.span(month)
        mine = [entry for entry in entries if entry.client == client and entry.scope in _SCOPES]
        wanted = {e.key for e in mine if first <= e.started_at < end or e.late_in == month}
        words = undecided(mine, said)
        checks += [
            Check(
                "warning",
                "premium_open",
                f"{entry.key}: {words[entry.key]} neither agreed nor waived",
                entry.key,
            )
            for entry in mine
            if entry.key in wanted and entry.key in words
        ]
    return checks


def undecided(entries: Iterable[Entry], terms: ClientTerms) -> dict[str, str]:
    """By entry, the first band of a weight above 1 that holds only where agreed, and of which nobody spoke."""
    by_month: dict[tuple[Month, bool], list[Piece]] = {}
    for entry in entries:
        for piece in pieces_of(entry, terms.zone):
            by_month.setdefault(shown_in(piece), []).append(piece)
    found: dict[str, str] = {}
    for pieces in by_month.values():
        for group in unit_groups(pieces, terms):
            first = group[0]
            contract = terms.governing(first.work_date, first.entry.work_type)
            weighing = terms.weighing(contract, first.work_date)
            if weighing is None:
                continue
            for piece in group:
                if not weighing.is_undecided(piece.entry):
                    continue
                for cut in cut_piece(piece, weighing.bands(piece.work_date), terms.zone):
                    if cut.weight > NO_WEIGHT:
                        found.setdefault(piece.entry.key, weight_words(cut.name, cut.weight))
    return found
