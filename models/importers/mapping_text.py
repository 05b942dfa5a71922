"""What was decided about a file, as a mapping that can be used again? The TOML of a mapping."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from models.importers.mapping import Defaults, Mapping, Target
from models.importers.readers.any_csv import layout_lines


def mapping_lines(mapping: Mapping) -> Iterator[str]:
    """Lines that `read_mapping` reads back; of a name that was answered twice only the last answer stands."""
    yield from _section("defaults", _defaults(mapping.defaults))
    yield from _section("agents", _named(mapping.agents))
    yield from _section("clients", _named(mapping.clients))
    yield from _section("projects", {name: _target(target) for name, target in mapping.projects})
    yield from _section("work_types", _named(mapping.work_types))
    yield from _section("scopes", _named(mapping.scopes))
    lines = {str(number): json.dumps(list(decisions)) for number, decisions in mapping.lines}
    yield from _section("lines", lines)
    if mapping.csv is not None:
        yield from layout_lines(mapping.csv)


def _section(name: str, pairs: dict[str, str]) -> Iterator[str]:
    if pairs:
        yield f"[{name}]"
        yield from (
            f"{key if name in ('defaults', 'lines') else _text(key)} = {value}"
            for key, value in pairs.items()
        )


def _named(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: _text(key) for name, key in pairs}


def _defaults(defaults: Defaults) -> dict[str, str]:
    values = {
        "agent": defaults.agent,
        "client": defaults.client,
        "work_type": defaults.work_type,
        "scope": defaults.scope,
        "not_billable": defaults.not_billable,
        "overlaps": defaults.overlaps,
    }
    return {name: _text(value) for name, value in values.items() if value is not None}


def _target(target: Target) -> str:
    values = {
        "client": target.client,
        "work_type": target.work_type,
        "request": target.request,
        "scope": target.scope,
    }
    given = [f"{name} = {_text(value)}" for name, value in values.items() if value is not None]
    return "{" + ", ".join(given) + "}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
