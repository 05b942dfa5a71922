"""How does the desk work? Name, zone, hours, holidays, rounding, cost, paper: what every rule falls back to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import parse_date
from models.domain.basics.notation import format_money, format_share, parse_money, parse_share
from models.domain.contracts.weight_words import DAY_NAMES
from models.domain.values import WEEKDAYS
from models.queries.desk.forms import desk_form
from models.services.core.together import Base
from models.services.desk.catalogue import edit_desk
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records import dated
from tui.records.base import Document, RecordForm, grouped, kept
from tui.records.contracts.rounding import read_rounding, rounding_fields, rounding_sentence
from tui.records.courtesy import desk_courtesy_field, desk_courtesy_words
from tui.records.paper import desk_paper_fields, desk_paper_written
from tui.records.zones import zone_field
from tui.widgets.form.fields import Field, Money, Parsed, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?", re.ASCII)


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """The form of the desk's settings; there is one desk."""
    document: Document = await program.data.fetch(desk_form)
    currency, me, today = str(document["currency"]), who(program), program.clock.local().date()
    week = dated.row_on(document.get("hours") or {}, today)

    def written(values: Values) -> Document:
        cost = values.get("hourly_cost")
        return {
            **document,
            **{name: values.get(name) for name in ("name", "timezone", "currency", "holidays")},
            "hours": dated.written(document, "hours", values, _week(values), None),
            "closed_days": values.get("closed_days") or [],
            "rounding": read_rounding(values),
            "on_demand_rounding": read_rounding(values, "on_demand_"),
            "hourly_cost": None if cost is None else format_money(cost, currency),
            "support_share": values.get("support_share"),
            "free": values.get("free") or [],
            **desk_paper_written(values),
        }

    def words(values: Values) -> list[str]:
        sentences = [f"with a contract {rounding_sentence(values)}"]
        if read_rounding(values, "on_demand_") is not None:
            sentences.append(f"on demand {rounding_sentence(values, 'on_demand_', called=True)}")
        minutes = sum(_length(window) for day in WEEKDAYS for window in values.get(day) or [])
        sentences.append(f"open {minutes // 60} h {minutes % 60:02d} a week")
        return [*sentences, *desk_courtesy_words(values)]

    places = {f"hours.{day}": day for day in WEEKDAYS} | {
        "rounding": "increment",
        "rounding.minimum": "minimum",
        "on_demand_rounding": "on_demand_increment",
        "on_demand_rounding.minimum": "on_demand_minimum",
    }
    return RecordForm(
        "The desk",
        _fields(document, week, currency, today),
        document=written,
        since=dated.since,
        hidden=dated.until_changed(*WEEKDAYS),
        save=lambda given: edit_desk(given, program.now(), me),
        words=words,
        places=places,
        bases=(Base("desk", "1", "the desk", document, desk_form),),
        ledger=True,
        done="Saved the desk. u undoes it.",
    )


def _week(values: Values) -> Document:
    """The hours as they were typed; a day off is an empty list."""
    return {day: values.get(day) or [] for day in WEEKDAYS}


def _fields(document: Document, week: Document, currency: str, today: date) -> list[Field]:
    amount, share = document.get("hourly_cost"), document.get("support_share")
    cost = None if amount is None else parse_money(amount, "hourly_cost", currency)
    days = "2026-12-24, 2026-12-31"
    closed = document.get("closed_days") or []
    return [
        *grouped(
            "The desk",
            TextField("name", "Name", value=document["name"], required=True),
            zone_field(document["timezone"]),
            TextField("currency", "Currency", currency, True, "stays once there are amounts"),
        ),
        *grouped(
            "Open",
            *(_day_field(day, name, week) for day, name in zip(WEEKDAYS, DAY_NAMES, strict=True)),
            dated.from_field(today, "the hours"),
        ),
        *grouped(
            "Closed",
            TextField(
                "holidays", "Holidays", document.get("holidays"), False, "GB, GB-ENG, DE-BY; empty: none"
            ),
            kept("closed_days", "Closed days", closed, ", ".join(closed), _read_days, hint=days, limit=4000),
        ),
        *grouped("Time with a contract", *rounding_fields(document.get("rounding"))),
        *grouped("Time on demand", *rounding_fields(document.get("on_demand_rounding"), "on_demand_")),
        *grouped(
            "Capacity",
            Money("hourly_cost", "Cost of an hour", cost, False, "to the desk itself", currency=currency),
            Parsed("support_share", "Share of support", share, False, "1.00: all hours", reader=_share),
        ),
        *grouped("Courtesy", desk_courtesy_field(document)),
        *desk_paper_fields(document),
    ]


def _day_field(day: str, name: str, week: Document) -> Parsed:
    windows = week.get(day) or []
    hint = "9:00-12:30, 13:00-17:30; empty: day off"
    return kept(day, name, windows, ", ".join(windows), read_windows, hint=hint)


def read_windows(text: str) -> list[str]:
    """Windows of a day as people type them: `9-12.30, 13-17:30` is 09:00-12:30 and 13:00-17:30."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;]", text))):
        ends = [_CLOCK.fullmatch(end.strip()) for end in re.split(r"[-–]", part)]
        if len(ends) != 2 or None in ends:
            raise InvalidValue("", f"“{part}” is no window; accepted is 9:00-12:30, 13:00-17:30")
        found.append("-".join(f"{int(end[1]):02d}:{int(end[2] or 0):02d}" for end in ends if end is not None))
    return found


def _length(window: str) -> int:
    opens, _, closes = window.partition("-")
    hours = [int(text[:2]) * 60 + int(text[3:]) for text in (opens, closes) if _CLOCK.fullmatch(text)]
    return max(0, hours[1] - hours[0]) if len(hours) == 2 else 0


def _read_days(text: str) -> list[str]:
    return [parse_date(part, "").isoformat() for part in re.split(r"[,;\s]+", text) if part]


def _share(text: str) -> str:
    return format_share(parse_share(text, ""))
