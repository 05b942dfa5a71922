"""Who may write what: every role at every kind of table (RULES 13)."""

from __future__ import annotations

import pytest

from models.domain.basics.rights import LEAD_TABLES, OWN_TABLES, OWNER, SHARED_TABLES, VIEWER, Rights, Role

AGENT, SEEING = Rights("agent", "mo", sees_money=False), Rights("viewer", "vi")


@pytest.mark.parametrize("role", ["owner", "lead"])
@pytest.mark.parametrize("table", ["contract", "entry", "request"])
def test_a_lead_writes_everything(role: Role, table: str) -> None:
    assert Rights(role).refusal(table, ("mo",)) is None
    assert OWNER.leads


@pytest.mark.parametrize("table", ["contract", "entry", "request", "change"])
def test_a_viewer_writes_nothing(table: str) -> None:
    assert SEEING.refusal(table, ("vi",)) == VIEWER


def test_an_agent_writes_the_own_and_what_all_share() -> None:
    assert {AGENT.refusal(table) for table in SHARED_TABLES} == {None}
    assert {table: AGENT.refusal(table) for table in LEAD_TABLES} == LEAD_TABLES
    for table, words in OWN_TABLES.items():
        assert AGENT.refusal(table, ("mo", "mo")) is None
        assert AGENT.refusal(table, ("mo", "dana")) == AGENT.refusal(table, (None,)) == words
