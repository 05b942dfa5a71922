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
from models.domain.values import Agent, Client, DatedRate, Entry, Imported, WorkType
from models.importers.base import Found, ImportedRow, Problem
from models.importers.mapping import Defaults, Mapping, Target, read_mapping
from models.importers.planning.fates import Counts
from models.importers.planning.plan import ImportPlan, plan_import
from models.importers.planning.planner import Wishes
from models.importers.resolve import Known
from tests.importers.at_desk import Memory
from tests.importers.reading import parsed

DATA = Path(__file__).parents[1] / "data" / "import"
RATES = (DatedRate(date(2020, 1, 1), 7000),)
KNOWN = Known(
    agents=(Agent("dana", "Dana"), Agent("eli", "Eli")),
    clients=(Client("acme", "Acme Ltd"), Client("smith", "Smith & Co"), Client("globex", "Globex")),
    work_types=(WorkType("maintenance", "Maintenance", RATES), WorkType("hosting", "Hosting", RATES)),
    requests=(("R-1", "acme"), ("R-2", "globex")),
)


def _row(**changes: Any) -> ImportedRow:
    return replace(ImportedRow(line=2, started_at=0, ended_at=60, agent="Dana"), **changes)


TOGGL = Wishes("toggl", "TG")
CREATE = replace(TOGGL, create_missing=True)


def _plan(
    *rows: Found,
    mapping: Mapping = Mapping(),  # noqa: B008 - frozen
    known: Known = KNOWN,
    here: Memory | None = None,
    wishes: Wishes = TOGGL,
) -> ImportPlan:
    return plan_import(rows, mapping, known, here, wishes)


def _report() -> tuple[Found, ...]:
    rows, problems = parsed("toggl", (DATA / "toggl.csv").read_bytes(), zone("Europe/Berlin"))
    return (*rows, *problems)


def _entry(*rows: ImportedRow, mapping: Mapping = Mapping()) -> Entry:  # noqa: B008 - frozen
    (entry,) = _plan(*rows, mapping=mapping).entries
    return entry


def test_a_report_with_its_mapping_is_planned_to_the_last_line() -> None:
    mapping = read_mapping((DATA / "mapping.toml").read_bytes())
    plan = _plan(*_report(), mapping=mapping)
    assert plan.counts == Counts(add=6)
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
    here = Memory.of(plan)
    assert _plan(*reversed(_report()), mapping=mapping, here=here).counts == Counts(exists=6)


def test_found_4_5_everything_is_asked_in_one_round_most_frequent_first() -> None:
    plan = _plan(*_report())
    assert plan.counts == Counts(unmapped=6)
    assert plan.asked("agent") == ("Dana Doe", "Eli Øst")
    assert plan.asked("client") == ("Smith & Co [UK]",)
    # Internal work needs no client, so nothing is asked about the office.
    assert plan.asked("project") == ()
    lines = [question.lines for question in plan.unmapped]
    assert lines == sorted(lines, reverse=True)
    mapping = Mapping().answered("agent", "Dana Doe", "dana").answered("agent", "Eli Øst", "eli")
    mapping = mapping.answered("client", "smith & co [uk]", "smith").decided("not_billable", "courtesy")
    mapping = mapping.decided("overlap", "keep")
    plan = _plan(*_report(), mapping=mapping)
    assert plan.counts == Counts(add=6)
    assert plan.entries[1].note.startswith("Backup: Restored")


def test_missing_clients_and_people_may_be_created() -> None:
    gifts = Mapping().decided("not_billable", "courtesy").decided("overlap", "keep")
    plan = _plan(*_report(), mapping=gifts, wishes=CREATE)
    assert plan.counts == Counts(add=6)
    assert plan.new_clients == (Client("smith-co-uk", "Smith & Co [UK]"),)
    assert plan.new_agents == (Agent("dana-doe", "Dana Doe"), Agent("eli-øst", "Eli Øst"))
    clients = (("Smith & Co [UK]", "smiths"), ("Nobody", "unused"))
    mapping = replace(gifts, clients=clients, agents=(("Dana Doe", "dd"), ("Eli Øst", "eli")))
    plan = _plan(*_report(), mapping=mapping, wishes=CREATE)
    assert plan.new_clients == (Client("smiths", "Smith & Co [UK]"),)
    assert plan.new_agents == (Agent("dd", "Dana Doe"),)


