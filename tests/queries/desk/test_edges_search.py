"""Which record stands before another, and where is a passage cut? The search at equal times and long lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.queries.desk.people import read_contact_names
from models.queries.desk.search import read_found
from models.services.requests.life import add_note
from models.storage import tables as t
from tests.edges import table
from tests.opened import at, entry, opened, small_book

NOW = at("2026-03-04T16:00")
ALL = ["request R-1", "request R-2", "note R-2", "entry E-1"]
REPORTED = "2026-03-01T09:00:00Z"
BARE = entry("E-2", "2026-03-02T09:00", "2026-03-02T10:00")
LONG = entry("E-3", "2026-03-03T09:00", "2026-03-03T10:00", note=f"\n{'c' * 181}")
CONTACTS = [{"name": "Ann", "email": "ann@acme.example"}]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables; two requests, a note and an entry of one second."""
    request = {"client": "acme", "subject": "Needle", "reported_at": REPORTED}
    # The word stands 60 letters in; the passage ends 120 behind it.
    bodies = {"R-3": f"{'a' * 60}word{'b' * 116}", "R-4": f"{'a' * 61}word{'b' * 117}"}
    book = small_book(
        clients=[
            {"key": "acme", "name": "Acme Ltd", "contacts": CONTACTS},
            {"key": "gone", "name": "Gone", "contacts": [{"name": "Gil"}]},
            {"key": "none", "name": "None"},
        ],
        requests=[
            *({**request, "key": key} for key in ("R-2", "R-1")),
            *({**request, "key": key, "subject": "Long", "body": body} for key, body in bodies.items()),
        ],
        entries=[entry("E-1", "2026-03-01T09:00", "2026-03-01T10:00", note="needle"), BARE, LONG],
    )
    with opened(tmp_path_factory.mktemp("edges"), book, NOW):
        add_note("R-2", "needle", at("2026-03-01T09:00"), "dana")
        t.Client.update(archived=True).where(t.Client.key == "gone").execute()
        yield


@pytest.mark.parametrize(
    ("limit", "found"),
    table(
        ("of one second: requests, notes, entries; each by key", 9, ALL),
        ("a limit leaves the first by key", 1, ["request R-1"]),
    ),
)  # fmt: skip
def test_the_order_of_what_was_found(limit: int, found: list[str]) -> None:
    rows = read_found("needle", NOW, limit)
    assert [f"{row.kind} {row.key}" for row in rows] == found
    assert {(row.client, row.client_name) for row in rows} == {("acme", "Acme Ltd")}


def test_an_entry_is_found_by_its_key_alone() -> None:
    """It says what was done, or its key where nothing is said."""
    found = [row for key in ("e-1", "e-2", "e-3") for row in read_found(key, NOW)]
    assert [(row.key, row.text) for row in found] == [
        ("E-1", "needle"),
        ("E-2", "E-2"),
        ("E-3", f"{'c' * 180}…"),
    ]


@pytest.mark.parametrize(
    ("key", "before", "after"),
    table(
        ("a line that fits is whole", "R-3", "", ""),
        ("a letter more on each side is cut", "R-4", "…", "…"),
    ),
)
def test_where_a_passage_is_cut(key: str, before: str, after: str) -> None:
    (found,) = (row for row in read_found("word", NOW) if row.key == key)
    assert found.text == f"Long: {before}{'a' * 60}word{'b' * 116}{after}"


def test_contacts_are_those_with_a_name_of_clients_that_are_not_archived() -> None:
    assert read_contact_names() == {"acme": ("Ann",)}
