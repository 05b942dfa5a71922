"""What may the book say of what a desk keeps beside its work? Days off, statements, talks, settings (RULES 10).

Read and written side by side; a plan of the catalogue has a module of its own. A new section needs a reader and a
writer here, a line in `parsing` and one in `writing`, and its references in `references`.
"""

from __future__ import annotations

from functools import partial
from math import isfinite

from models.book.reading import Fields, JsonObject, one_of, open_object, parse_list
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_day, parse_instant, parse_month_value, parse_whole
from models.domain.basics.text import clean, join_path, parse_body, parse_key, parse_line, parse_name
from models.domain.basics.zone import to_iso
from models.domain.kept import OPPORTUNITIES, DaysOff, IssuedStatement, Review, Talk

Document = dict[str, object]
Settings = tuple[tuple[str, object], ...]

EARLIER = "earlier statements"
"""The setting in which a dump keeps what closing does not make again (RULES 6.4): replaced versions with their
content, and all versions in months that are open again."""
CLOSES = "closes"
"""The setting in which a dump keeps who closed the months, when, and what the checks said."""
FROZEN = "frozen months"
"""The setting in which a dump keeps closed months that closing would make otherwise (RULES 6.2)."""
_ABSENCE = frozenset(("agent", "first", "last", "reason"))
_STATEMENT = frozenset(("client", "month", "version", "number", "issued_on"))
_EARLIER = _STATEMENT | {"document"}
_REVIEW = frozenset(("client", "month", "at", "by"))
_TALK = frozenset(("client", "kind", "since", "result", "next_on"))
_DEEP = 20
_OF_THIS_MACHINE = ("holidays:", "sleep:", "announce_command:")
"""Beginnings of names: what was worked out, what a machine said, what it may run."""

_counted = partial(parse_whole, least=1)


def parse_absence(document: object, path: str = "absence") -> DaysOff:
    """Days off; `last` is the first where it is left out."""
    fields = Fields(document, path, _ABSENCE)
    agent = fields.needed("agent", parse_key)
    first = fields.needed("first", parse_day)
    last = fields.value("last", parse_day, first)
    if last < first:
        raise InvalidValue(
            fields.at("last"), f"{last} lies before the first day; accepted is {first} or later"
        )
    reason = fields.value("reason", parse_body, "").strip()
    return DaysOff(agent, first, last, parse_line(reason, fields.at("reason")) if reason else "")


def absence_document(absence: DaysOff) -> Document:
    """An absence as in the book."""
    return {
        "agent": absence.agent,
        "first": absence.first.isoformat(),
        "last": absence.last.isoformat(),
        "reason": absence.reason,
    }


def parse_statement(document: object, path: str = "statement") -> IssuedStatement:
    """A statement that was issued in a closed month (RULES 6.5)."""
    return _statement(Fields(document, path, _STATEMENT))


def _statement(fields: Fields) -> IssuedStatement:
    return IssuedStatement(
        fields.needed("client", parse_key),
        fields.needed("month", parse_month_value),
        fields.needed("version", _counted),
        fields.needed("number", _counted),
        fields.needed("issued_on", parse_day),
    )


def statement_document(statement: IssuedStatement) -> Document:
    """A statement as in the book."""
    return {
        "client": statement.client,
        "month": str(statement.month),
        "version": statement.version,
        "number": statement.number,
        "issued_on": statement.issued_on.isoformat(),
    }


def parse_review(document: object, path: str = "review") -> Review:
    """A client's month that was looked at."""
    fields = Fields(document, path, _REVIEW)
    return Review(
        fields.needed("client", parse_key),
        fields.needed("month", parse_month_value),
        fields.needed("at", parse_instant),
        fields.needed("by", parse_name),
    )


def review_document(review: Review) -> Document:
    """A review as in the book."""
    return {
        "client": review.client,
        "month": str(review.month),
        "at": to_iso(review.reviewed_at),
        "by": review.reviewed_by,
    }


def parse_talk(document: object, path: str = "opportunity") -> Talk:
    """An opportunity that was talked about (RULES 5.9)."""
    fields = Fields(document, path, _TALK)
    return Talk(
        fields.needed("client", parse_key),
        fields.needed("kind", one_of(OPPORTUNITIES)),
        fields.optional("since", parse_day),
        fields.value("result", parse_body, ""),
        fields.optional("next_on", parse_day),
    )


def talk_document(talk: Talk) -> Document:
    """An opportunity as in the book."""
    return {
        "client": talk.client,
        "kind": talk.kind,
        "since": None if talk.since is None else talk.since.isoformat(),
        "result": talk.result,
        "next_on": None if talk.next_on is None else talk.next_on.isoformat(),
    }


def split_settings(desk: object, path: str = "desk") -> tuple[object, Settings]:
    """The desk's document without its settings, and these."""
    if not isinstance(desk, dict) or "settings" not in desk:
        return desk, ()
    rest = JsonObject((key, value) for key, value in desk.items() if key != "settings")
    rest.repeated = getattr(desk, "repeated", None)
    given = desk["settings"]
    return rest, () if given is None else parse_settings(given, join_path(path, "settings"))


def is_of_this_machine(name: str) -> bool:
    """Whether a setting means nothing elsewhere, or would run a program there."""
    return name.startswith(_OF_THIS_MACHINE)


def parse_settings(document: object, path: str = "desk.settings") -> Settings:
    """Values of the program by name, sorted; any JSON whose texts are clean."""
    values = open_object(document, path)
    for name in values:
        if is_of_this_machine(name):
            raise InvalidValue(join_path(path, name), "is not accepted; it is of one machine only")
    named = ((parse_name(name, join_path(path, name)), name) for name in values)
    return tuple(sorted((name, _any(values[given], join_path(path, given), 0)) for name, given in named))


def _any(value: object, path: str, depth: int) -> object:
    if isinstance(value, float) and not isfinite(value):
        raise InvalidValue(path, f"{value!r} is not accepted; it is no number")
    if depth > _DEEP:
        raise InvalidValue(path, "is nested too deep")
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, dict):
        fields = open_object(value, path)
        return {clean(key): _any(item, join_path(path, key), depth + 1) for key, item in fields.items()}
    if isinstance(value, list):
        return [_any(item, f"{path}[{position}]", depth + 1) for position, item in enumerate(value)]
    return value


def earlier_issued(settings: Settings, path: str = "desk.settings") -> tuple[IssuedStatement, ...]:
    """The statements of `EARLIER` among the settings, without what they said; raises InvalidValue."""
    rows = next((value for name, value in settings if name == EARLIER), None)
    return parse_list(rows, join_path(path, EARLIER), _issued)


def _issued(document: object, path: str) -> IssuedStatement:
    fields = Fields(document, path, _EARLIER)
    fields.optional("document", open_object)
    return _statement(fields)
