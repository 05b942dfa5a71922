"""Who is named, what is refused, what is done by itself? Writes of several people and of no cause at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import InvalidValue, MonthClosed, Overtaken
from models.domain.basics.months import Month
from models.queries.contracts.contracts import read_contract
from models.queries.desk.forms import request_form
from models.services.core.together import Base, save_over
from models.services.desk.duties import do_duties
from models.services.month_end.months import close_month
from models.services.requests.life import close_requests, give_premium, set_fields
from models.storage import tables as t
from tests.edges import HOUR, table
from tests.opened import at, contract, entry, opened, small_book

NOW = at("2026-04-15T12:00")
BANDS = [{"from": "2026-01-01", "windows": {"tue": [{"at": "19:00-22:00", "weight": "2"}]}}]


def asked(key: str, cause: str | None = None, state: str | None = None) -> dict[str, Any]:
    events = [] if state is None else [{"at": "2026-01-06T10:00:00Z", "state": state}]
    start = {"key": key, "client": "acme", "subject": key, "reported_at": "2026-01-05T09:00:00Z"}
    return start | {"cause": cause, "events": events}


REQUESTS = [
    asked("open"),
    asked("named", "forms"),
    asked("done", None, "resolved"),
    asked("over", None, "closed"),
]
CONTRACTS = [
    contract("auto", kind="unlimited", ends="2026-05-31", renewal={"mode": "auto", "notice_months": 1}),
    contract("hand", kind="unlimited", ends="2026-05-31"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    """A Tuesday evening of January, told in March as late work; one of February."""
    work = [
        entry("E-1", "2026-01-06T19:00", "2026-01-06T20:00", request="open", late_in="2026-03"),
        entry("E-2", "2026-02-03T19:00", "2026-02-03T20:00", request="open"),
    ]
    book = small_book(
        desk={"bands": BANDS},
        requests=REQUESTS,
        contracts=CONTRACTS,
        entries=work,
        closed_months=["2026-01", "2026-02"],
    )
    with opened(tmp_path, book, NOW):
        yield tmp_path / "desk.db"


@pytest.mark.parametrize(
    ("keys", "cause", "closed", "without"),
    table(
        ("what has a cause needs none", ["named"], None, 1, None),
        ("what was resolved without one needs none now", ["done"], None, 1, None),
        ("what is closed stays as it is", ["over"], None, 0, None),
        ("what has none needs one", ["named", "open"], None, 0, "open"),
        ("given, it is that of those without", ["named", "open"], "mail", 2, None),
    ),
)
@pytest.mark.usefixtures("desk")
def test_what_may_be_closed(keys: list[str], cause: str | None, closed: int, without: str | None) -> None:
    if without is None:
        assert close_requests(keys, NOW, "dana", cause) == closed
        causes = dict(t.Request.select(t.Request.key, t.Request.cause).tuples())
        assert (causes["named"], causes["open"]) == ("forms", cause)
    else:
        with pytest.raises(InvalidValue, match=f"cause: {without} cannot be closed without a cause"):
            close_requests(keys, NOW, "dana", cause)


@pytest.mark.usefixtures("desk")
def test_each_field_names_who_changed_it_last() -> None:
    seen = request_form("open")
    base = Base("request", "open", "request open", seen, partial(request_form, "open"))
    set_fields(["open"], NOW, "mo", channel="phone")
    set_fields(["open"], NOW + HOUR, "li", priority="urgent")
    set_fields(["named"], NOW + 2 * HOUR, "ty", priority="urgent")
    with pytest.raises(Overtaken, match="request open was changed by li at 13:00") as refused:
        save_over((base,), partial(set_fields, ["open"], NOW, "dana", cause="mail"))
    said = {one.path: (one.who, one.at) for one in refused.value.changes}
    assert said == {"channel": ("mo", NOW), "priority": ("li", NOW + HOUR)}


@pytest.mark.usefixtures("desk")
def test_the_first_closed_month_that_a_word_would_move_is_named() -> None:
    """The late hour was worked first and is shown last."""
    close_month(Month(2026, 3), NOW, "dana")
    with pytest.raises(MonthClosed, match="weights of request open: 2026-02"):
        give_premium(["open"], "waived", NOW, "dana")


@pytest.mark.parametrize(
    ("now", "renewed"),
    table(
        ("on the day of the decision nothing happens by itself", "2026-04-30T12:00", ()),
        ("the day after it is done, once", "2026-05-01T00:00", ("auto",)),
    ),
)
def test_what_is_renewed_by_itself(desk: Path, now: str, renewed: tuple[str, ...]) -> None:
    assert do_duties(desk, at(now), "dana").renewed == renewed
    assert do_duties(desk, at(now), "dana").renewed == ()
    if renewed:
        found = t.Contract.get(t.Contract.renews == "auto")
        assert read_contract(found.key).starts == date(2026, 6, 1)
    assert t.Contract.select().where(t.Contract.renews == "hand").count() == 0
