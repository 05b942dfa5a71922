"""How is written what is proposed as courtesy? The key `free` of desk and contract (RULES 3.10)."""

from __future__ import annotations

from functools import partial

from models.book.reading import Fields, one_of, parse_list
from models.domain.basics.notation import parse_whole
from models.domain.values import CHANNELS, MOST_FREE_MINUTES, PRIORITIES, FreeRule

_RULE = frozenset(("channels", "priorities", "up_to_minutes"))
_minutes = partial(parse_whole, least=1, most=MOST_FREE_MINUTES)


def parse_free(value: object, path: str) -> tuple[FreeRule, ...]:
    """The rules of a desk or contract, in their order; a list that is left out means any."""
    return parse_list(value, path, _rule)


def _rule(document: object, path: str) -> FreeRule:
    fields = Fields(document, path, _RULE)
    channels = fields.different("channels", one_of(CHANNELS), "a channel") if fields.has("channels") else None
    priorities = (
        fields.different("priorities", one_of(PRIORITIES), "a priority") if fields.has("priorities") else None
    )
    return FreeRule(fields.needed("up_to_minutes", _minutes), channels, priorities)


def free_document(rules: tuple[FreeRule, ...] | None) -> list[dict[str, object]] | None:
    """The rules as in the book, null for none of its own."""
    if rules is None:
        return None
    return [
        {
            "channels": None if rule.channels is None else list(rule.channels),
            "priorities": None if rule.priorities is None else list(rule.priorities),
            "up_to_minutes": rule.up_to_minutes,
        }
        for rule in rules
    ]
