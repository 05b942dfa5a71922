"""What did a client get for nothing in the last twelve months, and were they told? (RULES 3.10)"""

from __future__ import annotations

from models.domain.basics.months import Month, add_months
from models.domain.requests.courtesy import (
    MONTHS_BACK,
    Courtesies,
    GivenAway,
    courtesies_of,
    free_rules,
    given_words,
    proposing_rule,
)
from models.domain.values import Channel, FreeRule, Priority
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.rights import rights_here


def read_courtesies(client: str, now: int, ledgers: Ledgers | None = None) -> Courtesies:
    """The courtesies of the client in the twelve months before `now`; one statement where there is none."""
    ledgers = ledgers or Ledgers()
    today = ledgers.zone.date_of(now)
    first = ledgers.zone.starts(add_months(today, -MONTHS_BACK))
    e = t.Entry
    rows = list(
        e.select(e.started_at, e.ended_at, e.work_type, e.told)
        .where(
            (e.client == client)
            & (e.scope == "courtesy")
            & (e.started_at >= first)
            & (e.started_at <= now)
            & e.ended_at.is_null(False)
        )
        .tuples()
    )
    if not rows:
        return Courtesies()
    terms = ledgers.terms(client, Month.of(today), Month.of(ledgers.zone.date_of(first)))
    given = []
    for started_at, ended_at, work_type, told in rows:
        day = ledgers.zone.date_of(started_at)
        rate = terms.rate(terms.governing(day, work_type), work_type, day)
        given.append(GivenAway(day, ended_at - started_at, rate, bool(told)))
    return courtesies_of(given)


def read_given_words(client: str, now: int, ledgers: Ledgers | None = None) -> str:
    """The same in words, for whoever takes the client's next call; empty where nothing was given."""
    ledgers = ledgers or Ledgers()
    given = read_courtesies(client, now, ledgers)
    currency = ledgers.desk.currency if rights_here().sees_money else None
    return given_words(given, currency, ledgers.zone.date_of(now))


def read_proposal(request: str, minutes: int, now: int) -> FreeRule | None:
    """The rule under which so much work on a request, done now, is proposed as courtesy; None for none."""
    r = t.Request
    row = r.select(r.client, r.channel, r.priority, r.work_type).where(r.key == request).tuples().first()
    if row is None:
        return None
    client, channel, priority, work_type = row
    return proposal_for(client, channel, priority, work_type, minutes, now)


def proposal_for(
    client: str,
    channel: Channel,
    priority: Priority,
    work_type: str | None,
    minutes: int,
    now: int,
    ledgers: Ledgers | None = None,
) -> FreeRule | None:
    """The same for what is known of a request."""
    ledgers = ledgers or Ledgers()
    own = ledgers.contracts.get(client, ())
    if not ledgers.desk.free and not any(contract.free for contract in own):
        return None
    today = ledgers.zone.date_of(now)
    kind = work_type or next(iter(ledgers.work_types), "")
    contract = ledgers.terms(client, Month.of(today), Month.of(today)).governing(today, kind)
    return proposing_rule(free_rules(ledgers.desk, contract), channel, priority, minutes)
