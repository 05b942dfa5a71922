"""import, export, backup, restore and doctor as somebody types them."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from models.importers.mapping import read_mapping
from tests.opened import contract, entry, monthly, opened, small_book
from tests.texts import read_entries_csv
from tui.cli import main

DATA = Path(__file__).parents[1] / "data" / "import"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = small_book(
        desk={"timezone": "Europe/Berlin"},
        agents=[{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}],
        work_types=[
            {"key": key, "name": key.title(), "rates": [{"from": "2020-01-01", "rate": "70.00"}]}
            for key in ("maintenance", "hosting")
        ],
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "smith", "name": "=Smith & Co [UK]"}],
        contracts=[contract("plan", allowances=[monthly("0:30")])],
        requests=[{"key": "R-1", "client": "acme", "subject": "x", "reported_at": "2026-01-01T09:00:00Z"}],
        entries=[entry("E-1", "2026-03-01T10:00", "2026-03-01T11:00")],
    )
    with opened(tmp_path, book):
        pass
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    monkeypatch.chdir(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(list(words)) == status
    output = capsys.readouterr()
    return output.err if status else output.out


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(run(capsys, *words, "--json"))


def entries(capsys: pytest.CaptureFixture[str]) -> list[Any]:
    return list(answer(capsys, "dump")["entries"])


class TestImport:
    MAPPED = ("import", "toggl", str(DATA / "toggl.csv"), "--mapping", str(DATA / "mapping.toml"))
    DECIDED = '[defaults]\nnot_billable = "courtesy"\noverlaps = "keep"\n'

    def test_what_a_closed_month_keeps_is_not_promised_to_an_update(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        head = "User,Email,Client,Description,Billable,Start date,Start time,End date,End time,Duration\n"
        row = "Dana,d@x,Acme Ltd,fix,Yes,2026-03-18,09:00:00,2026-03-18,10:00:00,01:00:00\n"
        words = ("import", "toggl", "r.csv")
        for text in (row, row.replace("fix", "fixed")):
            Path("r.csv").write_text(head + text, encoding="utf-8")
            told = run(capsys, *words)
        assert "1 changed at the source (--update takes them)" in told
        run(capsys, "close", "2026-03")
        assert "1 changed at the source (left as it is here)" in run(capsys, *words, "--update")

    def test_a_dry_run_shows_every_line_and_writes_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = run(capsys, *self.MAPPED, "--dry-run").splitlines()
        assert words[0] == "line 2: add 2026-03-02T09:05:00Z dana acme maintenance"
        assert words[-2:] == ["would add 6 entries", "to look at: 2 not billable, 1 overlap other work"]
        document = answer(capsys, *self.MAPPED, "--dry-run")
        assert {what: count for what, count in document["counts"].items() if count} == {"add": 6}
        assert document["doubts"] == {"not_billable": 2, "overlap": 1}
        assert document["lines"][0]["entry"]["client"] == "acme"
        assert len(entries(capsys)) == 1

    def test_a_second_import_adds_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = run(capsys, *self.MAPPED).splitlines()
        assert words[-2:] == ["added 6 entries", "to look at: 2 not billable, 1 overlap other work"]
        assert "line 8: imported, but overlaps line 7" in words
        assert run(capsys, *self.MAPPED) == "added 0 entries\n6 already here\n"
        assert len(entries(capsys)) == 7
        assert answer(capsys, "history", "--limit", "1")[0]["title"] == "Imported 6 entries from toggl.csv"

    def test_unknown_names_are_refused_with_a_mapping_that_can_be_filled_in(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        refusal = run(capsys, "import", "toggl", str(DATA / "toggl.csv"), status=1)
        assert "6 lines leave something open; nothing was written" in refusal
        snippet = refusal[refusal.index("[agents]") :]
        assert dict(read_mapping(snippet.encode()).agents) == {"Dana Doe": "dana", "Eli Øst": "eli"}
        assert len(entries(capsys)) == 1
        assert "[agents]" in run(capsys, "import", "toggl", str(DATA / "toggl.csv"), "--dry-run")

    def test_what_is_missing_is_made_when_asked(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("import", "toggl", str(DATA / "toggl.csv"), "--create-missing")
        document = answer(capsys, *words)
        assert document["new_agents"] == ["dana-doe", "eli-øst"]
        assert (document["counts"]["add"], document["counts"]["unmapped"]) == (4, 2)
        left = [line for line in document["lines"] if line["outcome"] == "unmapped"]
        assert [(line["line"], line["doubts"]) for line in left] == [(5, ["not_billable"]), (8, ["overlap"])]
        assert left[1]["proposed"]["agent"] == "dana-doe"

    def test_bad_lines_are_listed_and_stop_nothing_unless_asked(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        nasty = ("import", "toggl", str(DATA / "toggl_nasty.csv"), "--agent", "dana", "--create-missing")
        refusal = run(capsys, *nasty, "--stop-on-bad", status=1)
        assert "nothing was written, since 12 lines are bad: line 3 text follows" in refusal
        assert len(entries(capsys)) == 1
        words = run(capsys, *nasty).splitlines()
        assert "line 12: not imported, ends before it starts" in words
        assert "1 not mapped or not decided, 12 bad" in words
        assert len(entries(capsys)) == 8

    def test_found_4_1_a_file_in_the_wrong_order_of_dates_books_nothing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "r.csv").write_text(
            "User,Client,Start date,Start time,End date,End time,Duration\n"
            "Dana,Acme Ltd,06/10/2026,23:30:00,07/10/2026,00:30:00,1:00:00\n"
            "Dana,Acme Ltd,13/10/2026,09:00:00,13/10/2026,10:00:00,1:00:00\n"
        )
        words = ("import", "toggl", "r.csv", "--create-missing", "--date-order")
        for order in ("mdy", "ymd"):
            refusal = run(capsys, *words, order, status=1)
            assert "day first fits all of them: --date-order dmy" in refusal
        assert len(entries(capsys)) == 1
        run(capsys, *words, "dmy")
        assert [one["started_at"] for one in entries(capsys)[1:]] == [
            "2026-10-06T21:30:00Z",
            "2026-10-13T07:00:00Z",
        ]

    def test_found_4_2_the_import_lists_the_doubts_of_its_dry_run(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "r.csv").write_text(
            "User,Client,Start date,Start time,End date,End time,Duration,Billable\n"
            "Dana,Acme Ltd,2026-04-03,10:00,2026-04-03,11:00,1:10:00,Yes\n"
            "Dana,Acme Ltd,2026-04-04,10:00,2026-04-05,11:00,25:00:00,Yes\n"
            "Dana,Acme Ltd,2026-04-06,10:00,2026-04-06,11:00,1:00:00,No\n"
        )
        (tmp_path / "m.toml").write_text(self.DECIDED)
        words = ("import", "toggl", "r.csv", "--create-missing", "--mapping", "m.toml")
        dry, done = (answer(capsys, *words, *more) for more in (("--dry-run",), ()))
        assert dry["doubts"] == done["doubts"]
        assert set(done["doubts"]) >= {"not_billable", "duration"}
        marked = [(line["line"], line["doubts"]) for line in done["lines"] if line.get("doubts")]
        assert marked == [(line["line"], line["doubts"]) for line in dry["lines"] if line.get("doubts")]
        assert len(marked) == 3

    def test_the_zone_and_the_order_of_dates_can_be_said(self, tmp_path: Path, capsys: Any) -> None:
        (tmp_path / "r.csv").write_text(
            "User,Client,Start date,Start time,End date,End time\nDana,Acme Ltd,03/04/2026,10:00,03/04/2026,11:00\n"
        )
        words = ("import", "toggl", "r.csv", "--date-order", "mdy", "--zone", "America/New_York", "--dry-run")
        (line,) = answer(capsys, *words)["lines"]
        assert line["entry"]["started_at"] == "2026-03-04T15:00:00Z"
        assert "--zone" in run(capsys, "import", "toggl", "r.csv", "--zone", "Mars/Base", status=1)

    def test_found_4_4_overlaps_of_what_came_in_are_told_on_standard_error(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "r.csv").write_text(
            "User,Client,Start date,Start time,End date,End time\n"
            "Dana,Acme Ltd,2026-04-03,10:00,2026-04-03,11:00\nDana,Acme Ltd,2026-04-03,10:30,2026-04-03,10:40\n"
            "Dana,Acme Ltd,2026-04-03,11:00,2026-04-03,12:00\n"
        )
        words = ["import", "toggl", "r.csv", "--create-missing"]
        assert main(words[:3]) == 1
        assert 'overlaps = "?"  # 1 line' in capsys.readouterr().err
        (tmp_path / "m.toml").write_text(self.DECIDED)
        assert main([*words, "--mapping", "m.toml"]) == 0
        told = capsys.readouterr().err
        assert told.count("line 3 overlaps line 2") == 1
        assert "a month with overlaps cannot be closed" in told

    def test_found_4_4_what_overlaps_or_is_not_billable_is_settled_by_the_mapping(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "r.csv").write_text(
            "User,Client,Start date,Start time,End date,End time,Billable\n"
            "Dana,Acme Ltd,2026-04-03,10:00,2026-04-03,11:00,Yes\n"
            "Dana,Acme Ltd,2026-04-03,10:30,2026-04-03,11:30,Yes\n"
            "Dana,Acme Ltd,2026-04-03,11:10,2026-04-03,11:20,No\n"
            "Dana,Acme Ltd,2026-04-03,12:00,2026-04-03,12:20,No\n"
        )
        decided = '[defaults]\noverlaps = "cut"\nnot_billable = "courtesy"\n[lines]\n4 = "skip"\n'
        (tmp_path / "m.toml").write_text(decided)
        words = run(capsys, "import", "toggl", "r.csv", "--mapping", "m.toml").splitlines()
        assert "line 3: imported, but overlaps line 2, cut to 11:00 to 11:30" in words
        assert "line 4: not imported, is not billable; left out" in words
        came = [
            (one["started_at"][11:16], one["ended_at"][11:16], one["scope"]) for one in entries(capsys)[1:]
        ]
        assert came == [
            ("08:00", "09:00", "support"),
            ("09:00", "09:30", "support"),
            ("10:00", "10:20", "courtesy"),
        ]
        assert "overlap" not in run(capsys, "month", "2026-04")

    def test_timewarrior_names_nobody(self, capsys: pytest.CaptureFixture[str]) -> None:
        source = str(DATA / "timewarrior.json")
        assert 'agent = "?"  # 6 lines: whose time' in run(capsys, "import", "timewarrior", source, status=1)
        done = answer(capsys, "import", "timewarrior", source, "--agent", "eli", "--create-missing")
        assert done["counts"]["bad"] == 1
        assert {one["agent"] for one in entries(capsys)[1:]} == {"eli"}

    @pytest.mark.parametrize("content", [b"", b"\x00" * 10, b"a,b\n1,2\n", b"{}"])
    def test_a_file_that_is_no_report_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
    ) -> None:
        (tmp_path / "bad").write_bytes(content)
        for source in ("timewarrior", "toggl"):
            assert run(capsys, "import", source, "bad", status=1).startswith("deskhours: bad: ")
        assert "cannot be read" in run(capsys, "import", "toggl", "none.csv", status=1)

    def test_a_file_whose_every_line_is_bad_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "r.csv").write_text(
            "User,Client,Start date,Start time,Duration\nDana,Acme,yesterday,10:00,1:00:00\n"
        )
        for more in ((), ("--dry-run",)):
            assert main(["import", "toggl", "r.csv", *more]) == 1
            told = capsys.readouterr()
            assert "none of its 1 lines could be read" in told.err
            assert "'yesterday' is no date" in told.out

    def test_a_spreadsheet_is_guessed_and_the_guess_can_be_used_again(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sheet = str(DATA / "samples" / "anycsv" / "german-sheet.csv")
        words = run(capsys, "import", "csv", sheet, "--create-missing", "--dry-run")
        section = words[words.index("[csv]") :]
        assert 'columns = {day = "Datum", person = "Mitarbeiter"' in section
        (tmp_path / "m.toml").write_text(section + '[defaults]\nclient = ""\n')
        done = answer(capsys, "import", "csv", sheet, "--create-missing", "--mapping", "m.toml")
        assert done["counts"]["add"] == 4
        again = run(capsys, "import", "csv", sheet, "--create-missing", "--mapping", "m.toml")
        assert again.endswith("4 already here\n")

    def test_work_without_a_time_of_day_is_laid_end_to_end(self, capsys: pytest.CaptureFixture[str]) -> None:
        sheet = str(DATA / "samples" / "anycsv" / "hours-only.csv")
        answer(capsys, "import", "csv", sheet, "--create-missing")
        came = [one for one in entries(capsys)[1:] if one["started_at"].startswith("2026-10-05")]
        assert [one["started_at"][11:16] for one in came] == ["07:00", "07:00"]
        assert came[0]["note"] == "Fixed the form [no time of day in the source]"

    def test_what_was_exported_comes_back(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main(["add", "smith", "2026-03-05T10:00", "2026-03-05T11:00", "=1+1", "--agent", "dana"])
        capsys.readouterr()
        before = entries(capsys)
        (tmp_path / "out.csv").write_bytes(run(capsys, "export", "csv").encode())
        assert run(capsys, "import", "deskhours-csv", "out.csv") == "added 0 entries\n2 already here\n"
        run(capsys, "undo")
        assert run(capsys, "import", "deskhours-csv", "out.csv") == "added 1 entries\n1 already here\n"
        after = entries(capsys)
        came = after[1]["imported"]
        assert (came["tool"], came["id"]) == ("deskhours-csv", before[1]["key"])
        assert [one | {"imported": None} for one in after] == [one | {"imported": None} for one in before]


class TestExport:
    def test_csv_keeps_everything_and_is_no_formula(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["add", "smith", "2026-03-05T10:00", "2026-03-05T11:00", "=1+1", "--agent", "dana"])
        capsys.readouterr()
        text = run(capsys, "export", "csv")
        assert "'=1+1" in text
        assert "'=Smith & Co [UK]" in text
        assert [found.note for found in read_entries_csv(text)] == ["", "=1+1"]

    def test_a_span_and_a_client(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["add", "smith", "2026-03-04T23:30", "2026-03-05T00:30", "--agent", "dana", "--key", "S-1"])
        capsys.readouterr()
        assert "Smith" in run(capsys, "export", "timeclock", "--from", "2026-03-04", "--to", "2026-03-04")
        assert "Smith" not in run(capsys, "export", "timeclock", "--from", "2026-03-05")
        found = json.loads(run(capsys, "export", "timewarrior", "--client", "acme"))
        assert [interval["start"] for interval in found] == ["20260301T100000Z"]
        assert "is before" in run(
            capsys, "export", "csv", "--from", "2026-03-04", "--to", "2026-03-03", status=1
        )
        assert "--from: 'x' is no date" in run(capsys, "export", "csv", "--from", "x", status=1)
        assert "'odd' is not known" in run(capsys, "export", "csv", "--client", "odd", status=1)

    def test_invoice_lines_of_whole_months(self, capsys: pytest.CaptureFixture[str]) -> None:
        span = ("--from", "2026-03-01", "--to", "2026-03-01")
        everybody = run(capsys, "export", "invoice-lines", *span)
        assert "overage" in everybody
        assert run(capsys, "export", "invoice-lines", *span, "--client", "acme") == everybody
        assert "say which months" in run(capsys, "export", "invoice-lines", status=1)

    def test_a_file_is_written_whole(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "out.csv"
        assert answer(capsys, "export", "csv", "--output", "out.csv")["bytes"] == target.stat().st_size
        before = target.read_bytes()
        main(["add", "smith", "2026-03-05T10:00", "2026-03-05T11:00", "--agent", "dana"])
        capsys.readouterr()

        def full(*_: object) -> None:
            raise OSError(28, os.strerror(28))

        monkeypatch.setattr(os, "replace", full)
        refusal = run(capsys, "export", "csv", "--output", "out.csv", status=1)
        assert (
            refusal
            == "deskhours: out.csv: cannot be written: the disk is full; free some space and try again\n"
        )
        assert target.read_bytes() == before
        assert sorted(os.listdir(tmp_path)) == ["desk.db", "out.csv"]


class TestDatabase:
    def test_backup_and_restore(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        made = answer(capsys, "backup")["backup"]
        assert run(capsys, "backup", "--to", "copy.db") == "wrote copy.db\n"
        main(["add", "smith", "2026-03-05T10:00", "2026-03-05T11:00", "--agent", "dana"])
        capsys.readouterr()
        assert "say --yes to do it" in run(capsys, "restore", made, status=1)
        assert len(entries(capsys)) == 2
        done = answer(capsys, "restore", "copy.db", "--yes")
        assert done["restored"] == str(tmp_path / "desk.db")
        assert len(entries(capsys)) == 1
        run(capsys, "restore", done["kept"], "--yes")
        assert len(entries(capsys)) == 2
        assert run(capsys, "--database", "new.db", "restore", made) == "restored new.db\n"

    def test_doctor_is_content(self, capsys: pytest.CaptureFixture[str]) -> None:
        document = answer(capsys, "doctor")
        assert (document["ok"], document["repaired"]) == (True, None)
        assert "file: SQLite finds nothing wrong" in run(capsys, "doctor")

    def test_doctor_repairs_what_was_derived(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["doctor", "--repair"])
        with closing(sqlite3.connect(tmp_path / "desk.db")) as connection, connection:
            connection.execute("UPDATE month_record SET closing = '[]' WHERE client = 'acme'")
        capsys.readouterr()
        assert main(["doctor"]) == 1
        assert "wrong records:" in capsys.readouterr().out
        assert "months anew" in run(capsys, "doctor", "--repair")
        assert answer(capsys, "doctor")["ok"] is True

    def test_doctor_names_the_way_back_of_a_damaged_file(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(capsys, "backup")
        with closing(sqlite3.connect(tmp_path / "desk.db")) as connection, connection:
            connection.execute("PRAGMA foreign_keys = 0")
            connection.execute("DELETE FROM client WHERE key = 'acme'")
        assert main(["doctor", "--json", "--repair"]) == 1
        document = json.loads(capsys.readouterr().out)
        file = document["checks"][0]
        assert file["name"] == "file"
        assert file["message"].startswith("the file is damaged; restore ")
        assert "entry row 1 refers to a client that is not there" in file["details"]
        assert document["repaired"] is None

    def test_there_must_be_a_desk(self, capsys: pytest.CaptureFixture[str]) -> None:
        for words in (
            ["doctor"],
            ["backup"],
            ["export", "csv"],
            ["import", "toggl", str(DATA / "toggl.csv")],
        ):
            assert "there is no desk yet" in run(capsys, "--database", "none.db", *words, status=1)
        assert not Path("none.db").exists()
