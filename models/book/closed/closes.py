"""What does a book say of the closes themselves? Who closed a month, when, and what the checks said (RULES 6.1, 10).

A book names the closed months alone; a dump keeps the rest among the settings, so that `month` answers as it did. Of
months with very many warnings it leaves these out, as they would fill the memory of who reads it: closing finds them
again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, Literal

from models.book.kept import CLOSES, Settings
from models.book.reading import Fields, open_object
from models.domain.basics.months import Month, parse_month
from models.domain.basics.notation import parse_choice, parse_day, parse_flag, parse_instant
from models.domain.basics.text import join_path, parse_body, parse_key, parse_name
from models.domain.basics.zone import to_iso
from models.domain.month_end.checks import Check, Close

MOST_CHECKS = 200
"""Checks of a month that a dump keeps."""
_CLOSE = frozenset(("at", "by", "checks", "statements"))
_NAMES = tuple(field.name for field in fields(Check))
_VALUES = attrgetter(*_NAMES)
_CHECK = frozenset(_NAMES)
_LEVELS: tuple[Literal["blocking", "warning"], ...] = ("blocking", "warning")


def close_document(close: Close) -> dict[str, Any]:
    """A close as a dump keeps it."""
    many = close.checks is None or len(close.checks) > MOST_CHECKS
    document = {
        "at": to_iso(close.closed_at),
        "by": close.closed_by,
        "checks": None if many else [check_document(check) for check in close.checks or ()],
    }
    return document if close.is_issued else document | {"statements": False}


def check_document(check: Check) -> dict[str, Any]:
    """A check as JSON; agent and day are there when the check is about them."""
    document: dict[str, Any] = dict(zip(_NAMES, _VALUES(check), strict=True))
    return document | {"day": None if check.day is None else check.day.isoformat()}


def parse_check(document: object, path: str = "check") -> Check:
    """A check as `check_document` wrote it."""
    given = Fields(document, path, _CHECK)
    return Check(
        level=given.needed("level", lambda value, at: parse_choice(value, at, _LEVELS)),
        code=given.needed("code", parse_key),
        message=given.needed("message", parse_body),
        entry=given.optional("entry", parse_key),
        request=given.optional("request", parse_key),
        agent=given.optional("agent", parse_key),
        day=given.optional("day", parse_day),
        client=given.optional("client", parse_key),
    )


def closes_of(settings: Settings, path: str = "desk.settings") -> Mapping[Month, Close]:
    """The closes among the settings, by month; raises InvalidValue."""
    at = join_path(path, CLOSES)
    kept = next((value for name, value in settings if name == CLOSES), None)
    return {} if kept is None else dict(_closes(kept, at))


def _closes(kept: object, path: str) -> list[tuple[Month, Close]]:
    found = []
    for text, document in open_object(kept, path).items():
        at = join_path(path, text)
        month = parse_month(text, at)
        given = Fields(document, at, _CLOSE)
        closed_at, closed_by = given.needed("at", parse_instant), given.needed("by", parse_name)
        checks = given.items("checks", parse_check) if given.has("checks") else None
        is_issued = given.value("statements", parse_flag, default=True)
        found.append((month, Close(closed_at, closed_by, checks, is_issued)))
    return found
