"""Every value that a book may not hold is refused at its path."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.values import Book
from tests.book.sample import GONE, SAMPLE, spoiled, steps
from tests.texts import dump_text, parse_book, read_book

RETAINER, BLOCK, UNLIMITED = "contracts[0]", "contracts[1]", "contracts[2]"
MONTHLY, PAGES, SESSIONS = (f"{RETAINER}.allowances[{number}]" for number in range(3))

AT_THE_VALUE: list[tuple[str, object]] = [
    ("deskhours_book", 3),
    ("deskhours_book", 0),
    ("deskhours_book", True),
    ("deskhours_book", 1.0),
    ("deskhours_book", "1"),
    ("deskhours_book", GONE),
    ("colour", "blue"),
    ("agents", {}),
    ("entries", "none"),
    ("closed_months", 2026),
    ("desk", GONE),
    ("desk", None),
    ("desk", []),
    ("desk.colour", "blue"),
    ("desk.name", GONE),
    ("desk.name", "  "),
    ("desk.name", "x" * 201),
    ("desk.timezone", GONE),
    ("desk.timezone", "Europe/Atlantis"),
    ("desk.timezone", "Europe"),
    ("desk.timezone", "../etc/passwd"),
    ("desk.timezone", "localtime"),
    ("desk.timezone", 1),
    ("desk.currency", GONE),
    ("desk.currency", "gbp"),
    ("desk.hours", []),
    ("desk.hours.someday", []),
    ("desk.hours.mon", "09:00-17:00"),
    ("desk.hours.mon[0]", "9-17"),
    ("desk.hours.mon[0]", "09:00-09:00"),
    ("desk.hours.mon[0]", "09:00-24:01"),
    ("desk.hours.mon[0]", None),
    ("desk.hours.mon[1]", "12:29-17:00"),
    ("desk.hours.mon[1]", "08:00-08:30"),
    ("desk.holidays", "XX"),
    ("desk.holidays", ""),
    ("desk.closed_days[0]", "2026-02-30"),
    ("desk.closed_days[1]", "2026-12-24"),
    ("desk.rounding", 15),
    ("desk.rounding.increment", 0),
    ("desk.rounding.increment", True),
    ("desk.rounding.increment", 1.5),
    ("desk.rounding.minimum", -1),
    ("desk.rounding.per", "day"),
    ("desk.rounding.up", True),
    ("desk.on_demand_rounding.increment", "15"),
    ("desk.hourly_cost", 28),
    ("desk.hourly_cost", "-1.00"),
    ("desk.hourly_cost", "28.001"),
    ("desk.support_share", "1.01"),
    ("desk.support_share", 1),
    ("agents[0]", "dana"),
    ("agents[0].key", GONE),
    ("agents[0].key", " dana"),
    ("agents[1].key", "dana"),
    ("agents[0].name", GONE),
    ("agents[0].weekly_hours", "168:01"),
    ("agents[0].weekly_hours", 37.5),
    ("work_types[0].key", "*"),
    ("work_types[1].key", "maintenance"),
    ("work_types[0].rates", []),
    ("work_types[0].rates", GONE),
    ("work_types[0].rates[0].from", GONE),
    ("work_types[0].rates[0].rate", GONE),
    ("work_types[0].rates[0].rate", "-1.00"),
    ("work_types[0].rates[1].from", "2026-01-01"),
    ("tiers[0].name", GONE),
    ("tiers[1]", {"key": "gold"}),
    *[("tiers[0].first_response", value) for value in ("0h", "2", "2w", 2, "same day", "10000h", "２h")],
    ("tiers[0].resolution", ""),
    ("tiers[0].clock", "sun"),
    ("tiers[0].channels[0]", "fax"),
    ("tiers[0].channels[1]", "email"),
    ("clients[1].key", "acme"),
    ("clients[0].name", None),
    ("clients[0].tier", "silver"),
    ("clients[0].contacts[0].name", GONE),
    ("clients[0].contacts[0].fax", "1"),
    ("clients[0].domains[0]", ""),
    ("clients[0].domains[1]", "acme.example"),
    ("clients[0].since", "2024-02-30"),
    (f"{BLOCK}.key", "k0"),
    (f"{RETAINER}.client", "nobody"),
    (f"{RETAINER}.client", GONE),
    (f"{RETAINER}.kind", "gift"),
    (f"{RETAINER}.kind", GONE),
    (f"{RETAINER}.name", GONE),
    (f"{RETAINER}.starts", GONE),
    (f"{RETAINER}.starts", "1969-12-31"),
    (f"{RETAINER}.ends", "2025-12-31"),
    (f"{RETAINER}.cancelled", "2025-12-31"),
    (f"{RETAINER}.cancelled", "2026-07-01"),
    (f"{BLOCK}.cancelled", "2026-10-01"),
    (f"{UNLIMITED}.cancelled", "2025-12-31"),
    (f"{RETAINER}.hours", "5:00"),
    (f"{RETAINER}.valid_months", 3),
    (f"{BLOCK}.valid_months", 0),
    (f"{BLOCK}.hours", GONE),
    (f"{BLOCK}.hours", "-1:00"),
    (f"{BLOCK}.hours", "1000000000000:00"),
    (f"{BLOCK}.allowances", [{"hours": "1:00", "every": "month"}]),
    (f"{UNLIMITED}.allowances", [{"hours": "1:00", "every": "month"}]),
    (f"{MONTHLY}.hours", "5:75"),
    (f"{MONTHLY}.hours", GONE),
    (f"{MONTHLY}.pages", 6),
    (f"{MONTHLY}.sessions", 6),
    (f"{MONTHLY}.pages_per_group", 6),
    (f"{MONTHLY}.session_minutes", 6),
    (f"{MONTHLY}.every", "year"),
    (f"{MONTHLY}.work_types", []),
    (f"{MONTHLY}.work_types", "design"),
    (f"{MONTHLY}.work_types[1]", "design"),
    (f"{MONTHLY}.work_types[1]", "seo"),
    (f"{MONTHLY}.rollover.periods", -1),
    (f"{MONTHLY}.rollover.cap", 6),
    (f"{MONTHLY}.rollover.across_renewal", 1),
    (f"{MONTHLY}.rollover.after_end_months", -1),
    (f"{MONTHLY}.rollover.forever", True),
    (f"{PAGES}.pages", -1),
    (f"{PAGES}.hours_per_group", GONE),
    (f"{PAGES}.pages_per_group", GONE),
    (f"{PAGES}.pages_per_group", 0),
    (f"{PAGES}.sessions", 1),
    (f"{SESSIONS}.sessions", -1),
    (f"{SESSIONS}.session_minutes", GONE),
    (f"{SESSIONS}.session_minutes", 0),
    (f"{RETAINER}.covers", []),
    (f"{RETAINER}.covers[1]", "maintenance"),
    (f"{RETAINER}.covers[2]", "seo"),
    (f"{RETAINER}.rates", ["70.00"]),
    (f"{RETAINER}.rates.seo", "70.00"),
    (f"{RETAINER}.rates.design", 70),
    (f"{RETAINER}.rates.design", "-70.00"),
    (f"{RETAINER}.rounding.increment", 0),
    (f"{RETAINER}.fee.amount", GONE),
    (f"{RETAINER}.fee.amount", "-1.00"),
    (f"{RETAINER}.fee.every", "week"),
    (f"{RETAINER}.fee.discount_percent", "100.01"),
    (f"{RETAINER}.fee.discount_percent", 10),
    (f"{RETAINER}.fee.free_months", -1),
    (f"{RETAINER}.fee.billing", "yearly"),
    (f"{RETAINER}.anchor", "end"),
    (f"{RETAINER}.proration", "none"),
    (f"{RETAINER}.renewal.mode", "maybe"),
    (f"{RETAINER}.renewal.notice_months", -1),
    (f"{RETAINER}.cancellation.notice_months", 1201),
    (f"{RETAINER}.cancellation.fee", {}),
    (f"{RETAINER}.cancellation.fee", {"percent": "10", "months": 1}),
    (f"{BLOCK}.renews", "k9"),
    (f"{BLOCK}.renews", "k1"),
    (f"{BLOCK}.renews", "k2"),
    (f"{RETAINER}.renews", "k1"),
    ("requests[0].key", GONE),
    ("requests[1].key", "R-1"),
    ("requests[0].client", "nobody"),
    ("requests[0].subject", GONE),
    ("requests[0].subject", ""),
    ("requests[0].body", 1),
    ("requests[0].channel", "fax"),
    ("requests[0].priority", "higher"),
    ("requests[0].state", "open"),
    ("requests[1].state", "open"),
    ("requests[0].state", "done"),
    ("requests[0].assignee", "nobody"),
    ("requests[0].cause", ""),
    ("requests[0].work_type", "seo"),
    ("requests[0].reported_at", GONE),
    ("requests[0].reported_at", "2026-03-02"),
    ("requests[0].first_response_at", "2026-03-02T09:04:59Z"),
    ("requests[0].repeat_of", "R-9"),
    ("requests[1].repeat_of", "R-2"),
    ("requests[0].repeat_of", "R-2"),
    ("requests[0].outside_scope", 1),
    ("requests[0].resolved_at", "2026-03-02T11:00:00Z"),
    ("requests[0].events[0].at", "2026-03-02T09:04:59Z"),
    ("requests[0].events[1].at", "2026-03-02T09:39:59Z"),
    ("requests[0].events[1].at", GONE),
    ("requests[0].events[1].state", "done"),
    ("requests[0].events[1].by", "dana"),
    ("entries[1].key", "E-1"),
    ("entries[0].key", GONE),
    ("entries[0].agent", GONE),
    ("entries[0].agent", "nobody"),
    ("entries[0].client", "nobody"),
    ("entries[0].request", "R-9"),
    ("entries[0].request", "R-3"),
    ("entries[0].work_type", GONE),
    ("entries[0].work_type", "seo"),
    ("entries[0].scope", "gift"),
    ("entries[0].started_at", GONE),
    ("entries[0].started_at", 1772442300),
    ("entries[0].ended_at", "2026-01-31T23:29:59Z"),
    ("entries[0].note", "x" * 100_001),
    ("entries[0].late_in", "2026-13"),
    ("entries[0].late_in", "2026-01"),
    ("entries[0].late_in", "2026-04"),
    ("entries[0].minutes", 75),
    *[(f"charges[0].{key}", GONE) for key in SAMPLE["charges"][0] if key != "contract"],
    ("charges[1]", {**SAMPLE["charges"][0], "key": ""}),
    ("charges[0].client", "nobody"),
    ("charges[0].description", ""),
    ("charges[0].quantity", 0),
    ("charges[0].quantity", 1.5),
    ("charges[0].quantity", 10**12),
    ("charges[0].unit_price", 12),
    ("charges[0].unit_price", "99999999999.00"),
    ("charges[0].contract", "nothing"),
    *[(section, 5) for section in ("plans", "absences", "statements", "reviews", "opportunities")],
    ("desk.tax_id", 5),
    ("desk.footer", 5),
    ("desk.bank", 5),
    ("desk.logo", "logo.gif"),
    ("desk.agents_see_money", "no"),
    ("desk.payment_days", -1),
    ("desk.tax[0].percent", 20),
    ("desk.tax[1].from", "2026-01-01"),
    ("desk.settings", 5),
    ("desk.settings.announce_command:ann", "rm"),
    ("agents[0].archived", "no"),
    ("work_types[0].archived", 1),
    ("clients[0].language", "german"),
    ("clients[0].language", 5),
    ("clients[0].notes", 5),
    ("clients[0].address", 5),
    ("clients[0].address[0]", ""),
    ("clients[0].tax_id", 5),
    ("clients[0].order_number", 5),
    ("clients[0].payment_days", -1),
    ("clients[0].tax", "some"),
    ("clients[0].statement.annex", "long"),
    ("clients[0].statement.page", "A5"),
    (f"{RETAINER}.declined", 5),
    (f"{RETAINER}.snoozed_until", "later"),
    (f"{RETAINER}.statement", "full"),
    ("requests[0].notes[0].at", "noon"),
    ("requests[0].notes[0].by", "nobody"),
    ("requests[0].notes[0].text", GONE),
    ("requests[0].rework", 1),
    ("requests[0].touched_at", "2026-01-01"),
    ("entries[0].imported", "toggl"),
    ("entries[0].imported.id", GONE),
    ("plans[0].tier", "iron"),
    ("plans[0].client", "acme"),
    ("plans[1]", {"key": "gold", "name": "Gold", "kind": "unlimited"}),
    ("absences[0].agent", "nobody"),
    ("absences[0].last", "2026-03-01"),
    ("statements[0].client", "nobody"),
    ("statements[0].month", "2026-03"),
    ("statements[0].version", 0),
    ("statements[0].number", "7"),
    ("statements[0].issued_on", GONE),
    ("reviews[0].client", "nobody"),
    ("reviews[0].at", "2026-04-01"),
    ("opportunities[0].client", "nobody"),
    ("opportunities[0].kind", "luck"),
    ("closed_months[0]", "2026-1"),
    ("closed_months[1]", "2026-02"),
    ("closed_months[1]", "2025-11"),
    ("closed_months[2]", "2026-01"),
]
"""A path, and a value that is refused at that path, or at one below it."""


def refusal(document: object) -> InvalidValue:
    with pytest.raises(InvalidValue) as refused:
        parse_book(json.dumps(document))
    return refused.value


@pytest.mark.parametrize(("path", "value"), AT_THE_VALUE)
def test_a_spoiled_value_is_refused_at_its_path(path: str, value: object) -> None:
    error = refusal(spoiled(path, value))
    assert error.path == path or error.path.startswith((f"{path}.", f"{path}["))
    assert not error.path.startswith(f"{path}[") or isinstance(value, list) or value is None
    assert str(error) == f"{error.path}: {error.message}"


def test_the_sample_itself_is_accepted() -> None:
    assert len(parse_book(json.dumps(SAMPLE)).contracts) == 4


ELSEWHERE: list[tuple[dict[str, object], str]] = [
    ({f"{RETAINER}.ends": None, f"{RETAINER}.cancelled": None}, f"{SESSIONS}.every"),
    ({f"{RETAINER}.ends": None, f"{SESSIONS}.every": "month"}, f"{RETAINER}.fee.billing"),
    ({f"{BLOCK}.ends": "2026-12-31"}, f"{BLOCK}.valid_months"),
    ({f"{SESSIONS}.rollover": {"periods": 1}}, f"{SESSIONS}.rollover.periods"),
    ({f"{SESSIONS}.rollover": {"cap": "1:00"}}, f"{SESSIONS}.rollover.cap"),
    ({f"{SESSIONS}.rollover": {"across_renewal": True}}, f"{SESSIONS}.rollover.across_renewal"),
    ({f"{SESSIONS}.every": "month", f"{SESSIONS}.rollover": {"cap": "1:00"}}, f"{SESSIONS}.rollover.cap"),
    ({f"{RETAINER}.covers": ["maintenance"], f"{RETAINER}.rates": {}}, f"{MONTHLY}.work_types[0]"),
    ({f"{RETAINER}.covers": None, f"{MONTHLY}.work_types": ["seo"]}, f"{MONTHLY}.work_types[0]"),
    ({f"{BLOCK}.starts": "2026-05-31"}, f"{BLOCK}.renews"),
    ({f"{BLOCK}.client": "beta"}, f"{BLOCK}.renews"),
    ({f"{UNLIMITED}.client": "acme", f"{BLOCK}.renews": "k2"}, f"{BLOCK}.renews"),
    (
        {f"{UNLIMITED}.client": "acme", f"{UNLIMITED}.renews": "k0", f"{UNLIMITED}.starts": "2027-01-01"},
        f"{UNLIMITED}.renews",
    ),
    ({"entries[0].client": None}, "entries[0].request"),
    ({"entries[2].agent": "dana"}, "entries[2].ended_at"),
    ({"closed_months": [], "statements": []}, "entries[0].late_in"),
    ({"clients": []}, "contracts[0].client"),
    ({"charges[1]": SAMPLE["charges"][0]}, "charges[1].key"),
    (
        {"requests[2].client": "acme", "requests[2].repeat_of": "R-2", "requests[0].repeat_of": "R-2"},
        "requests[0].repeat_of",
    ),
    (
        {"requests[0].repeat_of": "R-2", "requests[1].repeat_of": "R-3", "requests[2].repeat_of": "R-2"},
        "requests[1].repeat_of",
    ),
    ({"tiers[1]": SAMPLE["tiers"][0]}, "tiers[1].key"),
    ({"desk.timezone": "Asia/Kolkata", "entries[0].late_in": "2026-02"}, "entries[0].late_in"),
]
"""Changes, and the path at which the book is then refused."""


@pytest.mark.parametrize(("changes", "path"), ELSEWHERE)
def test_a_contradiction_is_refused_where_it_stands(changes: dict[str, object], path: str) -> None:
    book = copy.deepcopy(SAMPLE)
    for place, value in changes.items():
        *way, last = steps(place)
        target = book
        for step in way:
            target = target[step]  # type: ignore[index]  # a path of mixed keys and positions
        if isinstance(target, list) and last == len(target):
            target.append(value)
        else:
            target[last] = value  # type: ignore[index]  # as above
    assert refusal(book).path == path


ACCEPTED: list[dict[str, object]] = [
    {f"{RETAINER}.ends": None, f"{SESSIONS}.every": "month", f"{RETAINER}.fee.billing": "monthly"},
    {f"{RETAINER}.ends": None, f"{SESSIONS}.every": "month", f"{RETAINER}.fee.every": "term"},
    {f"{RETAINER}.ends": "2026-01-01", f"{RETAINER}.cancelled": None},
    {f"{RETAINER}.cancelled": "2026-01-01"},
    {f"{RETAINER}.cancelled": "2026-06-30"},
    {f"{BLOCK}.cancelled": "2026-09-30"},
    {f"{BLOCK}.starts": "2026-06-01"},
    {f"{BLOCK}.valid_months": None},
    {f"{BLOCK}.hours": "0:00"},
    {f"{SESSIONS}.sessions": 0},
    {f"{PAGES}.pages": 0},
    {f"{SESSIONS}.rollover": {"after_end_months": 2}},
    {"desk.hours.mon[1]": "12:30-17:00"},
    {"desk.hours": None, "desk.holidays": None, "desk.rounding": None},
    {"entries[0].ended_at": "2026-01-31T23:30:00Z"},
    {"entries[0].late_in": "2026-03"},
    {"requests[0].events[1].at": "2026-03-02T09:40:00Z"},
    {"requests[0].first_response_at": "2026-03-02T09:05:00Z"},
    {"requests[1].state": "new"},
    {"requests[0].state": None},
    {"clients[0].name": "x" * 200},
    {"desk.currency": "BHD"},
]
"""Changes that stay just within what is accepted."""


@pytest.mark.parametrize("changes", ACCEPTED)
def test_the_last_value_that_is_accepted(changes: dict[str, object]) -> None:
    book = copy.deepcopy(SAMPLE)
    for place, value in changes.items():
        *way, last = steps(place)
        target = book
        for step in way:
            target = target[step]  # type: ignore[index]  # a path of mixed keys and positions
        target[last] = value  # type: ignore[index]  # as above
    read_book(book)


def paths(value: object, path: str = "") -> list[str]:
    """Every path of a document."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += paths(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            found += paths(item, f"{path}[{position}]")
    return found


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        ["2026-02-30", "9:99", "-1", "*", "k0", "R-1", "acme", "term", "1e9", "2999-12-31", "999:00"]
    )
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner)
)


def attempt(text: str) -> tuple[Book | None, InvalidValue | None]:
    """The book of `text`, or its refusal."""
    try:
        return parse_book(text), None
    except InvalidValue as refused:
        return None, refused


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(paths(SAMPLE)), ANYTHING)
def test_anything_anywhere_is_taken_or_refused_with_a_path(path: str, value: object) -> None:
    book, refused = attempt(json.dumps(spoiled(path, value)))
    if refused is not None:
        assert refused.path
        assert refused.message.isprintable()
    if book is not None:
        assert parse_book(dump_text(book)) == book


@pytest.mark.parametrize("document", [None, [], "book", 1, True])
def test_a_document_that_is_no_object(document: object) -> None:
    assert refusal(document).path == ""


def test_the_message_names_value_and_what_is_accepted() -> None:
    assert str(refusal(spoiled("contracts[0].client", "nobody"))) == (
        "contracts[0].client: 'nobody' is no client; accepted are acme, beta"
    )
    assert "accepted are none yet" in refusal(spoiled("tiers", [])).message
    many = [{"key": f"c{number}", "name": "C"} for number in range(20)]
    assert refusal({**SAMPLE, "clients": many}).message.endswith("c7 …")
