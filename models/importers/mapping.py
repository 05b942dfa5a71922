"""Who and what is meant by the names in a foreign file? The small TOML file that says so.

Names are matched without regard to case, accents and spacing, and every target is a key of the desk or refused.

    [defaults]
    agent = "dana"              # for lines that name nobody
    client = "acme"             # for lines that name no client; "" imports them without one
    work_type = "maintenance"
    scope = "support"
    not_billable = "courtesy"   # lines that are marked as not billable: keep, courtesy, skip, or a scope
    overlaps = "cut"            # lines that overlap other work: keep, cut, courtesy (cut, and given away), skip

    [agents]                    # names or e-mail addresses
    "Dana Doe" = "dana"
    [clients]                   # names, or tags; "" is work for no client, such as your own
    "Acme Ltd" = "acme"
    [projects]                  # "Project" or "Client / Project", or tags
    "Website care" = {client = "acme", work_type = "maintenance", request = "R-1", scope = "support"}
    [work_types]                # tags, tasks or projects
    "Hosting" = "hosting"
    [scopes]                    # tags
    "gift" = "courtesy"
    [lines]                     # single lines of the file, by their number, before what holds for all alike
    17 = "skip"
    18 = ["courtesy", "cut"]
    [csv]                       # how a spreadsheet is read: see csv_layout.py
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, Literal

from models.domain.basics.errors import InvalidValue
from models.domain.basics.folding import fold
from models.domain.basics.notation import parse_choice
from models.domain.basics.text import shown
from models.domain.basics.typed.toml_text import check_names, read_toml, table_of
from models.domain.values import SCOPES, Scope
from models.importers.csv_layout import CsvLayout, parse_layout

Names = tuple[tuple[str, str], ...]
Asked = Literal[
    "agent", "client", "project", "tag", "work_type", "default_agent", "default_client", "not_billable", "overlap"
]  # fmt: skip
"""What a question may be about: a name of the file, or what holds for all lines that name nothing."""
Decision = Literal["keep", "cut", "courtesy", "skip", "support", "additional", "internal"]
UNPAID: tuple[Decision, ...] = ("keep", "courtesy", "skip", "support", "additional", "internal")
"""What may become of a line that is not billable; `keep` bills it all the same."""
OVERLAPS: tuple[Decision, ...] = ("keep", "cut", "courtesy", "skip")
"""What may become of a line that overlaps other work; `keep` blocks the close of its month."""
DECISIONS: tuple[Decision, ...] = ("keep", "cut", "courtesy", "skip", "support", "additional", "internal")


@dataclass(frozen=True, slots=True)
class Target:
    """What a project stands for; None leaves it to the other rules, client "" means no client."""

    client: str | None = None
    work_type: str | None = None
    request: str | None = None
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for lines that say nothing else; client "" imports them without one."""

    agent: str | None = None
    client: str | None = None
    work_type: str | None = None
    scope: Scope | None = None
    not_billable: Decision | None = None
    overlaps: Decision | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Foreign names and what they stand for; pairs, a later one of the same name wins."""

    agents: Names = ()
    clients: Names = ()
    work_types: Names = ()
    scopes: tuple[tuple[str, Scope], ...] = ()
    projects: tuple[tuple[str, Target], ...] = ()
    defaults: Defaults = field(default=Defaults())
    lines: tuple[tuple[int, tuple[Decision, ...]], ...] = ()
    csv: CsvLayout | None = None

    def answered(self, kind: Asked, text: str, key: str) -> Mapping:
        """This mapping with one more answer: `text`, an unknown agent, client, project or tag, means `key`.

        The key is a client's for a client, a project and a tag; "" means no client.
        """
        if kind == "agent":
            return replace(self, agents=(*self.agents, (text, key)))
        if kind == "project":
            return replace(self, projects=(*self.projects, (text, Target(client=key))))
        if kind == "work_type":
            return replace(self, work_types=(*self.work_types, (text, key)))
        if kind == "default_agent":
            return replace(self, defaults=replace(self.defaults, agent=key))
        if kind == "default_client":
            return replace(self, defaults=replace(self.defaults, client=key))
        return replace(self, clients=(*self.clients, (text, key)))

    def decided(
        self, kind: Literal["not_billable", "overlap"], what: Decision, line: int | None = None
    ) -> Mapping:
        """This mapping with one more decision: for one line, or for all alike."""
        if line is not None:
            others = tuple(pair for pair in self.lines if pair[0] != line)
            before = next((decisions for number, decisions in self.lines if number == line), ())
            return replace(self, lines=(*others, (line, (*before, what))))
        if kind == "overlap":
            return replace(self, defaults=replace(self.defaults, overlaps=what))
        return replace(self, defaults=replace(self.defaults, not_billable=what))


@lru_cache(maxsize=1 << 15)
def same(text: str) -> str:
    """The form in which names are compared: case, accents and spacing do not count (RULES 12)."""
    return " ".join(fold(text).split())


def read_mapping(data: bytes) -> Mapping:
    """The mapping of a TOML file; raises InvalidValue naming the line or the path that is not accepted."""
    document = read_toml(data, "mapping")
    check_names(document, [part.name for part in fields(Mapping)], "mapping")
    projects = table_of(document, "projects", "key")
    return Mapping(
        agents=_names(document, "agents"),
        clients=_names(document, "clients"),
        work_types=_names(document, "work_types"),
        scopes=tuple(
            (name, parse_choice(value, f'scopes."{name}"', SCOPES))
            for name, value in table_of(document, "scopes", "key").items()
        ),
        projects=tuple((name, _target(value, f'projects."{name}"')) for name, value in projects.items()),
        defaults=_defaults(table_of(document, "defaults", "key")),
        lines=tuple(_line(name, value) for name, value in table_of(document, "lines", "key").items()),
        csv=parse_layout(table_of(document, "csv", "key")) if "csv" in document else None,
    )


def _line(name: str, value: object) -> tuple[int, tuple[Decision, ...]]:
    path = f"lines.{name}"
    if not (name.isascii() and name.isdigit() and len(name) < 19):
        raise InvalidValue(path, "is no line; accepted is its number in the file")
    values = value if isinstance(value, list) else [value]
    return int(name), tuple(parse_choice(each, path, DECISIONS) for each in values)


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise InvalidValue(path, f"{shown(value)} is no text; accepted is a key of the desk in quotes")
    return value


def _names(document: dict[str, Any], section: str) -> Names:
    table = table_of(document, section, "key")
    return tuple((name, _text(value, f'{section}."{name}"')) for name, value in table.items())


def _optional(table: dict[str, Any], name: str, path: str) -> str | None:
    return _text(table[name], f"{path}.{name}") if name in table else None


def _scope(table: dict[str, Any], name: str, path: str) -> Scope | None:
    return parse_choice(table[name], f"{path}.{name}", SCOPES) if name in table else None


def _target(value: object, path: str) -> Target:
    if isinstance(value, str):
        return Target(client=value)
    if not isinstance(value, dict):
        raise InvalidValue(path, f'{shown(value)} is not accepted; it is a client or {{client = "…", …}}')
    check_names(value, [part.name for part in fields(Target)], path)
    texts = {name: _optional(value, name, path) for name in ("client", "work_type", "request")}
    return Target(**texts, scope=_scope(value, "scope", path))


def _defaults(table: dict[str, Any]) -> Defaults:
    path = "defaults"
    check_names(table, [part.name for part in fields(Defaults)], path)
    texts = {name: _optional(table, name, path) for name in ("agent", "client", "work_type")}
    return Defaults(
        **texts,
        scope=_scope(table, "scope", path),
        not_billable=_decision(table, "not_billable", UNPAID),
        overlaps=_decision(table, "overlaps", OVERLAPS),
    )


def _decision(table: dict[str, Any], name: str, accepted: tuple[Decision, ...]) -> Decision | None:
    return parse_choice(table[name], f"defaults.{name}", accepted) if name in table else None
