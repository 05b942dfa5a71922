"""How does time become minutes to account? The three fields of a rounding, wherever one may be given (RULES 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from models.domain.contracts.contract_words import rounding_words
from models.domain.values import Per, Rounding
from tui.dialogs.form import Values
from tui.widgets.form.fields import Choice, Field, Number

PER = (("request_day", "a request's day"), ("request_month", "a request's month"), ("entry", "every entry"))


def rounding_fields(document: Mapping[str, Any] | None, prefix: str = "") -> list[Field]:
    """Increment, minimum and what they hold for; all empty for the rounding that is fallen back to."""
    given = document or {}
    return [
        Number(
            f"{prefix}increment",
            "Steps of minutes",
            given.get("increment"),
            hint="15; empty: default",
            least=1,
            most=10_080,
        ),
        Number(
            f"{prefix}minimum", "At least minutes", given.get("minimum"), hint="30; empty: none", most=10_080
        ),
        Choice(f"{prefix}per", "Rounded for", given.get("per"), choices=PER),
    ]


def read_rounding(values: Values, prefix: str = "") -> dict[str, Any] | None:
    """The rounding of the book, None when nothing is filled in."""
    names = ("increment", "minimum", "per")
    found = {name: values.get(f"{prefix}{name}") for name in names}
    found = {name: value for name, value in found.items() if value is not None}
    return found or None


def rounding_sentence(values: Values, prefix: str = "", *, called: bool = False) -> str:
    """In words what the three fields mean."""
    given = read_rounding(values, prefix) or {}
    per = cast("Per", given.get("per", "request_day"))
    return rounding_words(Rounding(given.get("increment", 1), given.get("minimum", 0), per), called=called)
