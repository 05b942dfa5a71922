"""How much do evenings, weekends and holidays count? A week of windows with weights, in a form (RULES 3.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from models.book.terms.bands import parse_tables, tables_document
from models.domain.basics.errors import InvalidValue
from models.domain.basics.phrases import day_words
from models.domain.contracts.weight_words import PREMIUM_WORDS, table_words, week_grid
from models.domain.contracts.weights import table_on
from models.domain.values import WEEKDAYS, BandTable, PremiumRule
from models.queries.desk.forms import desk_form
from models.services.core.together import Base
from models.services.desk.catalogue import edit_desk
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records.base import Document, RecordForm, grouped, record_choices
from tui.widgets.form.fields import Choice, Date, Field, Parsed, Toggle

if TYPE_CHECKING:
    from tui.program.protocol import Program

ROWS = (*WEEKDAYS, "holiday")
_LABELS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Holidays")
SAME = "="
"""Typed into a day: its windows are those of the day above."""
_PART = re.compile(r"[;]|,(?=\s*\d{1,2}(?:[:.]\d\d)?\s*[-–])")
_BAND = re.compile(
    r"(\d{1,2})(?:[:.](\d\d))?\s*[-–]\s*(\d{1,2})(?:[:.](\d\d))?\s+[x×*]?\s*(\+?)(\d{1,3}(?:[.,]\d{1,2})?)\s*(%?)"
    r"(?:\s+(?!min\s)(.+?))?(?:\s+min\s+(\d{1,4}))?",
    re.IGNORECASE,
)
HINT = "19-22 1.5 evening, 22-24 2 night min 60"
PREMIUMS: tuple[tuple[PremiumRule, str], ...] = (
    ("always", "always, unless waived"),
    ("agreed", "only where agreed"),
)


# -- a day as text --------------------------------------------------------------------------------


def read_row(text: str) -> list[Document] | str:
    """The windows of a day as in the book: `19-22 1.5 evening, 22-24 200% night min 60`; `=` stays itself."""
    if text.strip() == SAME:
        return SAME
    return [_band(part.strip()) for part in _PART.split(text) if part.strip()]


def _band(text: str) -> Document:
    match = _BAND.fullmatch(text)
    if match is None:
        raise InvalidValue("", f"“{text}” is not clear; accepted is {HINT}, or = for the day above")
    opens = f"{int(match[1]):02d}:{match[2] or '00'}"
    closes = f"{int(match[3]):02d}:{match[4] or '00'}"
    if closes <= opens:
        raise InvalidValue(
            "",
            f"{opens}-{closes} goes over midnight; accepted is {opens}-24:00 here and 00:00-{closes} on the next day,"
            " as a night belongs to two dates",
        )
    written: Document = {"at": f"{opens}-{closes}", "weight": _weight(match[5], match[6], match[7])}
    if match[8]:
        written["name"] = match[8].strip()
    if match[9] and int(match[9]):
        written["minimum"] = int(match[9])
    return written


def _weight(plus: str, number: str, percent: str) -> str:
    """`1.5`, `150%` and `+50%` are the same weight."""
    plain = number.replace(",", ".")
    if not percent:
        return plain
    whole, _, decimals = plain.partition(".")
    if decimals:
        raise InvalidValue("", f"“{number}%” has decimals; accepted are whole per cent, like 150%")
    return f"{(int(whole) + (100 if plus else 0)) / 100:.2f}".rstrip("0").rstrip(".")


def row_text(row: Sequence[Mapping[str, Any]]) -> str:
    """Windows of the book as a person types them."""
    return ", ".join(_band_text(band) for band in row)


def _band_text(band: Mapping[str, Any]) -> str:
    at = re.sub(r"\b0(?=\d)|:00", "", str(band["at"]))
    words = [at, str(band["weight"]), str(band.get("name") or "")]
    least = f"min {band['minimum']}" if band.get("minimum") else ""
    return " ".join(word for word in (*words, least) if word)


# -- a table as fields ----------------------------------------------------------------------------


def table_fields(tables: Sequence[BandTable], today: date) -> list[Field]:
    """From which day on, then the week; filled from the table in force today, or the first to come."""
    now = table_on(tables, today) or (tables[0] if tables else None)
    windows: Document = {} if now is None else tables_document([now])[0]["windows"]
    days = [_row_field(name, label, windows) for name, label in zip(ROWS, _LABELS, strict=True)]
    since = today if now is None else now.since
    known = f"; now: {', '.join(str(table.since) for table in tables)}" if tables else ""
    return [
        *grouped(
            "From which day on",
            Date("since", "From", since, True, hint=f"another day makes another table{known}", today=today),
            Toggle("remove", "Take this table away", value=False),
        ),
        *grouped("Windows that count for more or less", *days),
    ]


def _row_field(name: str, label: str, windows: Mapping[str, Any]) -> Parsed:
    row = windows.get(name)
    text = None if row is None else row_text(row) or ("none" if name == "holiday" else "")
    hint = f"{HINT}; = as the day above"
    if name == "holiday":
        hint = "0-24 2; empty: like the weekday; none: no weights then"
    return Parsed(
        name, label, text or None, hint=hint, reader=_holiday if name == "holiday" else read_row, limit=2000
    )


def _holiday(text: str) -> list[Document] | str:
    return [] if text.strip().casefold() == "none" else read_row(text)


def table_hidden(texts: Mapping[str, str], tables: Sequence[BandTable]) -> set[str]:
    """Only a table that is there can be taken away, and then its windows do not matter."""
    if texts.get("since", "") not in {table.since.isoformat() for table in tables}:
        return {"remove"}
    return set(ROWS) if texts.get("remove") == "yes" else set()


def read_table(values: Values) -> Document:
    """The table of the fields, as in the book; raises InvalidValue where `=` has no day above."""
    windows: Document = {}
    above: list[Document] = []
    for name in ROWS:
        row = values.get(name)
        if row == SAME:
            if name == ROWS[0]:
                raise InvalidValue(name, "= has no day above; accepted are windows, or nothing")
            row = above
        above = row or []
        if row or (name == "holiday" and row is not None):
            windows[name] = row
    since = values.get("since")
    if since is None:
        raise InvalidValue("since", "is needed: the day from which the table holds")
    return {"from": since.isoformat(), "windows": windows}


def merged(values: Values, tables: Sequence[BandTable]) -> list[Document]:
    """All tables as in the book: that of the fields in the place of one from the same day, or gone."""
    table = read_table(values)
    others = [known for known in tables_document(tables) if known["from"] != table["from"]]
    if values.get("remove"):
        return others
    return sorted([*others, table], key=lambda known: str(known["from"]))


def week_words(values: Values, tables: Sequence[BandTable], increments: Sequence[int]) -> list[str]:
    """What the tables say: the week of the one in the fields as a picture, then sentences."""
    after = parse_tables(merged(values, tables), "bands")
    since = values.get("since")
    shown = next((table for table in after if table.since == since), None)
    others = [f"another table holds from {day_words(table.since)}" for table in after if table is not shown]
    if shown is None:
        return ["this table goes", *(others or ["then nothing weighs more or less"])]
    return [*(f" {line}" for line in week_grid(shown)), *table_words(shown, increments), *others]


# -- the desk's -----------------------------------------------------------------------------------


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """The form of the desk's weights."""
    document: Document = await program.data.fetch(desk_form)
    choices, me = await record_choices(program), who(program)
    desk = choices.desk
    roundings = (desk.rounding, desk.on_demand_rounding or desk.rounding)
    increments = [rounding.increment for rounding in roundings]
    rule = desk.premium

    def written(values: Values) -> Document:
        return {**document, "bands": merged(values, desk.bands), "premium": values.get("premium") or rule}

    def words(values: Values) -> list[str]:
        said = week_words(values, desk.bands, increments)
        return [*said, PREMIUM_WORDS[values.get("premium") or rule], "a contract may have weights of its own"]

    return RecordForm(
        "The desk's weights",
        [
            Choice("premium", "Weights hold", rule, True, choices=PREMIUMS),
            *table_fields(desk.bands, choices.today),
        ],
        document=written,
        save=lambda given: edit_desk(given, program.now(), me),
        words=words,
        words_title="The week",
        hidden=lambda texts: table_hidden(texts, desk.bands),
        places={"bands.from": "since"},
        bases=(Base("desk", "1", "the desk", document, desk_form),),
        ledger=True,
        better="A table from a later day leaves the past as it is",
        done="Saved the desk's weights. u undoes it.",
    )


# -- a contract's ---------------------------------------------------------------------------------


class OwnTables(RecordForm):
    """The tables of one contract or plan; `saved` is their list as in the book, nothing is written."""

    def __init__(self, tables: Sequence[BandTable], today: date, increments: Sequence[int]) -> None:
        """Filled from the table that holds today."""
        super().__init__(
            "Weights of its own",
            table_fields(tables, today),
            document=lambda values: {"bands": merged(values, tables)},
            save=lambda given: given,
            words=lambda values: week_words(values, tables, increments),
            words_title="The week",
            hidden=lambda texts: table_hidden(texts, tables),
            places={"bands.from": "since"},
        )
        self._tables = tuple(tables)

    async def _write(self, values: Values) -> dict[str, str]:
        try:
            found = merged(values, self._tables)
            parse_tables(found, "bands")
        except InvalidValue as error:
            return self._placed({error.path: error.message})
        self.saved = found
        return {}
