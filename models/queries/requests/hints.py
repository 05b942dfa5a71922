"""What should somebody know who adds a request? Its channel, what is open already, what was given away (RULES 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.domain.basics.notation import format_money
from models.domain.requests.clocks import DONE
from models.domain.requests.courtesy import Courtesies
from models.domain.values import Channel
from models.queries.ledger.ledgers import Ledgers
from models.queries.requests.courtesies import read_courtesies
from models.queries.requests.levels import read_levels
from models.queries.requests.page import similar_requests
from models.storage.rows.reading import check_client

_MOST_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Hints:
    """Is the channel outside the service level, which open requests are like it, what was given in 12 months."""

    channel_not_included: bool
    similar: tuple[str, ...]
    courtesies: Courtesies
    currency: str

    def document(self) -> dict[str, Any]:
        """The hints as JSON."""
        given = self.courtesies
        told = given.last_told
        return {
            "channel_not_included": self.channel_not_included,
            "similar": list(self.similar),
            "courtesies": {
                "count": given.count,
                "minutes": given.minutes,
                "worth": format_money(given.worth, self.currency),
                "last_told": None if told is None else told.isoformat(),
            },
        }


def read_hints(client: str, subject: str, channel: Channel, now: int) -> Hints:
    """The hints for a request of that client reported now, before it is added; raises NotFound."""
    check_client(client)
    ledgers = Ledgers()
    tier = read_levels(ledgers.zone, client).on(client, ledgers.zone.date_of(now))
    alike = similar_requests(client, subject, _MOST_SIMILAR, now)
    return Hints(
        channel_not_included=tier is not None and bool(tier.channels) and channel not in tier.channels,
        similar=tuple(brief.key for brief in alike if brief.state not in DONE),
        courtesies=read_courtesies(client, now, ledgers),
        currency=ledgers.desk.currency,
    )
