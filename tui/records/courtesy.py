"""Which work is proposed as courtesy? The field of desk and contract, typed as it is said (RULES 3.10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.book.terms.courtesy import free_document, parse_free
from models.domain.contracts.free_words import RULES_HINT, read_rules, rules_text
from tui.records.base import kept
from tui.widgets.form.fields import Parsed

NONE = "none"
"""Typed into a contract's field: not even what the desk says."""


def desk_courtesy_field(document: Mapping[str, Any]) -> Parsed:
    """The desk's rules; empty for none."""
    rules = document.get("free") or []
    return _field(rules, _text(rules), _read, f"{RULES_HINT}; empty: nothing")


def desk_courtesy_words(values: Mapping[str, Any]) -> list[str]:
    """What the rules of the field propose, as a sentence; nothing without any."""
    rules = values.get("free")
    return [f"proposed as courtesy: {_text(rules)}"] if rules else []


def contract_courtesy_field(document: Mapping[str, Any]) -> Parsed:
    """A contract's own rules; empty for the desk's."""
    rules = document.get("free")
    text = "" if rules is None else _text(rules) or NONE
    return _field(rules, text, _read_own, f"{RULES_HINT}; none; empty: as the desk says")


def _field(value: Any, text: str, reader: Any, hint: str) -> Parsed:
    return kept("free", "Propose as courtesy", value, text, reader, hint=hint, limit=2000)


def _text(rules: list[Any]) -> str:
    return rules_text(parse_free(rules, "free"))


def _read(text: str) -> Any:
    return free_document(read_rules(text))


def _read_own(text: str) -> Any:
    return [] if text.strip().casefold() == NONE else _read(text)
