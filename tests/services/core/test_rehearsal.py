"""Does a rehearsal say what the service then does, and write nothing? (FOUND 3.4, RULES 3.7)"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from models.domain.basics.errors import MonthClosed, Overtaken
from models.domain.basics.months import Month
from models.queries.desk.forms import charge_form, client_form
from models.services.contracts.charges import create_charge, edit_charge
from models.services.core.rehearsal import refuse_early, rehearse
from models.services.core.together import Base, save_over
from models.services.desk.catalogue import edit_client
from models.services.month_end.months import close_month
from models.storage import tables as t
from tests.deeds import add_rate
from tests.opened import at, entry, opened, small_book
from tests.services.history.test_history import snapshot

NOW = at("2026-03-04T16:00")
CHARGE = {
    "client": "acme",
    "date": "2026-03-03",
    "description": "Domain",
    "quantity": 1,
    "unit_price": "12.00",
}


def desk() -> dict[str, object]:
    return small_book(entries=[entry("E-1", "2026-03-02T10:00", "2026-03-02T12:00")])


def test_found_3_4_a_rehearsal_writes_nothing_and_says_what_moves(tmp_path: Path) -> None:
    with opened(tmp_path, desk(), NOW):
        before, changes = snapshot(), t.Change.select().count()
        write = partial(add_rate, "maintenance", {"from": "2026-03-01", "rate": "80.00"}, NOW, "dana")
        found = rehearse((), write, NOW)
        assert found.lines == ("March: total 140.00 → 160.00",)
        assert (snapshot(), t.Change.select().count()) == (before, changes)
        write()
        assert rehearse((), lambda: None, NOW).lines == ()


def test_found_3_4_what_touches_no_past_is_told_from_what_does(tmp_path: Path) -> None:
    with opened(tmp_path, desk(), NOW):
        new = rehearse((), partial(create_charge, CHARGE, NOW, "dana"), NOW)
        assert (new.lines, new.past) == (("March: total 140.00 → 152.00",), False)
        old = rehearse((), partial(create_charge, CHARGE | {"date": "2026-02-03"}, NOW, "dana"), NOW)
        assert (old.lines, old.past) == (("February: total 0.00 → 12.00",), True)


def test_found_3_1_what_would_be_refused_is_refused_before(tmp_path: Path) -> None:
    with opened(tmp_path, desk(), NOW):
        close_month(Month(2026, 2), NOW, "dana")
        write = partial(create_charge, CHARGE | {"date": "2026-02-03"}, NOW, "dana")
        with pytest.raises(MonthClosed):
            rehearse((), write, NOW)
        with pytest.raises(MonthClosed):
            refuse_early((), write)
        refuse_early((), partial(create_charge, CHARGE, NOW, "dana"))
        assert t.Charge.select().count() == 0


def test_found_2_1_the_base_is_checked_in_the_transaction_that_writes(tmp_path: Path) -> None:
    with opened(tmp_path, desk(), NOW):
        create_charge(CHARGE | {"key": "C-1"}, NOW, "dana")
        seen = charge_form("C-1")
        base = Base("charge", "C-1", "charge C-1", seen, partial(charge_form, "C-1"))
        save_over((base,), partial(edit_charge, "C-1", seen | {"quantity": 2}, NOW, "dana"))
        mine = partial(edit_charge, "C-1", seen | {"description": "Mine"}, NOW, "eli")
        with pytest.raises(Overtaken) as refused:
            save_over((base,), mine)
        with pytest.raises(Overtaken):
            rehearse((base,), mine, NOW)
        assert [(one.path, one.who) for one in refused.value.changes] == [("quantity", "dana")]
        assert charge_form("C-1")["description"] == "Domain"


def test_found_2_1_absent_and_empty_are_the_same(tmp_path: Path) -> None:
    with opened(tmp_path, desk(), NOW):
        seen = client_form("acme") | {"contacts": None, "domains": ()}
        base = Base("client", "acme", "Acme Ltd", seen, partial(client_form, "acme"))
        save_over((base,), partial(edit_client, "acme", client_form("acme") | {"name": "Acme"}, NOW, "dana"))
        assert client_form("acme")["name"] == "Acme"