def test_new_keys_are_free_and_plain() -> None:
    clients = ("Acme!", "acme ?", "[/]", "客户")
    rows = [_row(line=at, started_at=at, ended_at=at + 1, client=name) for at, name in enumerate(clients)]
    plan = _plan(*rows, wishes=CREATE)
    assert [entry.client for entry in plan.entries] == ["acme-2", "acme-3", "imported", "客户"]


def test_tags_of_timewarrior_mean_clients_work_types_and_scopes() -> None:
    rows, problems = parsed("timewarrior", (DATA / "timewarrior.json").read_bytes())
    wishes = Wishes("timewarrior", "TW")
    mapping = Mapping(defaults=Defaults(agent="eli"))
    plan = _plan(*rows, *problems, mapping=mapping, wishes=wishes)
    assert plan.counts == Counts(add=4, unmapped=2, bad=1)
    first, second = plan.entries[:2]
    assert (first.client, first.work_type) == ("acme", "maintenance")
    assert first.note == 'Website care: Fixed the "contact" form: 5 > 3, ümlaut 日本'
    assert (second.client, second.work_type, second.note) == ("globex", "hosting", "")
    assert first.key.startswith("TW-")
    assert plan.asked("tag") == ("=1+1", "[/]", "tag, with comma")
    outcomes = [fate.outcome for fate in plan.lines]
    assert outcomes == ["add", "add", "unmapped", "add", "unmapped", "add", "bad"]
    here = Memory.of(plan)
    again = _plan(*rows, *problems, mapping=mapping, here=here, wishes=wishes)
    assert again.counts == Counts(exists=4, unmapped=2, bad=1)
    other = Mapping(defaults=Defaults(agent="dana"))
    assert _plan(*rows, mapping=other, here=here, wishes=wishes).counts.add == 4


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


@pytest.mark.parametrize(
    ("decided", "scope"),
    [("courtesy", "courtesy"), ("keep", "support"), ("additional", "additional"), ("internal", "internal")],
)
def test_what_is_not_billable_is_asked_once(decided: Any, scope: str) -> None:
    row = _row(client="acme", billable=False)
    (fate,) = _plan(row).lines
    assert (fate.outcome, fate.asked) == ("unmapped", (("not_billable", ""),))
    plan = _plan(row, mapping=Mapping().decided("not_billable", decided))
    assert [entry.scope for entry in plan.entries] == [scope]
    assert plan.doubts == {"not_billable": 1}
    (fate,) = _plan(row, mapping=Mapping().decided("not_billable", decided, line=2)).lines
    assert fate.entry is not None
    assert fate.entry.scope == scope


def test_what_is_not_billable_may_be_left_out_and_needs_no_answer_where_nothing_is_billed() -> None:
    row = _row(client="acme", billable=False)
    (fate,) = _plan(row, mapping=Mapping().decided("not_billable", "skip")).lines
    assert (fate.outcome, fate.reason) == ("skipped", "is not billable; left out")
    assert _entry(_row(project="Internal", billable=False)).scope == "internal"
    assert _entry(_row(billable=False)).scope == "internal"
    assert _plan(_row(project="Site", billable=False)).asked("project") == ("Site",)
    assert _entry(_row(client="acme", tags=("courtesy",), billable=False)).scope == "courtesy"


def test_identical_rows_are_counted() -> None:
    rows = [_row(line=at, client="acme", note="call") for at in (2, 3)]
    plan = _plan(*rows)
    assert plan.counts == Counts(add=2)
    assert plan.lines[1].reason == "says the same as another line and overlaps line 2"
    here = Memory.of(plan)
    assert _plan(*rows, here=here).counts == Counts(exists=2)
    assert _plan(*rows, _row(line=4, client="acme", note="call"), here=here).counts == Counts(add=1, exists=2)
    edited = [replace(rows[0], note="another call"), rows[1]]
    assert _plan(*edited, here=here).counts == Counts(exists=1, changed=1)
    assert _plan(*rows, mapping=Mapping().decided("overlap", "cut")).counts == Counts(add=1, skipped=1)
    # What is said of the same time in other words is no twin.
    assert _plan(*edited).counts == Counts(add=1, unmapped=1)


