"""What do the tools' files look like beyond the plain case? Settings, languages, breaks in the clock, odd lines."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import DeskError
from models.domain.basics.zone import to_iso, zone
from models.importers.base import ImportedRow
from models.importers.csv_layout import CsvLayout
from models.importers.formats import FORMATS, detect
from models.importers.source import Source
from tests.importers.reading import LONDON, parsed

BERLIN = zone("Europe/Berlin")


def spans(rows: tuple[ImportedRow, ...]) -> list[tuple[str, int]]:
    return [(to_iso(row.started_at), row.seconds) for row in rows]


# -- toggl ----------------------------------------------------------------------------------------

TOGGL = (
    "User,Email,Client,Project,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
)


def toggl(start: str, end: str, duration: str, day: str = "2026-03-02", end_day: str = "") -> bytes:
    return f"{TOGGL}Dana,d@x.example,Acme,Site,Work,Yes,{day},{start},{end_day or day},{end},{duration},\n".encode()


@pytest.mark.parametrize(
    ("duration", "doubt"),
    [
        ("1:00:00", ""),
        ("60:00 min", ""),
        ("1.00", ""),
        ("1,00", ""),
        ("1h", ""),
        ("1:00:59", ""),
        ("1:01:00", ""),
        ("1:01:01", "the times are 1:00:00 apart, the duration is 1:01:01"),
        ("2:00:00", "the times are 1:00:00 apart, the duration is 2:00:00"),
        ("long", "the duration 'long' was not understood; the times are taken"),
        ("-", ""),
    ],
)
def test_found_4_5_the_times_are_taken_and_a_duration_that_differs_is_doubted(
    duration: str, doubt: str
) -> None:
    (row,), problems = parsed("toggl", toggl("10:00:00", "11:00:00", duration))
    assert problems == ()
    assert row.seconds == 3600
    assert [words for _, words in row.doubts] == ([doubt] if doubt else [])


def test_a_span_that_is_over_an_hour_off_is_bad() -> None:
    rows, (problem,) = parsed("toggl", toggl("10:00:00", "11:00:00", "2:00:01"))
    assert rows == ()
    assert problem.reason == "the times are 1:00:00 apart, the duration is 2:00:01"


def test_found_4_1_dates_in_the_wrong_order_refuse_the_file_with_the_one_that_fits() -> None:
    data = toggl("23:30:00", "00:30:00", "1:00:00", "06/10/2026", "07/10/2026")
    with pytest.raises(
        DeskError, match=r"impossible month first .*; day first fits all of them: --date-order dmy"
    ):
        parsed("toggl", data, order="mdy")
    (row,), _ = parsed("toggl", data, order="dmy")
    assert spans((row,)) == [("2026-10-06T22:30:00Z", 3600)]
    (row,), _ = parsed("toggl", data)
    assert [code for code, _ in row.doubts] == ["date_order"]


def test_found_4_1_a_date_that_is_impossible_in_the_given_order_is_bad() -> None:
    good = toggl("10:00:00", "11:00:00", "1:00:00", "03/04/2026")
    bad = toggl("10:00:00", "11:00:00", "1:00:00", "13/04/2026").splitlines()[1]
    us = toggl("10:00:00", "11:00:00", "1:00:00", "04/30/2026").splitlines()[1]
    rows, (problem,) = parsed("toggl", good + bad + b"\n" + us + b"\n", order="mdy")
    assert (len(rows), problem.line) == (2, 3)
    assert "'13/04/2026' is no day of the calendar, month first" in problem.reason


def test_what_could_be_either_is_asked() -> None:
    rows, (problem,) = parsed("toggl", toggl("10:00:00", "11:00:00", "1:00:00", "03/04/2026"))
    assert rows == ()
    assert problem.reason.endswith("could be day or month first; say which with --date-order")


# -- clockify -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "line", "expected"),
    [
        ("Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)",
         "2026-03-02,22:00,2026-03-03,00:30,2:30,2.50", ("2026-03-02T22:00:00Z", 9000)),
        ("Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)",
         "03/13/2026,9:00 PM,03/13/2026,11:30 PM,2:30,2.50", ("2026-03-13T21:00:00Z", 9000)),
        ("Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)",
         "13.03.2026,21:00:10,13.03.2026,21:30:20,00:30:10,0.50", ("2026-03-13T21:00:10Z", 1810)),
        ("Start Date,Start Time,End Date,End Time,Duration (decimal)",
         "13-03-2026,12:00\u202fAM,13-03-2026,12:30\u202fAM,0.50", ("2026-03-13T00:00:00Z", 1800)),
        ("Start Date,Start Time,End Date,End Time,Duration (h)",
         "2026/03/13,09:00,2026/03/13,10:00,1h", ("2026-03-13T09:00:00Z", 3600)),
    ],
)  # fmt: skip
def test_clockify_in_any_setting(header: str, line: str, expected: tuple[str, int]) -> None:
    text = f"Project,Client,Description,Task,User,Email,Tags,Billable,{header}\nSite,Acme,Work,,Dana,,,Yes,{line}\n"
    rows, problems = parsed("clockify", text.encode())
    assert problems == ()
    assert spans(rows) == [expected]


@pytest.mark.parametrize("group", [",", ""])
def test_clockify_in_another_language_is_known_by_its_places(group: str) -> None:
    titles = (
        f"Projekt,Kunde,Beschreibung,Aufgabe,Benutzer{',Gruppe' if group else ''},E-Mail,Tags,Abrechenbar"
    )
    line = f"Site,Acme,\"a ''b''\",Design,Dana{group},d@x.example,\"one, two\",Nein,13.03.2026,09:00,13.03.2026,10:30"
    more = "Startdatum,Startzeit,Enddatum,Endzeit,Dauer (h),Dauer (dezimal)"
    text = f'{titles},{more}\n{line},01:30,"1,50"\n'
    assert detect(Source.of_bytes(text.encode())) == "clockify"
    (row,), problems = parsed("clockify", text.encode())
    assert problems == ()
    assert spans((row,)) == [("2026-03-13T09:00:00Z", 5400)]
    assert (row.client, row.task, row.agent, row.email, row.tags, row.billable) == (
        *("Acme", "Design", "Dana", "d@x.example"),
        ("one", "two"),
        False,
    )


# -- harvest --------------------------------------------------------------------------------------

HARVEST = "Date,Client,Project,Task,Notes,Hours,Billable?,First Name,Last Name"


@pytest.mark.parametrize(
    ("date", "hours", "seconds"),
    [
        ("2026-03-13", "1.25", 4500),
        ("13/03/2026", '"1,25"', 4500),
        ("03/13/2026", "1:15", 4500),
        ("13.03.2026", "0.33", 1188),
    ],
)
def test_harvest_has_days_and_hours(date: str, hours: str, seconds: int) -> None:
    rows, problems = parsed(
        "harvest", f"{HARVEST}\n{date},Acme,Site,Design,Work,{hours},No,Dana,Doe\n".encode()
    )
    assert problems == ()
    (row,) = rows
    assert (row.seconds, row.day, row.agent, row.billable) == (seconds, 739_688, "Dana Doe", False)


def test_harvest_with_times_of_day_uses_them() -> None:
    text = (
        f"{HARVEST},Started At,Ended At\n2026-03-13,Acme,Site,Design,Work,1.5,Yes,Dana,Doe,9:00am,10:30am\n"
    )
    (row,), _ = parsed("harvest", text.encode())
    assert spans((row,)) == [("2026-03-13T09:00:00Z", 5400)]


def test_a_row_of_sums_is_named_and_left_out() -> None:
    text = f"{HARVEST}\n2026-03-13,Acme,Site,Design,Work,1.5,Yes,Dana,Doe\nTotal,,,,,1.5,,,\n"
    rows, (problem,) = parsed("harvest", text.encode())
    assert len(rows) == 1
    assert (problem.line, problem.reason, problem.left_out) == (3, "is a row of sums", True)


# -- kimai ----------------------------------------------------------------------------------------

KIMAI_LINE = (
    "2026-03-13,23:30,00:15,{duration},GBP,0,0,84,0,Dana Doe,dana,d@x.example,,Acme,Site,Support,Work,1,urgent,"
    "timesheet,work,A-1,,,\n"
)
KIMAI_TITLES = {
    "en": "Date,From,To,Duration,Currency,Price,Internal price,Hourly price,Fixed price,Name,User,E-mail,Staff number,"
    "Customer,Project,Activity,Description,Billable,Tags,Type,category,Account,Project number,VAT-ID,Order number",
    "de": "Datum,Von,Bis,Dauer,Währung,Preis,Interner Preis,Stundenlohn,Festpreis,Name,Benutzer,E-Mail,Personalnummer,"
    "Kunde,Projekt,Tätigkeit,Beschreibung,Abrechenbar,Schlagworte,Typ,Kategorie,Kundenkonto,Projektnummer,"
    "USt-ID,Bestellnummer",
    "fr": "Date,De,À,Durée,Devise,Prix,Prix interne,Tarif horaire,Prix fixe,Nom,Utilisateur,E-mail,Matricule,Client,"
    "Projet,"
    "Activité,Description,Facturable,Étiquettes,Type,Catégorie,Compte,Numéro de projet,TVA,Commande",
    "ru": "Дата,Начало,Конец,Длительность,Валюта,Цена,Внутренняя цена,Почасовая,Фиксированная,Имя,Пользователь,"
    "E-mail,Номер,"
    "Клиент,Проект,Деятельность,Описание,Оплачиваемое,Теги,Тип,Категория,Счёт,Номер проекта,ИНН,Заказ",
    "unknown": ",".join(f"ܐ{number}" for number in range(25)),
}


@pytest.mark.parametrize("language", KIMAI_TITLES)
@pytest.mark.parametrize("duration", ["0:45", "0:45:00", "0.75"])
def test_kimai_in_any_language(language: str, duration: str) -> None:
    data = f"{KIMAI_TITLES[language]}\n{KIMAI_LINE.format(duration=duration)}".encode()
    assert detect(Source.of_bytes(data)) == "kimai"
    (row,), problems = parsed("kimai", data)
    assert problems == ()
    assert spans((row,)) == [("2026-03-13T23:30:00Z", 2700)]
    assert (row.agent, row.client, row.project, row.task, row.note, row.billable, row.tags) == (
        *("Dana Doe", "Acme", "Site", "Support", "Work", True),
        ("urgent",),
    )


@pytest.mark.parametrize("language", ["en", "unknown"])
def test_kimai_without_prices_for_those_who_may_not_see_them(language: str) -> None:
    def without(line: str) -> str:
        cells = line.split(",")
        return ",".join(cells[:4] + cells[9:])

    data = f"{without(KIMAI_TITLES[language])}\n{without(KIMAI_LINE.format(duration='0:45'))}".encode()
    assert detect(Source.of_bytes(data)) == "kimai"
    (row,), _ = parsed("kimai", data)
    assert (row.agent, row.email, row.client, row.note) == ("Dana Doe", "d@x.example", "Acme", "Work")


def test_kimai_by_a_template_of_its_own() -> None:
    text = "Kunde;Projekt;Datum;Von;Bis;Dauer;Tätigkeit;Beschreibung\n"
    text += "Acme;Site;13/03/26;23:30;00:15;0:45;Support;Work\n"
    (row,), _ = parsed("kimai", text.encode())
    assert spans((row,)) == [("2026-03-13T23:30:00Z", 2700)]
    assert (row.client, row.task, row.note) == ("Acme", "Support", "Work")


def timesheet(**changes: Any) -> bytes:
    value = {"id": 7, "begin": "2026-10-25T02:30:00+0200", "end": "2026-10-25T02:30:00+0100", "duration": 3600,
             "user": {"username": "dana", "alias": None}, "project": {"name": "Site", "customer": {"name": "Acme"}},
             "activity": {"name": "Support"}, "description": None, "tags": [], "billable": True}  # fmt: skip
    return json.dumps([value | changes]).encode()


def test_kimai_json_keeps_its_offsets_and_breaks() -> None:
    (row,), _ = parsed("kimai", timesheet())
    assert spans((row,)) == [("2026-10-25T00:30:00Z", 3600)]
    assert (row.agent, row.external_id, row.note, row.doubts) == ("dana", "7", "", ())
    (row,), _ = parsed("kimai", timesheet(duration=1800, **{"break": 1800}))
    assert row.doubts == ()
    rows, (problem,) = parsed("kimai", timesheet(end=None))
    assert (rows, problem.reason) == ((), "is still running; stop it in Kimai and export again")


# -- solidtime ------------------------------------------------------------------------------------


def archive(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, text in files.items():
            packed.writestr(f"{name}.csv", text)
    return data.getvalue()


def test_a_zip_without_entries_or_a_broken_one_is_refused() -> None:
    with pytest.raises(DeskError, match=r"holds no time_entries\.csv"):
        parsed("solidtime", archive(clients="id,name\n"))
    with pytest.raises(DeskError, match="this ZIP cannot be read"):
        parsed("solidtime", archive(time_entries="id,start,end\n")[:60])


def test_a_client_is_known_by_the_project_and_what_is_missing_is_empty() -> None:
    entries = (
        "id,description,start,end,billable,member_id,client_id,project_id,task_id,tags\n"
        "e1,Work,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,true,m9,,p1,k9,not json\n"
        "e2,Work,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,true,m9,,p1,k9,[]\n"
        "e3,Runs,2026-03-02T10:00:00Z,,true,m9,,p1,k9,[]\n"
    )
    data = archive(
        time_entries=entries, clients="id,name\nc1,Acme\n", projects="id,name,client_id\np1,Site,c1\n"
    )
    (row,), problems = parsed("solidtime", data)
    assert (row.client, row.project, row.agent, row.task, row.external_id) == ("Acme", "Site", "", "", "e2")
    assert [problem.line for problem in problems] == [2, 4]


# -- klog -----------------------------------------------------------------------------------------

KLOG = """2026-03-02 (8h!)
A day #project=Site
   9:00am - 10:00 #client=acme Fixed it
   <23:30 - 0:15 Night
   1h30m Reading #agent='Dana Doe'
   30m
   11:00 - ?
   -30m Lunch
   nonsense
      11:00 - 12:00 is no entry

