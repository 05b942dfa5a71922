"""Agents, work types, tiers, clients, desk, charges, absences and plans, as forms write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.book.contracts import parse_contract
from models.book.plans import contract_from_plan, plan_discount
from models.domain.basics.errors import DeskError, InvalidValue, MonthClosed, NotFound
from models.domain.basics.months import Month
from models.domain.contracts.fees import fee_lines, term_price
from models.domain.values import DatedRate
from models.queries.desk.catalogue import (
    read_absence_rows,
    read_agent_rows,
    read_causes,
    read_client_rows,
    read_plan_rows,
    read_tier_rows,
    read_work_type_rows,
)
from models.queries.desk.forms import (
    absence_form,
    agent_form,
    charge_form,
    client_form,
    contract_form,
    desk_form,
    entry_form,
    plan_form,
    tier_form,
    work_type_form,
)
from models.queries.history.trail import read_history
from models.services.contracts.charges import (
    create_absence,
    create_charge,
    delete_absence,
    delete_charge,
    edit_absence,
    edit_charge,
)
from models.services.contracts.contracts import create_contract
from models.services.contracts.plans import create_plan, edit_plan
from models.services.desk.catalogue import (
    create_agent,
    create_client,
    create_tier,
    create_work_type,
    edit_agent,
    edit_client,
    edit_desk,
    edit_tier,
    edit_work_type,
)
from models.services.desk.removal import archive, remove, unarchive
from models.services.month_end.months import close_month
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.rows.reading import read_desk
from tests.deeds import add_rate
from tests.opened import at, contract, entry, monthly, opened, small_book

NOW = at("2026-03-10T12:00")
TODAY = date(2026, 3, 10)
WHO = (NOW, "dana")
NASTY = "[bold] [/] =1+1 \U0001f600 مرحبا " + "x" * 100


def shop(**sections: Any) -> dict[str, Any]:
    """A desk with something of everything."""
    given: dict[str, Any] = {
        "tiers": [{"key": "gold", "name": "Gold", "first_response": "2h"}],
        "clients": [{"key": "acme", "name": "Acme Ltd", "tier": "gold"}, {"key": "beta", "name": "beta"}],
        "contracts": [
            contract("k1", allowances=[monthly("5:00", work_types=["design"])], covers=["design"]),
            contract("k2", kind="on_demand", starts="2025-01-01", ends="2025-12-31"),
        ],
        "entries": [entry("E-1", "2026-01-12T10:00", "2026-01-12T12:00")],
    }
    return small_book(**given | sections)


def refused(call: Callable[[], Any]) -> tuple[str, str]:
    """The path and the sentence of a refusal, which must leave no change behind."""
    steps = len(read_history())
    with pytest.raises(InvalidValue) as caught:
        call()
    assert len(read_history()) == steps
    return caught.value.path, caught.value.message


def test_an_agent_comes_changes_leaves_and_comes_back(tmp_path: Path) -> None:
    with opened(tmp_path, small_book()):
        made = create_agent({"name": " Élodie Müller ", "weekly_hours": "", "key": ""}, *WHO)
        assert (made.key, made.name, made.weekly_minutes) == ("elodie-muller", "Élodie Müller", 0)
        edit_agent(made.key, agent_form(made.key) | {"weekly_hours": "37:30"}, *WHO)
        assert agent_form(made.key) == {"key": made.key, "name": "Élodie Müller", "weekly_hours": "37:30"}
        archive("agent", made.key, *WHO)
        assert [row.key for row in read_agent_rows()] == ["dana"]
        assert [row.archived for row in read_agent_rows(archived=True)] == [False, True]
        unarchive("agent", made.key, *WHO)
        assert remove("agent", made.key, *WHO) == "deleted"
        assert [step.title for step in read_history()][:5] == [
            "Deleted agent elodie-muller",
            "Brought back agent elodie-muller",
            "Archived agent elodie-muller",
            "Edited agent elodie-muller",
            "Added agent Élodie Müller",
        ]


def test_a_form_saved_untouched_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        charge = create_charge(
            {"client": "acme", "date": "2026-03-01", "description": "x", "quantity": 2, "unit_price": "-1"},
            *WHO,
        )
        absence = create_absence({"agent": "dana", "first": "2026-03-12"}, *WHO)
        create_plan({"name": "Silver", "kind": "block", "hours": "5:00"}, *WHO)
        steps = len(read_history())
        edit_agent("dana", agent_form("dana"), *WHO)
        edit_work_type("design", work_type_form("design"), *WHO)
        edit_tier("gold", tier_form("gold"), *WHO)
        edit_client("acme", client_form("acme"), *WHO)
        edit_desk(desk_form(), *WHO)
        edit_charge(charge.key, charge_form(charge.key), *WHO)
        edit_absence(absence, absence_form(absence), *WHO)
        edit_plan("silver", plan_form("silver"), *WHO)
        assert len(read_history()) == steps
        assert parse_contract(contract_form("k1"), read_desk()).key == "k1"
        assert entry_form("E-1")["client"] == "acme"


def test_refusals_name_the_field(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        charge = {
            "client": "acme",
            "date": "2026-03-01",
            "description": "x",
            "quantity": 1,
            "unit_price": "1",
        }
        calls: dict[str, Callable[[], Any]] = {
            "name": lambda: create_agent({"name": "  "}, *WHO),
            "weekly_hours": lambda: create_agent({"name": "x", "weekly_hours": "200:00"}, *WHO),
            "key": lambda: create_agent({"name": "x", "key": "dana"}, *WHO),
            "rates": lambda: create_work_type({"name": "x"}, *WHO),
            "rates[0].rate": lambda: create_work_type(
                {"name": "x", "rates": [{"from": "2026-01-01", "rate": "1.999"}]}, *WHO
            ),
            "first_response": lambda: create_tier({"name": "x", "first_response": "soon"}, *WHO),
            "tier": lambda: create_client({"name": "x", "tier": "none"}, *WHO),
            "language": lambda: create_client({"name": "x", "language": "German"}, *WHO),
            "contacts[0].name": lambda: create_client({"name": "x", "contacts": [{"email": "a@b"}]}, *WHO),
            "notes": lambda: create_client({"name": "x", "notes": 5}, *WHO),
            "hours.mon[0]": lambda: edit_desk(desk_form() | {"hours": {"mon": ["17-9"]}}, *WHO),
            "holidays": lambda: edit_desk(desk_form() | {"holidays": "XX"}, *WHO),
            "timezone": lambda: edit_desk(desk_form() | {"timezone": "Mars/Base"}, *WHO),
            "client": lambda: create_charge(charge | {"client": "nobody"}, *WHO),
            "quantity": lambda: create_charge(charge | {"quantity": 0}, *WHO),
            "agent": lambda: create_absence({"agent": "nobody", "first": "2026-03-12"}, *WHO),
            "last": lambda: create_absence(
                {"agent": "dana", "first": "2026-03-12", "last": "2026-03-01"}, *WHO
            ),
        }
        for path, call in calls.items():
            assert refused(call)[0] == path
        assert refused(lambda: edit_client("acme", {"key": "other", "name": "x"}, *WHO))[0] == "key"
        assert refused(lambda: create_charge(charge | {"key": "E"} | {"date": "x"}, *WHO))[0] == "date"
        assert "free" in refused(lambda: create_client({"name": "x", "key": "acme"}, *WHO))[1]
        assert refused(lambda: create_client({"name": "x", "key": ["acme"]}, *WHO))[0] == "key"


@pytest.mark.parametrize(
    "call",
    [
        lambda: edit_agent("x", {"name": "x"}, *WHO),
        lambda: edit_client("x", {"name": "x"}, *WHO),
        lambda: add_rate("x", {}, *WHO),
        lambda: delete_charge("x", *WHO),
        lambda: delete_absence(7, *WHO),
        lambda: edit_absence(7, {"agent": "dana", "first": "2026-01-01"}, *WHO),
        lambda: archive("plan", "x", *WHO),
        lambda: remove("tier", "x", *WHO),
        lambda: client_form("x"),
        lambda: absence_form(7),
    ],
)
def test_what_is_not_there_is_not_found(tmp_path: Path, call: Callable[[], Any]) -> None:
    with opened(tmp_path, shop()), pytest.raises(NotFound):
        call()


def test_any_text_is_kept_as_it_was_typed(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        made = create_client({"name": NASTY, "notes": f"{NASTY}\n{NASTY}", "domains": ["=x", ""]}, *WHO)
        form = client_form(made.key)
        assert (form["name"], form["notes"], form["domains"]) == (NASTY, f"{NASTY}\n{NASTY}", ["=x"])
        assert create_client({"name": "a\x1b[2Jb\u202e"}, *WHO).name == "a[2Jb"
        assert "\x1b" not in read_history()[0].title


def test_rates_hold_from_their_dates(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        add_rate("design", {"from": "2026-06-01", "rate": "95"}, *WHO)
        add_rate("design", {"from": "2026-03-10", "rate": "92.50"}, *WHO)
        rows = {row.key: row for row in read_work_type_rows(TODAY)}
        assert (rows["design"].rate, rows["design"].next_rate) == (9250, DatedRate(date(2026, 6, 1), 9500))
        assert (rows["maintenance"].rate, rows["maintenance"].next_rate) == (7000, None)
        assert (
            refused(lambda: add_rate("design", {"from": "2026-06-01", "rate": "1"}, *WHO))[0]
            == "rates[3].from"
        )
        assert (
            refused(lambda: add_rate("design", {"from": "2026-07-01", "rate": "x"}, *WHO))[0]
            == "rates[3].rate"
        )
        close_month(Month(2026, 1), *WHO)
        with pytest.raises(MonthClosed, match="rate of design"):
            add_rate("design", {"from": "2026-01-31", "rate": "1.00"}, *WHO)
        add_rate("design", {"from": "2026-02-01", "rate": "91.00"}, *WHO)


def test_the_desk_keeps_its_currency_and_in_closed_months_its_zone(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        edit_desk(desk_form() | {"name": "New", "hourly_cost": "28.00", "timezone": "Europe/Paris"}, *WHO)
        assert (read_desk().name, read_desk().hourly_cost) == ("New", 2800)
        with pytest.raises(DeskError, match="currency"):
            edit_desk(desk_form() | {"currency": "EUR"}, *WHO)
        close_month(Month(2026, 1), *WHO)
        with pytest.raises(MonthClosed):
            edit_desk(desk_form() | {"timezone": "Asia/Tokyo"}, *WHO)
        assert read_desk().timezone == "Europe/Paris"


def test_charges_live_in_open_months(tmp_path: Path) -> None:
    charge = {
        "client": "acme",
        "date": "2026-01-05",
        "description": "Page",
        "quantity": 3,
        "unit_price": "12.00",
    }
    with opened(tmp_path, shop()):
        made = create_charge(charge, *WHO)
        assert made.key == "C-1"
        edit_charge("C-1", charge | {"quantity": 4, "key": "C-1"}, *WHO)
        assert charge_form("C-1") == charge | {"key": "C-1", "quantity": 4, "contract": None}
        delete_charge(create_charge(charge, *WHO).key, *WHO)
        assert create_charge(charge | {"date": "2026-03-01"}, *WHO).key == "C-3"
        assert refused(lambda: create_charge(charge | {"key": "C-1"}, *WHO))[0] == "key"
        close_month(Month(2026, 1), *WHO)
        for call in (
            lambda: edit_charge("C-1", charge | {"date": "2026-03-05"}, *WHO),
            lambda: delete_charge("C-1", *WHO),
            lambda: create_charge(charge, *WHO),
        ):
            with pytest.raises(MonthClosed, match="2026-01 is closed"):
                call()


def test_absences_are_listed_from_a_day_on(tmp_path: Path) -> None:
    with opened(tmp_path, small_book()):
        one = create_absence({"agent": "dana", "first": "2026-03-12", "reason": "Dentist"}, *WHO)
        edit_absence(one, {"agent": "dana", "first": "2026-03-12", "last": "2026-03-13"}, *WHO)
        two = create_absence({"agent": "dana", "first": "2026-03-01"}, *WHO)
        assert [(row.first.day, row.last.day, row.reason) for row in read_absence_rows(TODAY)] == [
            (12, 13, "")
        ]
        assert [row.id for row in read_absence_rows(date(2026, 3, 1))] == [two, one]
        delete_absence(one, *WHO)
        assert read_absence_rows(TODAY) == ()


def test_what_is_used_is_archived_what_is_not_is_deleted(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        create_agent({"name": "Eli"}, *WHO)
        create_plan({"name": "Silver", "kind": "block", "hours": "5:00", "tier": "gold"}, *WHO)
        assert remove("client", "acme", *WHO) == "archived"
        assert remove("agent", "dana", *WHO) == "archived"
        assert remove("work_type", "design", *WHO) == "archived"
        assert [row.key for row in read_client_rows(TODAY)] == ["beta"]
        assert [row.key for row in read_work_type_rows(TODAY)] == ["maintenance"]
        assert remove("client", "beta", *WHO) == "deleted"
        with pytest.raises(DeskError, match="clients have it"):
            remove("tier", "gold", *WHO)
        edit_client("acme", client_form("acme") | {"tier": None}, *WHO)
        with pytest.raises(DeskError, match="plans have it"):
            remove("tier", "gold", *WHO)
        assert remove("plan", "silver", *WHO) == "deleted"
        assert remove("tier", "gold", *WHO) == "deleted"
        assert read_tier_rows() == ()
        with pytest.raises(DeskError, match="not archived"):
            archive("tier", "gold", *WHO)


def test_the_last_ones_and_those_at_work_stay(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        with pytest.raises(DeskError, match="agent dana: is the last one"):
            archive("agent", "dana", *WHO)
        create_agent({"name": "Eli"}, *WHO)
        start_timer(TimerStart("dana", "beta"), NOW)
        for kind, key in (("agent", "dana"), ("client", "beta")):
            with pytest.raises(DeskError, match="running timer"):
                archive(kind, key, *WHO)  # type: ignore[arg-type]  # both are kinds
        assert remove("work_type", "design", *WHO) == "archived"
        with pytest.raises(DeskError, match="work type maintenance: is the last one"):
            remove("work_type", "maintenance", *WHO)


@pytest.mark.file
def test_a_client_of_closed_months_is_archived(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        close_month(Month(2026, 1), *WHO)
        t.database.execute_sql("UPDATE month_record SET statement = NULL")
        t.database.execute_sql("DELETE FROM statement")
        t.database.execute_sql("DELETE FROM entry")
        t.database.execute_sql("DELETE FROM contract")
        assert remove("client", "acme", *WHO) == "archived"


def test_lists_to_choose_from(tmp_path: Path) -> None:
    def request(key: str, cause: str | None, day: int) -> dict[str, Any]:
        return {
            "key": key,
            "client": "acme",
            "subject": "x",
            "reported_at": f"2026-03-{day:02d}T09:00:00Z",
        } | {"cause": cause}

    requests = [request("R-1", "forms", 1), request("R-2", "content", 2), request("R-3", "forms", 3)]
    with opened(tmp_path, shop(requests=[*requests, request("R-4", None, 4)])):
        assert read_causes() == ("forms", "content")
        assert read_causes(1) == ("forms",)
        acme, beta = read_client_rows(TODAY)
        assert (acme.kinds, acme.tier, beta.kinds) == (("retainer",), "gold", ())
        assert read_client_rows(date(2025, 6, 1))[0].kinds == ("on_demand",)
        assert [(row.first_response, row.resolution) for row in read_tier_rows()] == [("2h", None)]


SILVER: dict[str, Any] = {
    "name": "Silver",
    "kind": "retainer",
    "allowances": [{"hours": "5:00", "every": "month"}],
    "fee": {"amount": "350.00", "every": "month", "billing": "term"},
    "discounts": {"12": "21", "3": "7.0", "6": "14"},
    "months": 12,
    "tier": "gold",
}


def test_a_plan_is_sold_with_the_discount_of_its_term(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        create_plan(SILVER, *WHO)
        plan = plan_form("silver")
        assert plan["discounts"] == {"3": "7", "6": "14", "12": "21"}
        prices = {}
        for months in (3, 6, 12):
            sold = parse_contract(contract_from_plan(plan, "beta", TODAY, months=months), read_desk())
            prices[months] = term_price(sold)
        assert prices == {3: 97650, 6: 180600, 12: 331800}
        document = contract_from_plan(plan, "beta", date(2027, 1, 1), taken={"beta-2027-01"})
        assert (document["key"], document["ends"], document["name"]) == (
            "beta-2027-01-2",
            "2027-12-31",
            "Silver",
        )
        made = create_contract(parse_contract(document, read_desk()), *WHO)
        edit_plan("silver", plan | {"fee": {"amount": "400.00"}, "discounts": None}, *WHO)
        assert parse_contract(contract_form(made.key), read_desk()) == made
        assert fee_lines(made, date(2027, 12, 31))[0].amount == 331_800
        assert [(row.key, row.kind) for row in read_plan_rows()] == [("silver", "retainer")]


def test_discount_length_and_end_of_a_sale() -> None:
    assert [plan_discount(SILVER, months) for months in (None, 2, 3, 5, 11, 24)] == [
        None,
        None,
        "7.0",
        "7.0",
        "14",
        "21",
    ]
    sold = contract_from_plan(
        SILVER, "beta", date(2026, 1, 31), ends=date(2026, 4, 29), discount="50", key="k"
    )
    assert (sold["ends"], sold["fee"]["discount_percent"], sold["key"]) == ("2026-04-29", "50", "k")
    by_end = contract_from_plan(SILVER, "beta", date(2026, 1, 1), ends=date(2026, 3, 30))
    assert "discount_percent" not in by_end["fee"]
    assert contract_from_plan(SILVER, "beta", TODAY, ends=date(2026, 6, 9))["fee"]["discount_percent"] == "7"
    over_new_year = contract_from_plan(SILVER, "beta", date(2026, 6, 15), ends=date(2027, 6, 14))
    assert over_new_year["fee"]["discount_percent"] == "21"
    day_less = contract_from_plan(SILVER, "beta", date(2026, 6, 15), ends=date(2027, 6, 13))
    assert day_less["fee"]["discount_percent"] == "14"
    open_ended = contract_from_plan(SILVER | {"months": None}, "beta", TODAY, name="Care")
    assert (open_ended["ends"], open_ended["name"]) == (None, "Care")
    block = {"name": "Block", "kind": "block", "hours": "5:00", "valid_months": 3}
    assert contract_from_plan(block, "beta", TODAY)["valid_months"] == 3
    assert contract_from_plan(block, "beta", TODAY, months=6)["valid_months"] == 6
    until = contract_from_plan(block, "beta", TODAY, ends=date(2026, 5, 31))
    assert (until["valid_months"], until["ends"]) == (None, "2026-05-31")
    for more, path in (
        ({"months": 3, "ends": TODAY}, "ends"),
        ({"months": 0}, "months"),
        ({"discount": "7"}, "discount"),
    ):
        with pytest.raises(InvalidValue) as caught:
            contract_from_plan(block, "beta", TODAY, **more)
        assert caught.value.path == path


def test_a_plan_that_cannot_be_sold_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path, shop()):
        spoiled: dict[str, dict[str, Any]] = {
            "client": {"client": "acme"},
            "starts": {"starts": "2026-01-01"},
            "hours": {"hours": "5:00"},
            "allowances[0].hours": {"allowances": [{"hours": "5"}]},
            "allowances[0].work_types[0]": {"allowances": [{"hours": "5:00", "work_types": ["magic"]}]},
            "tier": {"tier": "none"},
            "months": {"months": 0},
            "discounts": {"discounts": "7"},
            "discounts.soon": {"discounts": {"soon": "7"}},
            "discounts.3": {"discounts": {"3": "107"}},
            "fee.amount": {"fee": {"every": "month"}},
            "name": {"name": ""},
        }
        for path, more in spoiled.items():
            assert refused(partial(create_plan, SILVER | more, *WHO))[0] == path
        assert refused(lambda: create_plan(SILVER | {"fee": None}, *WHO))[0] == "discounts"
        term = {"name": "T", "kind": "retainer", "allowances": [{"hours": "5:00", "every": "term"}]}
        assert create_plan(term, *WHO)["key"] == "t"
