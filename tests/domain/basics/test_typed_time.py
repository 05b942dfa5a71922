"""What people type is read in one way or refused with what is accepted."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.basics.typed.typed_time import (
    MAX_DURATION,
    parse_ago,
    parse_clock_time,
    parse_duration,
    parse_when,
)
from models.domain.basics.typed.wallclock import gap_around, instants_of
from models.domain.basics.zone import to_iso, zone

BERLIN = zone("Europe/Berlin")
LORD_HOWE = zone("Australia/Lord_Howe")
NOW = int(datetime(2026, 2, 4, 11, 0, tzinfo=UTC).timestamp())
"""Wednesday 4 February 2026, 12:00 in Berlin."""


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h30", 90),
        ("1:30", 90),
        ("1.5h", 90),
        ("1,5h", 90),
        ("90m", 90),
        ("90", 90),
        ("1 h 30 min", 90),
        ("  1H30M ", 90),
        ("1h", 60),
        ("2 hours", 120),
        ("1hr 5", 65),
        ("1h05", 65),
        (".5h", 30),
        ("0.25 h", 15),
        ("0.33h", 20),
        ("0,3333h", 20),
        ("0.008h", 0),
        ("0.009h", 1),
        ("45 minutes", 45),
        ("0", 0),
        ("0:00", 0),
        ("25:00", 1500),
        ("9999:59", MAX_DURATION),
        ("599999m", MAX_DURATION),
    ],
)
def test_a_duration_is_read_as_minutes(text: str, minutes: int) -> None:
    assert parse_duration(text) == minutes


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "h", "m", ":", ":30", "1:", "1:5", "1:60", "1:75", "1h60", "1h99", "1:30:00"),
        *("1,5", "1.5", "1.234,5h", "1.234,5", "1e3", "1e308", "nan", "inf", "0x10", "one hour", "+90"),
        *("１２", "１:30", "１２m", "٣٠m", "1½h", "10000:00", "600000", "1000000", "9999999999999h"),
        *(
            "2147483648",
            "9223372036854775808",
            "1000000000000h",
            "[bold]",
            "=1+1",
            "1h\x0030",
            "30s",
            "9999.9999h",
        ),
    ],
)
def test_nonsense_is_no_duration(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"no duration; accepted is 1h30, 1:30, 1\.5h, 90m or 90"):
        parse_duration(text)


def test_a_negative_duration_is_only_for_corrections() -> None:
    with pytest.raises(InvalidValue, match="-0:30' is negative; accepted is"):
        parse_duration("-0:30")
    assert parse_duration("-0:30", allow_negative=True) == -30
    assert parse_duration("− 30m", allow_negative=True) == -30
    assert parse_duration("30", allow_negative=True) == 30
    with pytest.raises(InvalidValue, match="no duration"):
        parse_duration("--30", allow_negative=True)


def test_a_refusal_names_the_field_and_shows_the_value_harmless_and_short() -> None:
    with pytest.raises(InvalidValue) as refusal:
        parse_duration("\x1b]52;c\u202e" + "x" * 300, "entry.duration")
    assert refusal.value.path == "entry.duration"
    assert str(refusal.value).startswith("entry.duration: '\\x1b]52;c\\u202exxx")
    assert "x… is no duration" in refusal.value.message
    assert len(refusal.value.message) < 160


@given(st.integers(0, 9999), st.integers(0, 59))
@settings(max_examples=60)
def test_every_spelling_of_a_duration_is_the_same(hours: int, minutes: int) -> None:
    total = hours * 60 + minutes
    spellings = (f"{hours}:{minutes:02d}", f"{hours}h{minutes}", f"{hours} h {minutes:02d} min", f"{total}m")
    assert {parse_duration(text) for text in spellings} == {total}


@given(st.text(max_size=12))
@settings(max_examples=100)
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse_duration, _read_when, _read_clock):
        with suppress(InvalidValue):
            assert isinstance(read(text), int)


def _read_when(text: str) -> int:
    return parse_when(text, NOW, BERLIN)


def _read_clock(text: str) -> int:
    return parse_clock_time(text, NOW, BERLIN)


@pytest.mark.parametrize(
    ("text", "seconds"), [("10m", 600), ("10", 600), ("1h30 ago", 5400), ("10m ago", 600)]
)
def test_ago_is_in_seconds(text: str, seconds: int) -> None:
    assert parse_ago(text) == seconds


@pytest.mark.parametrize("text", ["-10m", "ago", "", "soon"])
def test_ago_refuses_what_is_no_duration(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"^ago: .*accepted"):
        parse_ago(text)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("now", "2026-02-04T11:00:00Z"),
        ("9:15", "2026-02-04T08:15:00Z"),
        ("09:15", "2026-02-04T08:15:00Z"),
        ("9:15:30", "2026-02-04T08:15:30Z"),
        ("0915", "2026-02-04T08:15:00Z"),
        ("915", "2026-02-04T08:15:00Z"),
        ("9.15", "2026-02-04T08:15:00Z"),
        ("9", "2026-02-04T08:00:00Z"),
        ("16", "2026-02-04T15:00:00Z"),
        ("9:15 pm", "2026-02-04T20:15:00Z"),
        ("2pm", "2026-02-04T13:00:00Z"),
        ("12am", "2026-02-03T23:00:00Z"),
        ("12pm", "2026-02-04T11:00:00Z"),
        ("0:00", "2026-02-03T23:00:00Z"),
        ("24:00", "2026-02-04T23:00:00Z"),
        ("-20m", "2026-02-04T10:40:00Z"),
        ("−20m", "2026-02-04T10:40:00Z"),
        ("- 1h30", "2026-02-04T09:30:00Z"),
        ("20m ago", "2026-02-04T10:40:00Z"),
        ("today 9:15", "2026-02-04T08:15:00Z"),
        ("Yesterday  16:00", "2026-02-03T15:00:00Z"),
        ("yesterday 16", "2026-02-03T15:00:00Z"),
        ("tomorrow 9", "2026-02-05T08:00:00Z"),
        ("mon 9:00", "2026-02-02T08:00:00Z"),
        ("Monday 0900", "2026-02-02T08:00:00Z"),
        ("wed 9:00", "2026-02-04T08:00:00Z"),
        ("thur 9:00", "2026-01-29T08:00:00Z"),
        ("2026-01-30 10:00", "2026-01-30T09:00:00Z"),
        ("2026-01-30 10", "2026-01-30T09:00:00Z"),
        ("2026-01-30T10:00", "2026-01-30T09:00:00Z"),
        ("2026-01-30T09:00:00Z", "2026-01-30T09:00:00Z"),
        ("2026-01-30t09:00z", "2026-01-30T09:00:00Z"),
        ("2026-01-30 09:00Z", "2026-01-30T09:00:00Z"),
        ("2026-01-30T09:00:00-05:00", "2026-01-30T14:00:00Z"),
        ("2026-01-30T09:00+0530", "2026-01-30T03:30:00Z"),
        ("9:15 +01:00", "2026-02-04T08:15:00Z"),
        ("30 Jan 10:00", "2026-01-30T09:00:00Z"),
        ("30. January 10:00", "2026-01-30T09:00:00Z"),
        ("Jan 30 10:00", "2026-01-30T09:00:00Z"),
        ("30 Jan 2pm", "2026-01-30T13:00:00Z"),
        ("30 Jan 2024 10:00", "2024-01-30T09:00:00Z"),
        ("jan 30, 2024 10:00", "2024-01-30T09:00:00Z"),
        ("7 Mar 10:00", "2026-03-07T09:00:00Z"),
        ("8 Mar 10:00", "2025-03-08T09:00:00Z"),
        ("sept 1 10:00", "2025-09-01T08:00:00Z"),
        ("29 Feb 10:00", "2024-02-29T09:00:00Z"),
        ("9:00 first", "2026-02-04T08:00:00Z"),
    ],
)
def test_a_time_is_read_as_an_instant(text: str, instant: str) -> None:
    assert to_iso(parse_when(text, NOW, BERLIN)) == instant


def test_words_count_from_the_day_that_is_shown() -> None:
    def read(text: str) -> str:
        return to_iso(parse_when(text, NOW, BERLIN, today=date(2025, 7, 1)))

    assert read("9:15") == "2025-07-01T07:15:00Z"
    assert read("yesterday 9:15") == "2025-06-30T07:15:00Z"
    assert read("mon 9:15") == "2025-06-30T07:15:00Z"
    assert read("-20m") == "2026-02-04T10:40:00Z"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "later",
            "25",
            "24:01",
            "24:00:01",
            "9:60",
            "9:15:60",
            "9:5",
            "9.5",
            "9,15",
            "0960",
            "2400x",
            "99999",
        ),
        *(
            "13pm",
            "0am",
            "0:30 am",
            "9:15-10:00 x",
            "9:15-10:99",
            "yesterday",
            "mon",
            "mo 9:00",
            "foo 9:00",
            "30 Jan",
        ),
        *("30 Jan 2026", "30 Jan 9", "2026-01-30", "2026-01", "31 Feb 10:00", "0 Jan 10:00", "30 Foo 10:00"),
        *(
            "30 Jan 1969 10:00",
            "30 Jan 3000 10:00",
            "31 Feb 2026 10:00",
            "30T10:00",
            "jan 10:00",
            "today9:00",
        ),
        *("2026-01-30T10:00+15:00", "９:15", "9:15 third", "9:15.5", "[/]", "10:00 yesterday", "1e3"),
    ],
)
def test_nonsense_is_no_time(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"^start: .* is no time; accepted is 9:15, 0915, 9, 9\.15"):
        parse_when(text, NOW, BERLIN, "start")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-02-30 10:00", "'2026-02-30' is no date; accepted is YYYY-MM-DD"),
        ("1969-12-31 10:00", "accepted is YYYY-MM-DD from 1970 to 2999"),
        ("30-01-2026 10:00", "'30-01-2026' is no date"),
        ("-foo", "'foo' is no duration; accepted"),
        ("-10000h", "is no duration; accepted"),
        (
            "9:15 -10:00",
            r"-10:00 is not the offset of Europe/Berlin at 2026-02-04 09:15; accepted is \+01:00",
        ),
        ("9:15-10:00", "-10:00 is not the offset"),
    ],
)
def test_a_refused_part_is_named(text: str, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason):
        parse_when(text, NOW, BERLIN)


def test_the_spring_day_has_no_half_past_two() -> None:
    with pytest.raises(InvalidValue) as refusal:
        parse_when("2026-03-29 02:30", NOW, BERLIN)
    assert refusal.value.message == (
        "2026-03-29 02:30 does not exist in Europe/Berlin: the clock goes from 02:00 to 03:00; "
        "accepted is a time before 02:00 or from 03:00 on"
    )
    assert to_iso(parse_when("2026-03-29 01:59", NOW, BERLIN)) == "2026-03-29T00:59:00Z"
    assert to_iso(parse_when("2026-03-29 03:00", NOW, BERLIN)) == "2026-03-29T01:00:00Z"
    for text in ("02:00", "02:59:59", "02:30 first", "02:30 +01:00"):
        with pytest.raises(InvalidValue, match="does not exist"):
            parse_when(f"2026-03-29 {text}", NOW, BERLIN)


def test_the_autumn_day_asks_which_half_past_two() -> None:
    with pytest.raises(InvalidValue) as refusal:
        parse_when("2026-10-25 02:30", NOW, BERLIN)
    assert refusal.value.message == (
        "2026-10-25 02:30 comes twice in Europe/Berlin; "
        "accepted is 02:30 first (+02:00, 2026-10-25T00:30:00Z) or second (+01:00, 2026-10-25T01:30:00Z)"
    )
    for text, instant in {
        "02:30 first": "00:30:00",
        "02:30 second": "01:30:00",
        "02:30 +02:00": "00:30:00",
        "02:30+0100": "01:30:00",
        "01:59": "2026-10-24T23:59:00Z"[11:19],
        "03:00": "02:00:00",
    }.items():
        assert to_iso(parse_when(f"2026-10-25 {text}", NOW, BERLIN))[11:19] == instant
    with pytest.raises(InvalidValue, match=r"accepted is \+02:00 or \+01:00"):
        parse_when("2026-10-25 02:30 +03:00", NOW, BERLIN)
    with pytest.raises(InvalidValue, match=r"2026-10-25 02:30:15 comes twice .* 02:30:15 first"):
        parse_when("2026-10-25 02:30:15", NOW, BERLIN)


def test_a_typed_clock_is_of_today_and_nothing_else() -> None:
    assert to_iso(parse_clock_time("12:30", NOW, BERLIN)) == "2026-02-04T11:30:00Z"
    assert to_iso(parse_clock_time("1130", NOW, BERLIN)) == "2026-02-04T10:30:00Z"
    autumn = int(datetime(2026, 10, 25, 12, tzinfo=UTC).timestamp())
    assert to_iso(parse_clock_time("02:30 second", autumn, BERLIN)) == "2026-10-25T01:30:00Z"
    late = int(datetime(2026, 2, 4, 23, 30, tzinfo=UTC).timestamp())
    assert to_iso(parse_clock_time("0:10", late, BERLIN)) == "2026-02-04T23:10:00Z"
    for text in ("now", "-20m", "yesterday 9:00", "2026-02-04T09:00:00Z", "25:00", ""):
        with pytest.raises(InvalidValue, match=r"^at: .* is no time of day; accepted is"):
            parse_clock_time(text, NOW, BERLIN, "at")


def test_a_gap_and_a_repetition_need_not_be_an_hour() -> None:
    skipped, repeated = datetime(2026, 10, 4, 2, 10), datetime(2026, 4, 5, 1, 45)  # noqa: DTZ001 - wall clocks
    assert instants_of(skipped, LORD_HOWE) == ()
    assert [moment.strftime("%H:%M") for moment in gap_around(skipped, LORD_HOWE)] == ["02:00", "02:30"]
    first, second = instants_of(repeated, LORD_HOWE)
    assert second - first == 1800


@given(st.integers(1_500_000_000, 2_500_000_000))
@settings(max_examples=60)
def test_every_instant_has_a_wall_clock_that_leads_back_to_it(instant: int) -> None:
    local = BERLIN.local(instant).replace(tzinfo=None)
    assert instant in instants_of(local, BERLIN)
    assert parse_when(to_iso(instant), NOW, BERLIN) == instant
    assert parse_when(BERLIN.local(instant).isoformat(sep=" "), NOW, BERLIN) == instant
