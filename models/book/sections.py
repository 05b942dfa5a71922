"""Who is the desk, and whom does it serve? Readers of desk, agents, work types, tiers, clients (RULES 10).

A new key stands in the set of its record here, is read in its parser, and written in `writing`.

A record that is returned is possible in itself; what it refers to is checked by `references`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from models.book.reading import Fields, as_given, one_of, parse_list
from models.book.terms.bands import parse_tables
from models.book.terms.courtesy import parse_free
from models.book.terms.dated import dated_hours, dated_minutes, dated_tiers, is_dated, parse_rows
from models.book.terms.papers import CLIENT_PAPER, DESK_PAPER, parse_client_paper, parse_desk_paper
from models.book.terms.windows import clock_text, parse_window
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import (
    parse_currency,
    parse_day,
    parse_duration,
    parse_flag,
    parse_money,
    parse_share,
)
from models.domain.basics.text import parse_body, parse_key, parse_name, shown
from models.domain.basics.zone import zone
from models.domain.checked import checked_work_type
from models.domain.contracts.checked import MOST_WEEK, check_rounding
from models.domain.papers import parse_language
from models.domain.values import (
    CHANNELS,
    PREMIUM_RULES,
    WEEKDAYS,
    Agent,
    Channel,
    Client,
    Clock,
    Contact,
    DatedHours,
    DatedMinutes,
    DatedRate,
    DatedTargets,
    DatedTier,
    Desk,
    Rounding,
    Target,
    Tier,
    Week,
    Window,
    WorkType,
)

CheckHolidays = Callable[[str], None]
"""Raises InvalidValue when a country or region code has no known holidays."""

_NO_PLACES = ("localtime", "posixrules", "Factory", "posix/", "right/")
"""Files of the zone database that mean another zone on each machine, or count leap seconds."""
_TARGET = re.compile(r"([1-9]\d{0,3})([hd])", re.ASCII)

_DESK = frozenset(
    {
        "name",
        "timezone",
        "currency",
        "hours",
        "holidays",
        "closed_days",
        "rounding",
        "on_demand_rounding",
        "hourly_cost",
        "support_share",
        "bands",
        "premium",
        "free",
        "agents_see_money",
        *DESK_PAPER,
    }
)
_ROUNDING = frozenset(("increment", "minimum", "per"))
_AGENT = frozenset(("key", "name", "weekly_hours", "archived"))
_WORK_TYPE = frozenset(("key", "name", "rates", "archived"))
_RATE = frozenset(("from", "rate"))
PROMISES = ("first_response", "resolution", "clock", "channels")
_TIER = frozenset(("key", "name", "targets", *PROMISES))
_CLIENT = frozenset(
    {
        "key",
        "name",
        "tier",
        "contacts",
        "domains",
        "since",
        "language",
        "notes",
        "archived",
        *CLIENT_PAPER,
    }
)
_CONTACT = frozenset(("name", "email", "phone"))


def parse_rounding(document: object, path: str) -> Rounding:
    """Increment and minimum in minutes (RULES 3.2)."""
    fields = Fields(document, path, _ROUNDING)
    rounding = Rounding(
        fields.value("increment", as_given, 1),
        fields.value("minimum", as_given, 0),
        fields.value("per", as_given, "request_day"),
    )
    check_rounding(rounding, path)
    return rounding


def _windows(value: object, path: str) -> tuple[Window, ...]:
    windows = parse_list(value, path, parse_window)
    for position in range(1, len(windows)):
        if windows[position].opens < windows[position - 1].closes:
            raise InvalidValue(
                f"{path}[{position}]",
                f"{clock_text(windows[position].opens)} lies before {clock_text(windows[position - 1].closes)};"
                " accepted are windows in the order of the day that do not overlap",
            )
    return windows


def _hours(document: object, path: str) -> tuple[tuple[Window, ...], ...]:
    fields = Fields(document, path, frozenset(WEEKDAYS))
    return tuple(fields.value(weekday, _windows, ()) for weekday in WEEKDAYS)


def _timezone(value: object, path: str) -> str:
    name = parse_key(value, path)
    if name.startswith(_NO_PLACES):
        raise InvalidValue(path, f"{name!r} is no place; accepted are IANA names like Europe/London")
    try:
        return zone(name).name
    except InvalidValue as error:
        raise InvalidValue(path, error.message) from error


def _holidays(value: object, path: str, check: CheckHolidays | None) -> str:
    code = parse_key(value, path)
    if check is not None:
        try:
            check(code)
        except InvalidValue as error:
            raise InvalidValue(path, error.message) from error
    return code


def _dated_hours(value: object, path: str) -> tuple[DatedHours, ...]:
    """Rows by date; none for one table of weekdays."""
    return dated_hours(value, path, _hours) if is_dated(value) else ()


def _first_hours(value: object, path: str) -> Week:
    return dated_hours(value, path, _hours)[0].hours if is_dated(value) else _hours(value, path)


def parse_desk(document: object, path: str = "desk", check_holidays: CheckHolidays | None = None) -> Desk:
    """The desk; its `holidays` are only checked for form unless `check_holidays` is given."""
    fields = Fields(document, path, _DESK)
    currency = fields.needed("currency", parse_currency)
    return Desk(
        name=fields.needed("name", parse_name),
        timezone=fields.needed("timezone", _timezone),
        currency=currency,
        hours=fields.value("hours", _first_hours, ((),) * 7),
        dated_hours=fields.value("hours", _dated_hours, ()),
        holidays=fields.optional("holidays", partial(_holidays, check=check_holidays)),
        closed_days=fields.different("closed_days", parse_day, "a day"),
        rounding=fields.value("rounding", parse_rounding, Rounding()),
        on_demand_rounding=fields.optional("on_demand_rounding", parse_rounding),
        hourly_cost=fields.optional("hourly_cost", partial(parse_money, currency=currency)),
        support_share=fields.value("support_share", parse_share, parse_share("1", path)),
        bands=fields.value("bands", parse_tables, ()),
        premium=fields.choice("premium", PREMIUM_RULES, "always"),
        free=fields.value("free", parse_free, ()),
        agents_see_money=fields.value("agents_see_money", parse_flag, False),
        paper=parse_desk_paper(fields),
    )


def parse_agent(document: object, path: str = "agent") -> Agent:
    """An agent; `weekly_hours` up to the 168 of a week."""
    fields = Fields(document, path, _AGENT)
    return Agent(
        fields.needed("key", parse_key),
        fields.needed("name", parse_name),
        fields.value("weekly_hours", _first_minutes, 0),
        fields.value("weekly_hours", _dated_minutes, ()),
        fields.value("archived", parse_flag, False),
    )


def _dated_minutes(value: object, path: str) -> tuple[DatedMinutes, ...]:
    return dated_minutes(value, path) if is_dated(value) else ()


def _first_minutes(value: object, path: str) -> int:
    if is_dated(value):
        return dated_minutes(value, path)[0].minutes
    return parse_duration(value, path, most=MOST_WEEK)


def _dated_rate(document: object, path: str, currency: str) -> DatedRate:
    fields = Fields(document, path, _RATE)
    return DatedRate(
        fields.needed("from", parse_day), fields.needed("rate", partial(parse_money, currency=currency))
    )


def parse_work_type(document: object, desk: Desk, path: str = "work_type") -> WorkType:
    """A work type with its rates in the desk's currency, sorted by the day from which they hold."""
    fields = Fields(document, path, _WORK_TYPE)
    work_type = WorkType(
        fields.needed("key", as_given),
        fields.needed("name", as_given),
        fields.items("rates", partial(_dated_rate, currency=desk.currency)),
        fields.value("archived", parse_flag, False),
    )
    return checked_work_type(work_type, path)