not a date
   9:00 - 10:00 lost

2026-03-03
\t22:00 - 24:00 Late
\t\tand later
\t23:00 - 1:00> Later
"""


def test_klog_with_all_that_its_format_allows() -> None:
    rows, problems = parsed("klog", KLOG.encode())
    timed = [row for row in rows if row.day is None]
    assert spans(tuple(timed)) == [
        ("2026-03-02T09:00:00Z", 3600),
        ("2026-03-01T23:30:00Z", 2700),
        ("2026-03-03T22:00:00Z", 7200),
        ("2026-03-03T23:00:00Z", 7200),
    ]
    assert [(row.seconds, row.agent, row.note) for row in rows if row.day is not None] == [
        (5400, "Dana Doe", "Reading"),
        (1800, "", ""),
    ]
    assert (timed[0].client, timed[0].project, timed[0].note) == ("acme", "Site", "Fixed it")
    assert timed[2].note == "Late\nand later"
    reasons = {problem.line: problem.reason for problem in problems}
    assert list(reasons) == [7, 8, 9, 12, 13]
    assert reasons[7].startswith("is still running")
    assert reasons[8].startswith("takes time away from its day")


# -- timeclock ------------------------------------------------------------------------------------

TIMECLOCK = """; a log
h 2026/03/02 8
i 2026-03-02 09:00 Acme:Site:Design  Fixed it ; urgent:
o 2026-03-02 10:30 done
i 2026/03/02 11:00:00 Acme Ltd
i 2026/03/02 12:00:00 Internal
O 2026/03/02 12:30:00
o 2026/03/02 13:00:00
what is this
i 2026/03/02 14:00:00 Acme:Site
"""


def test_an_o_line_ends_the_session_that_it_names() -> None:
    text = "i 2026-03-02 09:00 a\ni 2026-03-02 10:00 b\no 2026-03-02 11:00 a  said\n"
    text += "o 2026-03-02 12:00\no 2026-03-02 13:00\n"
    rows, (problem,) = parsed("timeclock", text.encode())
    assert [(row.project, row.seconds, row.note) for row in rows] == [("a", 7200, "said"), ("b", 7200, "")]
    assert (problem.line, problem.reason) == (5, "ends work that was not begun")


def test_timeclock_pairs_what_begins_and_ends() -> None:
    rows, problems = parsed("timeclock", TIMECLOCK.encode())
    assert spans(rows) == [
        ("2026-03-02T09:00:00Z", 5400),
        ("2026-03-02T12:00:00Z", 1800),
        ("2026-03-02T11:00:00Z", 7200),
    ]
    assert (rows[0].client, rows[0].project, rows[0].task, rows[0].tags, rows[0].note) == (
        *("Acme", "Site", "Design"),
        ("urgent",),
        "Fixed it\ndone",
    )
    assert [problem.line for problem in problems] == [9, 10]


# -- watson, super productivity -------------------------------------------------------------------


def test_watson_as_csv_and_a_running_frame() -> None:
    text = 'id,start,stop,project,tags\nabc,2026-03-02 09:00:00,2026-03-02 10:00:00,Acme,"one, two"\n'
    (row,), _ = parsed("watson", text.encode())
    assert (spans((row,)), row.tags) == ([("2026-03-02T09:00:00Z", 3600)], ("one", "two"))
    data = b'[[1791187200, null, "Acme", "x", [], 1], [1791187200, 1791187260, "Acme", "y", [], 1], 7]'
    (row,), problems = parsed("watson", data)
    assert row.external_id == "y"
    assert [problem.reason for problem in problems] == [
        "is still running; stop it in Watson and import again",
        "7 is no frame",
    ]


def task(key: str, days: dict[str, object], **more: object) -> dict[str, object]:
    return {key: {"id": key, "title": key.upper(), "projectId": "p", "timeSpentOnDay": days, **more}}


def test_super_productivity_counts_no_time_twice() -> None:
    live = task("a", {"2026-03-02": 5_400_000}, subTaskIds=["b"]) | task(
        "b", {"2026-03-02": 3_600_000}, parentId="a"
    )
    archived = task("b", {"2026-03-02": 1}) | task(
        "c", {"2026-03-01": 600_000, "2026-03-03": "x"}, projectId=None
    )
    document = {
        "task": {"entities": live},
        "archiveYoung": {"task": {"entities": archived}},
        "project": {"entities": {"p": {"title": "Acme"}}},
    }
    rows, (problem,) = parsed("superproductivity", json.dumps(document).encode())
    assert [(row.note, row.project, row.seconds, row.external_id) for row in rows] == [
        ("C", "", 600, "c@2026-03-01"),
        ("A", "Acme", 1800, "a@2026-03-02"),
        ("A / B", "Acme", 3600, "b@2026-03-02"),
    ]
    assert "are no time spent" in problem.reason


# -- any spreadsheet ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "layout", "expected"),
    [
        ("Tag;Wer;Kunde;Minuten\n02.03.2026;Dana;Acme;90\n", CsvLayout(), 5400),
        ("Date|Client|Time\n2026-03-02|Acme|1:30\n", CsvLayout(), 5400),
        ("Date\tClient\tHours\n2026-03-02\tAcme\t1h30\n", CsvLayout(), 5400),
        ("When,For,Spent\n2026-03-02,Acme,90\n2026-03-03,Acme,30\n", CsvLayout(), 5400),
        ("A,B,C\n2026-03-02,Acme,1.5\n", CsvLayout(), 5400),
        ("A,B,C\n03/02/2026,Acme,90\n",
         CsvLayout(date_order="mdy", duration="minutes", columns=(("day", "a"), ("duration", "C"))), 5400),
        ("A;B\n2.3.26;1.234,5\n",
         CsvLayout(duration="minutes", decimal=",", columns=(("day", "A"), ("duration", "B"))), 74_070),
        ("Start,End,Client\n2026-03-02T10:00:00+01:00,2026-03-02T11:30:00+01:00,Acme\n", CsvLayout(), 5400),
        ("Start,End,Client\n2026-03-02 10:00,2026-03-02 11:30,Acme\n", CsvLayout(), 5400),
        ("Day,From,To,Client\n2026-03-02,23:00,00:30,Acme\n", CsvLayout(), 5400),
        ("My hours\n\nDate,Client,Hours\n2026-03-02,Acme,1.5\n", CsvLayout(), 5400),
        ("sep=;\nTag;Kunde;Std\n\"Mo, 02.03.2026\";Acme;1,5\n", CsvLayout(), 5400),
    ],
)  # fmt: skip
def test_spreadsheets_as_people_keep_them(text: str, layout: CsvLayout, expected: int) -> None:
    rows, problems = parsed("csv", text.encode(), LONDON, layout=layout)
    assert problems == ()
    assert rows[0].seconds == expected


@pytest.mark.parametrize("last", ["Summe;;;3,00", "Gesamt;;;3", ";;;3,00", "TOTAL 2 rows;;;3"])
def test_sums_below_a_spreadsheet_are_left_out(last: str) -> None:
    text = f"Datum;Wer;Kunde;Std.\n02.03.2026;Dana;Acme;1,50\n03.03.2026;Dana;Acme;1,50\n{last}\n"
    rows, (problem,) = parsed("csv", text.encode())
    assert sum(row.seconds for row in rows) == 10_800
    assert (problem.line, problem.left_out) == (4, True)


def test_a_spreadsheet_without_a_day_or_a_wrong_title_names_its_columns() -> None:
    with pytest.raises(DeskError, match="its columns are Wer, Was; say which they are in a mapping"):
        parsed("csv", b"Wer;Was\nDana;Work\n")
    layout = CsvLayout(columns=(("day", "Dattum"), ("duration", "Was")))
    with pytest.raises(DeskError, match=r"csv\.columns\.day: 'Dattum' is no column; the file has Wer, Was"):
        parsed("csv", b"Wer;Was\nDana;Work\n", layout=layout)


# -- whatever somebody hands over -----------------------------------------------------------------


@pytest.mark.parametrize("tool", FORMATS)
@given(
    st.binary(max_size=60),
    st.sampled_from([b"", b"[", b"{", b"2026-03-02\n", b"i 2026/03/02 09:00 x\n", b"PK\x03\x04"]),
)
@settings(max_examples=25, deadline=None)
def test_no_bytes_make_a_reader_fail(tool: str, data: bytes, begin: bytes) -> None:
    try:
        rows, problems = parsed(tool, begin + data)
    except DeskError:
        return
    assert all(row.seconds > 0 for row in rows)
    assert all(problem.line >= 1 for problem in problems)
