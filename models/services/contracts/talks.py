"""What was said when an opportunity was talked about? One undoable change (RULES 5.9)."""

from __future__ import annotations

from datetime import date

from models.domain.basics.notation import parse_choice
from models.domain.basics.text import MOST_LINE, parse_name
from models.domain.kept import OPPORTUNITIES
from models.domain.planning.opportunities import KIND_WORDS, Opportunity
from models.services.core.changes import change
from models.services.core.documents import check_known
from models.storage import tables as t


def talk_about(opportunity: Opportunity, result: str, next_on: date | None, now: int, who: str) -> None:
    """Mark it as talked about: the result is noted with the client, and it sleeps until `next_on` (None: no longer).

    Raises InvalidValue for a kind or a client nobody knows.
    """
    client, kind = opportunity.client, parse_choice(opportunity.kind, "kind", OPPORTUNITIES)
    said = parse_name(result, "result", MOST_LINE) if result.strip() else ""
    with change(now, who, f"Talked about {KIND_WORDS[kind]} with {client}") as work:
        check_known(t.Client, client, "client", "client")
        work.insert(
            t.Opportunity, client=client, kind=kind, since=opportunity.since, result=said, next_on=next_on
        )
