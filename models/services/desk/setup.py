"""How does an empty database become a desk? The first run: desk, you, a work type, a client if you like.

It is one transaction: whatever is refused leaves the database as empty as it was. A desk's beginning is not undone, as
there is nothing before it to go back to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from models.book.contracts import parse_contract
from models.book.sections import parse_agent, parse_client, parse_desk, parse_work_type
from models.book.writing import work_type_document
from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.months import Month
from models.domain.basics.phrases import duration_words
from models.domain.basics.typed.keys import suggest_key
from models.domain.basics.zone import zone
from models.domain.values import Contract, Desk
from models.services.core.changes import ChangeInProgress, change
from models.services.core.documents import brief, filled, relative
from models.services.core.settings import set_setting
from models.storage import tables as t
from models.storage.rows.writing import agent_columns, client_columns, contract_columns, desk_columns

OFFICE_HOURS = "09:00-17:30"
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
FIRST_DAY = date(1970, 1, 1)
"""The first rate holds from the beginning: history that is imported later has a price, too."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the first run asks, in texts of the book: "5:00" hours, "70.00", blank for what is not wanted."""

    desk_name: str
    timezone: str
    currency: str
    your_name: str
    hourly_rate: str
    work_type: str = "Support"
    hours: str = OFFICE_HOURS
    """Working hours of Monday to Friday."""
    weekly_hours: str = "40:00"
    client_name: str = ""
    contract_hours: str = ""
    """Hours of support a month for the first client."""
    contract_fee: str = ""
    """What they cost a month."""
    rollover_months: int = 0
    user: str = ""
    """The machine's name of who sits here, so that the program knows them again."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The keys of what the first run made."""

    agent: str
    work_type: str
    client: str | None
    contract: str | None


def first_contract(setup: SetUp, now: int) -> tuple[Contract, Desk] | None:
    """The contract that the form would make, for its preview; None without hours. Raises InvalidValue."""
    desk = _desk(setup)
    contract = _contract(setup, desk, suggest_key(setup.client_name), now) if setup.contract_hours else None
    return None if contract is None else (contract, desk)


def set_up_desk(setup: SetUp, now: int) -> Begun:
    """Write the desk of the first run in one transaction; raises InvalidValue with the form's field as path.

    Raises DeskError when there is a desk already.
    """
    key = suggest_key(setup.your_name, (), "agent")
    with change(now, key, f"Set up the desk {brief(setup.desk_name)}") as work:
        if t.Desk.select().exists():
            raise DeskError("there is a desk in this database already; accepted is one without")
        desk = _desk(setup)
        work.insert(t.Desk, id=1, **desk_columns(desk))
        begun = _fill(work, setup, desk, key)
        if setup.user:
            set_setting(f"me:{setup.user}", begun.agent)
        t.Change.update(undone_at=now).where(t.Change.id == work.id).execute()
    return begun


def _fill(work: ChangeInProgress, setup: SetUp, desk: Desk, key: str) -> Begun:
    agent = {"key": key, "name": setup.your_name, "weekly_hours": setup.weekly_hours}
    names = {"name": "your_name", "weekly_hours": "weekly_hours"}
    work.insert(t.Agent, **agent_columns(_read(parse_agent, agent, names)))
    work_type = _work_type(work, setup, desk)
    client = contract = None
    if setup.client_name.strip():
        document = {"key": suggest_key(setup.client_name), "name": setup.client_name}
        made = _read(parse_client, document, {"name": "client_name"})
        work.insert(t.Client, **client_columns(made))
        client = made.key
    elif setup.contract_hours.strip():
        raise InvalidValue("client_name", "is missing; a contract needs a client, or leave its hours empty")
    if client is not None and setup.contract_hours.strip():
        sold = _contract(setup, desk, client, work.now)
        work.insert(t.Contract, **contract_columns(sold, desk))
        contract = sold.key
    elif setup.contract_fee.strip():
        raise InvalidValue("contract_hours", "is missing; a fee needs a contract, or leave it empty")
    return Begun(key, work_type, client, contract)


def _desk(setup: SetUp) -> Desk:
    document = {
        "name": setup.desk_name,
        "timezone": setup.timezone,
        "currency": setup.currency.strip().upper(),
        "hours": {day: [text.strip() for text in setup.hours.split(",")] for day in WORKDAYS},
    }
    names = {"name": "desk_name", "timezone": "timezone", "currency": "currency", "hours": "hours"}
    return _read(parse_desk, document, names)


def _work_type(work: ChangeInProgress, setup: SetUp, desk: Desk) -> str:
    document = {
        "key": suggest_key(setup.work_type, (), "support"),
        "name": setup.work_type,
        "rates": [{"from": FIRST_DAY.isoformat(), "rate": setup.hourly_rate}],
    }
    names = {"name": "work_type", "rates": "hourly_rate"}
    made = _read(lambda given, path: parse_work_type(given, desk, path), document, names)
    work.insert(t.WorkType, key=made.key, name=made.name, rates=work_type_document(made, desk)["rates"])
    return made.key


def _contract(setup: SetUp, desk: Desk, client: str, now: int) -> Contract:
    """So many hours a month from the first of this month on, open-ended."""
    starts = Month.of(zone(desk.timezone).date_of(now)).first_day
    allowance = {"hours": setup.contract_hours, "every": "month"}
    document: dict[str, Any] = {
        "key": suggest_key(f"{client} {starts:%Y-%m}"),
        "client": client,
        "kind": "retainer",
        "name": "Support",
        "starts": starts.isoformat(),
        "allowances": [allowance | {"rollover": {"periods": setup.rollover_months}}],
        "fee": {"amount": setup.contract_fee, "every": "month"} if setup.contract_fee.strip() else None,
    }
    names = {
        "allowances[0].rollover": "rollover_months",
        "allowances": "contract_hours",
        "fee": "contract_fee",
    }
    contract = _read(lambda given, path: parse_contract(given, desk, path), document, names)
    return replace(contract, name=f"{duration_words(contract.allowances[0].minutes or 0)} a month")


def _read(parse: Callable[[object, str], T], document: Mapping[str, Any], names: Mapping[str, str]) -> T:
    """The record of a document; a refusal names the field of the form, by the beginning of its path."""
    try:
        return parse(filled(document), "record")
    except InvalidValue as error:
        path = relative(error.path, "record")
        field = next((field for start, field in names.items() if path.startswith(start)), path)
        raise InvalidValue(field, error.message) from error