def parse_target(value: object, path: str) -> Target:
    """A service-level target: "4h", "2d" or "same_day" (RULES 4.2)."""
    if value == "same_day":
        return Target("same_day")
    match = _TARGET.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise InvalidValue(
            path, f"{shown(value)} is no target; accepted is 1h to 9999h, 1d to 9999d, same_day or null"
        )
    return Target("h" if match[2] == "h" else "d", int(match[1]))


def parse_tier(document: object, path: str = "tier") -> Tier:
    """A service level; no channels means all of them."""
    fields = Fields(document, path, _TIER)
    key, name = fields.needed("key", parse_key), fields.needed("name", parse_name)
    targets = fields.optional("targets", _dated_targets)
    if targets is None:
        return Tier(key, name, *_targets(fields))
    for other in PROMISES:
        if fields.has(other):
            raise InvalidValue(fields.at(other), "stands beside targets; accepted is one of the two")
    first = targets[0]
    return Tier(key, name, first.first_response, first.resolution, first.clock, first.channels, targets)


def _targets(fields: Fields) -> tuple[Target | None, Target | None, Clock, tuple[Channel, ...]]:
    return (
        fields.optional("first_response", parse_target),
        fields.optional("resolution", parse_target),
        fields.choice("clock", ("working", "always"), "working"),
        fields.different("channels", one_of(CHANNELS), "a channel"),
    )


def _dated_targets(value: object, path: str) -> tuple[DatedTargets, ...]:
    return parse_rows(value, path, _target_row)


def _target_row(value: object, path: str) -> DatedTargets:
    fields = Fields(value, path, frozenset(("from", *PROMISES)))
    return DatedTargets(fields.needed("from", parse_day), *_targets(fields))


def _contact(document: object, path: str) -> Contact:
    fields = Fields(document, path, _CONTACT)
    return Contact(
        fields.needed("name", parse_name),
        fields.optional("email", parse_name),
        fields.optional("phone", parse_name),
    )


def _dated_tiers(value: object, path: str) -> tuple[DatedTier, ...]:
    return dated_tiers(value, path) if is_dated(value) else ()


def _first_tier(value: object, path: str) -> str | None:
    return dated_tiers(value, path)[0].tier if is_dated(value) else parse_key(value, path)


def parse_client(document: object, path: str = "client") -> Client:
    """A client with contacts, mail domains, and what its paper says."""
    fields = Fields(document, path, _CLIENT)
    return Client(
        key=fields.needed("key", parse_key),
        name=fields.needed("name", parse_name),
        tier=fields.optional("tier", _first_tier),
        dated_tiers=fields.value("tier", _dated_tiers, ()),
        contacts=fields.items("contacts", _contact),
        domains=fields.different("domains", parse_name, "a domain"),
        since=fields.optional("since", parse_day),
        language=fields.optional("language", parse_language),
        notes=fields.value("notes", parse_body, ""),
        archived=fields.value("archived", parse_flag, False),
        paper=parse_client_paper(fields),
    )
