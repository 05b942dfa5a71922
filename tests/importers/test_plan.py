"""Every line has one fate, names mean what the mapping says, and the second import adds nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.basics.zone import zone
from models.domain.values import Agent, Client, DatedRate, Entry, WorkType
from models.importers import timewarrior, toggl
from models.importers.base import ImportedRow, Problem
from models.importers.mapping import Defaults, Mapping, Target, read_mapping
from models.importers.plan import Counts, ImportPlan, plan_import
from models.importers.resolve import Known

DATA = Path(__file__).parents[1] / "data" / "import"
RATES = (DatedRate(date(2020, 1, 1), 7000),)
KNOWN = Known(
    agents=(Agent("dana", "Dana"), Agent("eli", "Eli")),
    clients=(Client("acme", "Acme Ltd"), Client("smith", "Smith & Co"), Client("globex", "Globex")),
    work_types=(WorkType("maintenance", "Maintenance", RATES), WorkType("hosting", "Hosting", RATES)),
    requests=(("R-1", "acme"), ("R-2", "globex")),
)


def _row(**changes: Any) -> ImportedRow:
    return replace(
        ImportedRow(line=2, external_id="TG-1", started_at=0, ended_at=60, agent="Dana"), **changes
    )


def _plan(*rows: ImportedRow, mapping: Mapping = Mapping(), known: Known = KNOWN) -> ImportPlan:  # noqa: B008 - frozen
    return plan_import(rows, (), mapping, known, set())


def _entry(*rows: ImportedRow, mapping: Mapping = Mapping()) -> Entry:  # noqa: B008 - frozen
    (entry,) = _plan(*rows, mapping=mapping).entries
    return entry


def test_a_report_with_its_mapping_is_planned_to_the_last_line() -> None:
    rows, problems = toggl.parse((DATA / "toggl.csv").read_bytes(), zone("Europe/Berlin"))
    mapping = read_mapping((DATA / "mapping.toml").read_bytes())
    plan = plan_import(rows, problems, mapping, KNOWN, set())
    assert plan.counts == Counts(add=6, exists=0, unmapped=0, bad=0)
    found = [
        (entry.agent, entry.client, entry.work_type, entry.scope, entry.request) for entry in plan.entries
    ]
    assert found == [
        ("dana", "acme", "maintenance", "support", None),
        ("dana", "smith", "hosting", "support", None),
        ("eli", "acme", "maintenance", "courtesy", None),
        ("eli", None, "maintenance", "internal", None),
        ("dana", "acme", "maintenance", "additional", "R-1"),
        ("dana", "acme", "maintenance", "additional", "R-1"),
    ]
    assert plan.entries[0].note == "urgent: Fixed the contact form"
    again = plan_import(reversed(rows), problems, mapping, KNOWN, {entry.key for entry in plan.entries})
    assert again.counts == Counts(add=0, exists=6, unmapped=0, bad=0)
    assert again.entries == ()


def test_without_a_mapping_the_unknown_names_are_asked() -> None:
    rows, problems = toggl.parse((DATA / "toggl.csv").read_bytes(), zone("Europe/Berlin"))
    plan = plan_import(rows, problems, Mapping(), KNOWN, set())
    assert plan.counts == Counts(0, 0, 6, 0)
    assert plan.asked("agent") == ("Dana Doe", "Eli Øst")
    mapping = Mapping().answered("agent", "Dana Doe", "dana").answered("agent", "Eli Øst", "eli")
    plan = plan_import(rows, problems, mapping, KNOWN, set())
    assert plan.asked("client") == ("Smith & Co [UK]",)
    # Internal work needs no client, so nothing is asked about the office.
    assert plan.asked("project") == ("Website care", "Office", "Launch")
    assert {unmapped.lines for unmapped in plan.unmapped if unmapped.kind == "project"} == {0}
    plan = plan_import(rows, problems, mapping.answered("client", "smith & co [uk]", "smith"), KNOWN, set())
    assert plan.counts == Counts(6, 0, 0, 0)
    assert plan.entries[1].note.startswith("Backup: Restored")


def test_missing_clients_and_people_may_be_created() -> None:
    rows, problems = toggl.parse((DATA / "toggl.csv").read_bytes(), zone("Europe/Berlin"))
    plan = plan_import(rows, problems, Mapping(), KNOWN, set(), create_missing=True)
    assert plan.counts == Counts(6, 0, 0, 0)
    assert plan.new_clients == (Client("smith-co-uk", "Smith & Co [UK]"),)
    assert plan.new_agents == (Agent("dana-doe", "Dana Doe"), Agent("eli-øst", "Eli Øst"))
    clients = (("Smith & Co [UK]", "smiths"), ("Nobody", "unused"))
    mapping = Mapping(clients=clients, agents=(("Dana Doe", "dd"), ("Eli Øst", "eli")))
    plan = plan_import(rows, problems, mapping, KNOWN, set(), create_missing=True)
    assert plan.new_clients == (Client("smiths", "Smith & Co [UK]"),)
    assert plan.new_agents == (Agent("dd", "Dana Doe"),)


def test_new_keys_are_free_and_plain() -> None:
    clients = ("Acme!", "acme ?", "[/]", "客户")
    rows = [_row(line=at, external_id=f"TG-{at}", client=name) for at, name in enumerate(clients)]
    plan = plan_import(rows, (), Mapping(), KNOWN, set(), create_missing=True)
    assert [entry.client for entry in plan.entries] == ["acme-2", "acme-3", "imported", "客户"]


def test_tags_of_timewarrior_mean_clients_work_types_and_scopes() -> None:
    rows, problems = timewarrior.parse((DATA / "timewarrior.json").read_bytes())
    mapping = Mapping(defaults=Defaults(agent="eli"))
    plan = plan_import(rows, problems, mapping, KNOWN, set())
    assert plan.counts == Counts(add=4, exists=0, unmapped=2, bad=1)
    first, second = plan.entries[:2]
    assert (first.client, first.work_type) == ("acme", "maintenance")
    assert first.note == 'Website care: Fixed the "contact" form: 5 > 3, ümlaut 日本'
    assert (second.client, second.work_type, second.note) == ("globex", "hosting", "")
    assert first.key.startswith("TW-")
    assert first.key.endswith("-eli")
    assert plan.asked("tag") == ("=1+1", "[/]", "tag, with comma")
    assert [fate.outcome for fate in plan.lines] == [
        "add",
        "add",
        "unmapped",
        "add",
        "unmapped",
        "add",
        "bad",
    ]
    again = plan_import(rows, problems, mapping, KNOWN, {entry.key for entry in plan.entries})
    assert again.counts == Counts(add=0, exists=4, unmapped=2, bad=1)
    other = plan_import(
        rows, problems, Mapping(defaults=Defaults(agent="dana")), KNOWN, {first.key, second.key}
    )
    assert other.counts.add == 4


@pytest.mark.parametrize(
    ("changes", "mapping", "client"),
    [
        ({"client": "ACME  ltd"}, Mapping(), "acme"),
        ({"client": "globex"}, Mapping(), "globex"),
        ({"client": "Acme Ltd"}, Mapping(clients=(("acme ltd", "globex"),)), "globex"),
        ({"client": "Acme Ltd", "project": "Site"}, Mapping(projects=(("site", Target("globex")),)), "acme"),
        ({"client": "Odd", "project": "Site"}, Mapping(projects=(("site", Target("globex")),)), "globex"),
        (
            {"client": "Acme Ltd", "project": "Site"},
            Mapping(projects=(("acme ltd / site", Target("globex")),)),
            "globex",
        ),
        ({"project": "Site"}, Mapping(projects=(("Site", Target("")),)), None),
        ({"tags": ("site",)}, Mapping(projects=(("Site", Target("globex")),)), "globex"),
        ({"tags": ("urgent", "globex")}, Mapping(defaults=Defaults(client="acme")), "globex"),
        ({"tags": ("home",)}, Mapping(clients=(("home", ""),)), None),
        ({"tags": ("urgent",)}, Mapping(defaults=Defaults(client="acme")), "acme"),
        ({}, Mapping(defaults=Defaults(client="")), None),
        ({"tags": ("internal",)}, Mapping(), None),
    ],
)
def test_who_the_client_is(changes: dict[str, object], mapping: Mapping, client: str | None) -> None:
    assert _entry(_row(**changes), mapping=mapping).client == client


def test_words_that_found_no_use_stay_in_the_note() -> None:
    row = _row(client="Acme Ltd", project="Launch", task="Copy", tags=("hosting", "urgent"), note="Texts")
    entry = _entry(row)
    assert (entry.work_type, entry.note) == ("hosting", "Launch, Copy, urgent: Texts")
    mapping = Mapping(
        projects=(("launch", Target(scope="additional")),), work_types=(("copy", "maintenance"),)
    )
    entry = _entry(row, mapping=mapping)
    assert (entry.work_type, entry.scope, entry.note) == ("hosting", "additional", "Copy, urgent: Texts")


def test_what_is_not_billable_may_be_a_gift() -> None:
    row = _row(client="acme", billable=False)
    assert _entry(row).scope == "support"
    assert _entry(row, mapping=Mapping(defaults=Defaults(not_billable="courtesy"))).scope == "courtesy"
    assert _entry(row, mapping=Mapping(defaults=Defaults(scope="additional"))).scope == "additional"


@pytest.mark.parametrize(
    ("row", "mapping", "reason"),
    [
        (_row(agent="Zoe"), Mapping(), "the person 'Zoe' is not known"),
        (_row(agent=""), Mapping(), "names no person"),
        (_row(client="Odd"), Mapping(), "the client 'Odd' is not known"),
        (_row(project="Site"), Mapping(), "the project 'Site' could tell"),
        (_row(tags=("acme", "globex")), Mapping(), "several clients: acme, globex"),
        (_row(), Mapping(), "names no client"),
        (
            _row(client="acme", project="Site"),
            Mapping(projects=(("Site", Target(request="R-2")),)),
            "its request 'R-2' belongs to another client",
        ),
    ],
)
def test_what_has_no_meaning_says_why(row: ImportedRow, mapping: Mapping, reason: str) -> None:
    (fate,) = _plan(row, mapping=mapping).lines
    assert fate.outcome == "unmapped"
    assert fate.entry is None
    assert reason in fate.reason


def test_a_desk_of_one_needs_no_names() -> None:
    alone = Known((Agent("dana", "Dana"),), KNOWN.clients, KNOWN.work_types)
    (entry,) = _plan(_row(agent="", client="acme"), known=alone).entries
    assert (entry.agent, entry.key, entry.work_type) == ("dana", "TG-1-dana", "maintenance")
    (fate,) = _plan(_row(client="acme"), known=Known(alone.agents, alone.clients, ())).lines
    assert fate.reason == "the desk has no work type yet"


def test_twins_the_future_and_the_long_are_pointed_out() -> None:
    rows = [
        _row(line=2, client="acme"),
        _row(line=3, client="acme"),
        _row(line=4, client="acme", external_id="TG-2", ended_at=100_000),
        _row(line=5, client="acme", external_id="TG-3", ended_at=100_001, doubt="odd"),
        _row(line=6, client="acme", external_id="TG-4", note="x" * 100_000, tags=("urgent",)),
    ]
    plan = plan_import(rows, [Problem(1, "broken")], Mapping(), KNOWN, set(), now=100_000)
    assert [(fate.line, fate.outcome, fate.reason) for fate in plan.lines] == [
        (1, "bad", "broken"),
        (2, "add", ""),
        (3, "bad", "has the same identity as line 2"),
        (4, "add", "lasts 27:46 hours"),
        (5, "bad", "ends in the future"),
        (6, "bad", "the description has over 100,000 characters with its tags"),
    ]
    assert _plan(rows[3]).lines[0].reason == "odd; lasts 27:46 hours"


@pytest.mark.parametrize(
    ("mapping", "path", "accepted"),
    [
        (Mapping(agents=(("D", "dan"),)), 'agents."D"', "dana, eli"),
        (Mapping(defaults=Defaults(agent="dan")), "defaults.agent", "dana, eli"),
        (Mapping(clients=(("A", "acm"),)), 'clients."A"', "acme, globex, smith"),
        (Mapping(projects=(("P", Target("acm")),)), 'projects."P".client', "acme, globex, smith"),
        (Mapping(projects=(("P", Target(work_type="x")),)), 'projects."P".work_type', "hosting, maintenance"),
        (Mapping(projects=(("P", Target(request="R-9")),)), 'projects."P".request', "no request"),
        (Mapping(work_types=(("W", "x"),)), 'work_types."W"', "hosting, maintenance"),
        (Mapping(defaults=Defaults(work_type="x")), "defaults.work_type", "hosting, maintenance"),
    ],
)
def test_a_mapping_to_nothing_is_refused(mapping: Mapping, path: str, accepted: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        _plan(mapping=mapping)
    assert refusal.value.path == path
    assert accepted in refusal.value.message


_NAMES = st.sampled_from(["", "Acme Ltd", "globex", "Odd", "dana", "[/]"])


@given(
    st.lists(st.builds(ImportedRow, st.integers(1, 9), st.text("ab", min_size=1, max_size=2), st.just(0),
                       st.integers(1, 9), agent=_NAMES, client=_NAMES, project=_NAMES), max_size=6),
    st.booleans(),
)  # fmt: skip
@settings(max_examples=100)
def test_every_line_has_one_fate_and_a_second_import_adds_nothing(
    rows: list[ImportedRow], create: bool
) -> None:
    plan = plan_import(rows, (), Mapping(), KNOWN, set(), create_missing=create)
    assert sum(plan.counts) == len(rows)
    assert len({entry.key for entry in plan.entries}) == len(plan.entries) == plan.counts.add
    agents = KNOWN.agents + plan.new_agents
    known = Known(agents, KNOWN.clients + plan.new_clients, KNOWN.work_types)
    keys = {entry.key for entry in plan.entries}
    again = plan_import(rows, (), Mapping(), known, keys, create_missing=create)
    assert again.counts.add == 0
    assert again.new_clients == ()
