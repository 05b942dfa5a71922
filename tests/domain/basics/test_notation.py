"""Texts and integers say the same, or the text is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics import notation
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.basics.zone import to_iso

CURRENCIES = st.sampled_from(["GBP", "JPY", "BHD"])


@pytest.mark.parametrize(
    ("currency", "text", "minor", "written"),
    [
        ("GBP", "70.00", 7000, "70.00"),
        ("GBP", "70.0", 7000, "70.00"),
        ("GBP", "70", 7000, "70.00"),
        ("GBP", "0.05", 5, "0.05"),
        ("GBP", "-0.00", 0, "0.00"),
        ("JPY", "70", 70, "70"),
        ("BHD", "1.5", 1500, "1.500"),
        ("BHD", "1.005", 1005, "1.005"),
        ("GBP", "10000000000.00", 10**12, "10000000000.00"),
    ],
)
def test_money(currency: str, text: str, minor: int, written: str) -> None:
    assert notation.parse_money(text, "fee.amount", currency) == minor
    assert notation.format_money(minor, currency) == written


def test_a_credit_only_where_it_may_be() -> None:
    assert notation.parse_money("-0.50", "unit_price", "GBP", signed=True) == -50
    assert notation.format_money(-5, "GBP") == "-0.05"
    assert notation.format_money(-5, "JPY") == "-5"
    with pytest.raises(InvalidValue, match=r"'-0.50' is no amount.*\"0.00\" in GBP, not below 0"):
        notation.parse_money("-0.50", "rate", "GBP")


@pytest.mark.parametrize("digits", [("KRW", 0), ("VND", 0), ("CLP", 0), ("ISK", 0), ("KWD", 3), ("OMR", 3)])
def test_digits_of_a_currency(digits: tuple[str, int]) -> None:
    assert notation.currency_digits(digits[0]) == digits[1]


NO_POUNDS: list[object] = [
    *(70, 70.0, True, None, [], "", "70.000", "1,5", "1.234,5", ".5", "5.", "+5", "--5"),
    *("１２", "nan", "inf", "1e3", " 5", "5 ", "10000000000.01", "9" * 16),
]


@pytest.mark.parametrize(
    ("currency", "value"), [*(("GBP", value) for value in NO_POUNDS), ("JPY", "70.0"), ("BHD", "1.0000")]
)
def test_no_amount(currency: str, value: object) -> None:
    with pytest.raises(InvalidValue) as refused:
        notation.parse_money(value, "desk.hourly_cost", currency, signed=True)
    assert refused.value.path == "desk.hourly_cost"


@given(st.integers(-(10**12), 10**12), CURRENCIES)
def test_money_reads_back(minor: int, currency: str) -> None:
    text = notation.format_money(minor, currency)
    assert notation.parse_money(text, "", currency, signed=True) == minor


@pytest.mark.parametrize(
    ("text", "minutes", "written"),
    [
        ("0:00", 0, "0:00"),
        ("5:07", 307, "5:07"),
        ("37:30", 2250, "37:30"),
        ("08:00", 480, "8:00"),
        ("1000000:00", 60_000_000, "1000000:00"),
    ],
)
def test_durations(text: str, minutes: int, written: str) -> None:
    assert notation.parse_duration(text, "hours") == minutes
    assert notation.format_duration(minutes) == written


def test_a_duration_below_zero_is_written_but_not_read() -> None:
    assert notation.format_duration(-90) == "-1:30"


NO_DURATIONS: list[object] = [
    *(
        "5:75",
        "5:60",
        "5",
        "5:0",
        "5:000",
        "-0:30",
        "5.5",
        "1000000:01",
        "1000000000000:00",
        "１:00",
        "5:00 ",
    ),
    *(5, 5.5, True, None, {}, "nan", ""),
]


@pytest.mark.parametrize("value", NO_DURATIONS)
def test_no_duration(value: object) -> None:
    with pytest.raises(InvalidValue, match="is no duration; accepted is H:MM") as refused:
        notation.parse_duration(value, "contracts[2].allowances[0].hours")
    assert refused.value.path == "contracts[2].allowances[0].hours"


def test_a_week_has_168_hours() -> None:
    assert notation.parse_duration("168:00", "weekly_hours", 10080) == 10080
    with pytest.raises(InvalidValue, match="up to 168:00"):
        notation.parse_duration("168:01", "weekly_hours", 10080)


@given(st.integers(0, notation.MOST_MINUTES))
def test_durations_read_back(minutes: int) -> None:
    assert notation.parse_duration(notation.format_duration(minutes), "") == minutes


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-03-02T09:05:00Z", 1772442300),
        ("2999-12-31T23:59:59Z", 32503679999),
    ],
)
def test_instants(text: str, instant: int) -> None:
    assert notation.parse_instant(text, "at") == instant
    assert to_iso(instant) == text


NO_INSTANTS: list[object] = [
    *("2026-03-02T09:05:00", "2026-03-02T09:05:00+00:00", "2026-03-02 09:05:00Z", "2026-03-02T09:05Z"),
    *("2026-03-02T09:05:00.5Z", "2026-02-29T09:05:00Z", "2026-13-01T00:00:00Z", "2026-03-02T24:00:00Z"),
    *("2026-03-02T09:60:00Z", "2026-03-02T09:05:60Z", "1969-12-31T23:59:59Z", "3000-01-01T00:00:00Z"),
    *("2026-03-02t09:05:00z", "２０２６-03-02T09:05:00Z", "2026-03-02T09:05:00Z\n", 1772442300, None, True),
]


@pytest.mark.parametrize("value", NO_INSTANTS)
def test_no_instant(value: object) -> None:
    with pytest.raises(InvalidValue, match="is no instant; accepted is UTC to the second") as refused:
        notation.parse_instant(value, "entries[0].started_at")
    assert refused.value.path == "entries[0].started_at"


@given(st.datetimes(datetime(1970, 1, 1), datetime(2999, 12, 31)))  # noqa: DTZ001 hypothesis wants naive bounds
def test_instants_read_back(moment: datetime) -> None:
    instant = int(moment.replace(tzinfo=UTC, microsecond=0).timestamp())
    assert notation.parse_instant(to_iso(instant), "") == instant


def test_days_and_months() -> None:
    assert notation.parse_day("2026-03-31", "since") == date(2026, 3, 31)
    assert notation.parse_month_value("2026-03", "late_in") == Month(2026, 3)
    for parse in (notation.parse_day, notation.parse_month_value):
        for value in (20260331, None, "2026-3-1", "2026-02-30x"):
            with pytest.raises(InvalidValue) as refused:
                parse(value, "p")
            assert refused.value.path == "p"


@pytest.mark.parametrize(
    ("text", "written"),
    [("10", "10"), ("7.50", "7.5"), ("0", "0"), ("0.00", "0"), ("100", "100"), ("100.00", "100")],
)
def test_percentages(text: str, written: str) -> None:
    assert notation.format_percent(notation.parse_percent(text, "discount_percent")) == written


@pytest.mark.parametrize(
    ("text", "written"), [("1", "1.00"), ("0.8", "0.80"), ("0.125", "0.125"), ("0", "0.00")]
)
def test_shares(text: str, written: str) -> None:
    assert notation.format_share(notation.parse_share(text, "support_share")) == written


@pytest.mark.parametrize(
    "value", ["-1", "100.01", "1e2", "nan", "inf", "１０", "10%", "", ".5", 10, 10.0, None, True]
)
def test_no_percentage(value: object) -> None:
    with pytest.raises(InvalidValue, match="is no percentage; accepted is a decimal string from 0 to 100"):
        notation.parse_percent(value, "p")


def test_no_share() -> None:
    with pytest.raises(InvalidValue, match=r"'1.01' is no share; accepted is a decimal string from 0 to 1,"):
        notation.parse_share("1.01", "p")


@given(st.decimals(0, 1, places=4))
def test_shares_read_back(share: Decimal) -> None:
    assert notation.parse_share(notation.format_share(share), "") == share


@pytest.mark.parametrize("value", ["gbp", "GB", "GBPX", "ＧＢＰ", "", 5, None])
def test_no_currency(value: object) -> None:
    with pytest.raises(InvalidValue, match="three-letter code like GBP"):
        notation.parse_currency(value, "desk.currency")
    assert notation.parse_currency("GBP", "desk.currency") == "GBP"


def test_whole_numbers() -> None:
    assert notation.parse_whole(0, "p") == 0
    assert notation.parse_whole(1_000_000, "p") == 1_000_000
    for value in (True, 1.0, "1", None, -1, 1_000_001, 2**63, float("nan")):
        with pytest.raises(InvalidValue, match="a whole number from 0 to 1000000"):
            notation.parse_whole(value, "p")


FLAGS: list[tuple[Callable[[object, str], object], object]] = [
    (notation.parse_flag, 1),
    (notation.parse_flag, "true"),
    (lambda value, path: notation.parse_choice(value, path, ("a", "b")), "c"),
    (lambda value, path: notation.parse_choice(value, path, ("a", "b")), ["a"]),
]


@pytest.mark.parametrize(("parse", "value"), FLAGS)
def test_no_flag_and_no_choice(parse: Callable[[object, str], object], value: object) -> None:
    with pytest.raises(InvalidValue, match=r"is not accepted; it is (true or false|one of a, b)"):
        parse(value, "p")


def test_flags_and_choices() -> None:
    assert notation.parse_flag(True, "p") is True
    assert notation.parse_choice("b", "p", ("a", "b")) == "b"


@pytest.mark.parametrize(
    ("text", "minor"), [("976.50", 97650), ("-0.05", -5), ("5000", 5000), ("1.234", 1234)]
)
def test_what_was_written_is_read_as_minor_units(text: str, minor: int) -> None:
    assert notation.minor_units(text) == minor
