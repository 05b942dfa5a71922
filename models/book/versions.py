"""Which keys may a book of an older version have? Its records are held to those keys before they are read.

Guarantees (`test_a_book_1_knows_no_new_key`): what version 2 added is refused in a book 1 at the path at which it was
refused before there was a version 2. A new key of the book needs nothing here: only what version 1 accepts is listed.
A key of version 1 that gained another form is checked by `_FORMS`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from models.book.reading import Fields, Parse, T
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_choice
from models.domain.basics.text import shown

NEWEST = 2
VERSIONS = (1, NEWEST)

FIRST: dict[str, frozenset[str]] = {
    section: frozenset(keys.split())
    for section, keys in {
        "": "deskhours_book desk agents work_types tiers clients contracts requests entries charges closed_months",
        "desk": "name timezone currency hours holidays closed_days rounding on_demand_rounding hourly_cost"
        " support_share",
        "agents": "key name weekly_hours",
        "work_types": "key name rates",
        "tiers": "key name first_response resolution clock channels",
        "clients": "key name tier contacts domains since",
        "contracts": "key client kind name starts ends hours valid_months allowances covers rates rounding fee"
        " anchor proration renewal cancellation renews cancelled",
        "requests": "key client subject body channel priority state assignee cause work_type reported_at"
        " first_response_at repeat_of outside_scope events",
        "entries": "key agent client request work_type scope started_at ended_at note late_in",
        "charges": "key client date description quantity unit_price",
    }.items()
}
"""The keys of version 1, by section; "" is the book itself."""


def parse_version(value: object, path: str) -> int:
    """The version of a book that this program reads."""
    if isinstance(value, int) and not isinstance(value, bool) and value in VERSIONS:
        return value
    accepted = " and ".join(map(str, VERSIONS))
    raise InvalidValue(path, f"{shown(value)} is no version of the book; accepted are {accepted}")


def in_version(version: int, section: str, parse: Parse[T]) -> Parse[T]:
    """`parse` for a record of `section` in a book of that version."""
    return parse if version == NEWEST else partial(_parse_first, section=section, parse=parse)


def _parse_first(document: object, path: str, section: str, parse: Parse[T]) -> T:
    check_first(document, path, section)
    return parse(document, path)


def check_first(document: object, path: str, section: str) -> None:
    """Refuses what version 1 does not know in a record of `section`; what is no object is left to its reader."""
    if not isinstance(document, dict):
        return
    forms = _FORMS.get(section)
    if forms is None and FIRST[section].issuperset(document):
        return
    fields = Fields(document, path, FIRST[section])
    for key, check in (forms or {}).items():
        if fields.has(key):
            check(document[key], fields.at(key))


def _old_rounding(value: object, path: str) -> None:
    if isinstance(value, dict) and value.get("per") is not None:
        parse_choice(value["per"], f"{path}.per", ("entry", "request_day"))


def _no_list(value: object, path: str, accepted: str) -> None:
    if isinstance(value, list):
        raise InvalidValue(path, f"{shown(value)} is not accepted in a book 1; it is {accepted}")


_FORMS: dict[str, dict[str, Callable[[object, str], None]]] = {
    "desk": {
        "hours": partial(_no_list, accepted="an object {…}"),
        "rounding": _old_rounding,
        "on_demand_rounding": _old_rounding,
    },
    "agents": {"weekly_hours": partial(_no_list, accepted="a duration H:MM")},
    "clients": {"tier": partial(_no_list, accepted="a key")},
    "contracts": {"rounding": _old_rounding},
}
"""Keys of version 1 whose value has more forms in version 2 (RULES 3.2, 4.2)."""