def test_a_key_of_another_desk_is_not_that_entry() -> None:
    row = _row(client="acme", external_id="E-1", started_at=10_000_000, ended_at=10_000_060)
    ours = Entry("E-1", "dana", "maintenance", 0, 60, "acme")
    wishes = Wishes("deskhours-csv", "DH")
    (fate,) = _plan(row, here=Memory.of(_plan(), ours), wishes=wishes).lines
    assert fate.entry is not None
    assert (fate.outcome, fate.entry.key[:3]) == ("add", "DH-")
    (fate,) = _plan(
        replace(row, started_at=0, ended_at=90), here=Memory.of(_plan(), ours), wishes=wishes
    ).lines
    assert fate.outcome == "changed"
    (entry,) = _plan(row, wishes=wishes).entries
    assert entry.key == "E-1"


def test_the_desk_itself_is_no_client() -> None:
    (entry,) = _plan(_row(client="Our DESK"), known=replace(KNOWN, desk_name="Our Desk")).entries
    assert (entry.client, entry.scope) == (None, "internal")


def test_nothing_new_comes_in_for_an_archived_client() -> None:
    (fate,) = _plan(_row(client="acme"), known=replace(KNOWN, archived=frozenset({"acme"}))).lines
    assert (fate.outcome, fate.asked) == ("unmapped", (("client", "acme"),))
    assert "is archived; bring it back" in fate.reason


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
    assert (entry.agent, entry.imported, entry.work_type) == (
        "dana",
        Imported("toggl", "dana@0"),
        "maintenance",
    )
    (fate,) = _plan(_row(client="acme"), known=Known(alone.agents, alone.clients, ())).lines
    assert fate.reason == "the desk has no work type yet"


def test_the_future_and_the_long_are_pointed_out() -> None:
    rows = [
        Problem(1, "broken"),
        Problem(2, "is a row of sums", left_out=True),
        _row(line=4, client="acme", ended_at=100_000, started_at=10),
        _row(line=5, client="acme", agent="Eli", ended_at=100_001, doubts=(("duration", "odd"),)),
        _row(line=6, client="acme", started_at=-100, ended_at=0, note="x" * 100_000, tags=("urgent",)),
    ]
    plan = _plan(*rows, wishes=replace(TOGGL, now=100_000))
    assert [(fate.line, fate.outcome, fate.reason) for fate in plan.lines] == [
        (1, "bad", "broken"),
        (2, "skipped", "is a row of sums, left out"),
        (4, "add", "lasts 27:46 hours"),
        (5, "bad", "ends in the future"),
        (6, "bad", "the description has over 100,000 characters with its tags"),
    ]
    assert plan.doubts == {"long": 1}
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
    st.lists(st.builds(ImportedRow, st.integers(1, 9), st.integers(0, 3), st.integers(4, 9), st.sampled_from(["", "a"]),
                       agent=_NAMES, client=_NAMES, project=_NAMES, note=st.sampled_from(["", "x"])), max_size=6),
    st.booleans(), st.randoms(use_true_random=False),
)  # fmt: skip
@settings(max_examples=100)
def test_every_line_has_one_fate_and_a_second_import_adds_nothing(
    rows: list[ImportedRow], create: bool, chance: Any
) -> None:
    wishes = replace(TOGGL, create_missing=create)
    keep = Mapping(defaults=Defaults(overlaps="keep"))
    plan = _plan(*rows, mapping=keep, wishes=wishes)
    assert sum(plan.counts) == len(rows)
    assert len({entry.key for entry in plan.entries}) == len(plan.entries) == plan.counts.add
    known = replace(KNOWN, agents=KNOWN.agents + plan.new_agents, clients=KNOWN.clients + plan.new_clients)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    again = _plan(*shuffled, mapping=keep, known=known, here=Memory.of(plan), wishes=wishes)
    assert (again.counts.exists, again.counts.changed) == (plan.counts.add, 0)
    # What was open may find its client now, as one that the first import made.
    assert again.counts.add <= plan.counts.unmapped
    assert again.new_clients == () or again.counts.add
