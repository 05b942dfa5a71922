"""A `timew export` is read interval by interval, and no data makes the reader fail."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import DeskError
from models.domain.basics.zone import to_iso
from models.importers.base import ImportedRow, Problem
from tests.importers.reading import parsed

DATA = Path(__file__).parents[1] / "data" / "import"


def parse(data: bytes) -> tuple[tuple[ImportedRow, ...], tuple[Problem, ...]]:
    return parsed("timewarrior", data)


def test_a_real_export_is_read() -> None:
    rows, problems = parse((DATA / "timewarrior.json").read_bytes())
    assert [(to_iso(row.started_at), row.ended_at - row.started_at) for row in rows] == [
        ("2026-03-02T09:05:00Z", 47 * 60),
        ("2026-03-02T22:30:00Z", 75 * 60),
        ("2026-03-05T08:00:00Z", 30 * 60),
        ("2026-03-29T00:30:00Z", 60 * 60),
        ("2026-10-24T22:30:00Z", 30 * 60),
        ("2026-10-24T23:30:00Z", 180 * 60),
    ]
    assert rows[0].note == 'Fixed the "contact" form: 5 > 3, ümlaut 日本'
    assert rows[0].tags == ("Website care", "acme", "maintenance")
    assert rows[4].tags == ("=1+1", "[/]", "tag, with comma")
    assert [(problem.line, problem.reason) for problem in problems] == [
        (8, "is still running; stop it in Timewarrior and import again")
    ]


def test_bad_intervals_are_listed_by_line_and_stop_nothing() -> None:
    rows, problems = parse((DATA / "timewarrior_nasty.json").read_bytes())
    assert [row.line for row in rows] == [2, 3, 4, 14, 18]
    assert {problem.line for problem in problems} == {5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17, 19}
    reasons = {problem.line: problem.reason for problem in problems}
    assert "'20260231T090500Z' is no instant" in reasons[5]
    assert reasons[8] == "ends before it starts"
    assert reasons[13].startswith("this is no JSON")
    assert reasons[19] == "the file ends before its closing ]"


def test_special_tags_and_clean_text() -> None:
    rows, _ = parse((DATA / "timewarrior_nasty.json").read_bytes())
    assert (rows[0].client, rows[0].project, rows[0].agent, rows[0].tags) == (
        *("Acme Ltd", "Website", "Dana"),
        ("hosting",),
    )
    assert rows[3].note == "over\ntwo ]52;c;eA== lines"
    assert rows[4].tags == ("acme",)


def test_an_identity_outlives_new_ids_tags_and_order() -> None:
    data = json.loads((DATA / "timewarrior.json").read_bytes())
    before, _ = parse(json.dumps(data).encode())
    changed = [{**interval, "id": 99, "tags": ["other"]} for interval in reversed(data)]
    after, _ = parse(json.dumps(changed, indent=2).encode())
    assert {row.old_key for row in before} == {row.old_key for row in after}
    assert len({row.old_key for row in before}) == 6


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf \n", b"{}", b"hello", b"PK\x03\x04", b'"["', b"\x00"])
def test_a_file_that_is_no_export_is_refused(data: bytes) -> None:
    with pytest.raises(
        DeskError, match=r"empty|accepted is what `timew export` prints|this is no what `timew export` prints"
    ):
        parse(data)


def test_an_empty_export_has_no_rows() -> None:
    assert parse(b"[\n]\n") == ((), ())
    assert parse("[]".encode("utf-16")) == ((), ())


@pytest.mark.parametrize(
    "data", [b"[" + b"[" * 100_000, b'[{"id":' + b"9" * 10_000 + b"}]", b"[nonsense", b"[{},"]
)
def test_monstrous_json_is_a_problem_not_a_crash(data: bytes) -> None:
    rows, problems = parse(data)
    assert rows == ()
    assert problems


@given(st.text(max_size=30), st.binary(max_size=20))
@settings(max_examples=80)
def test_no_bytes_make_it_fail(text: str, data: bytes) -> None:
    for content in (b"[" + text.encode("utf-8", "replace"), b"[" + data, b'[{"start":' + data + b"}]"):
        rows, problems = parse(content)
        assert rows == ()
        assert all(problem.line >= 1 for problem in problems)


KEPT = (
    b'[\n{"id":1,"start":"20261024T213000Z","end":"20261025T043000Z","tags":'
    b'["client:Acme Ltd","night shift"],"annotation":"Over the change of the clock"}\n]\n'
)
"""What Timewarrior 1.4.3 exports of the interval that `_tracked` tracks."""


def _kept(_: Path) -> bytes:
    return KEPT


def _tracked(folder: Path) -> bytes:
    environment = {"TIMEWARRIORDB": str(folder), "TZ": "Europe/Berlin", "LC_ALL": "C.UTF-8"}

    def run(*arguments: str) -> bytes:
        command = [str(shutil.which("timew")), *arguments, ":yes"]
        return subprocess.run(command, env=environment, check=True, capture_output=True).stdout

    run("track", "2026-10-24T23:30:00", "-", "2026-10-25T05:30:00", "client:Acme Ltd", "night shift")
    run("annotate", "@1", "Over the change of the clock")
    return run("export")


@pytest.mark.parametrize("export", [_kept, _tracked] if shutil.which("timew") else [_kept])
def test_what_timewarrior_tracked_over_the_change_of_the_clock(
    export: Callable[[Path], bytes], tmp_path: Path
) -> None:
    (row,), problems = parse(export(tmp_path))
    assert problems == ()
    assert (row.client, row.tags, row.note) == ("Acme Ltd", ("night shift",), "Over the change of the clock")
    assert row.ended_at - row.started_at == 7 * 3600
