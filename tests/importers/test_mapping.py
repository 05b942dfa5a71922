"""A mapping file is read whole or refused by its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.domain.basics.errors import InvalidValue
from models.importers.mapping import Defaults, Mapping, Target, read_mapping

DATA = Path(__file__).parents[1] / "data" / "import"


def test_a_mapping_file_is_read() -> None:
    mapping = read_mapping(b"\xef\xbb\xbf" + (DATA / "mapping.toml").read_bytes())
    assert mapping.defaults == Defaults(work_type="maintenance", not_billable="courtesy", overlaps="keep")
    assert mapping.agents == (("dana@example.org", "dana"), ("Eli Øst", "eli"))
    assert dict(mapping.clients)["Smith & Co [UK]"] == "smith"
    assert dict(mapping.projects)["Acme Ltd / Launch"] == Target("acme", None, "R-1", "additional")
    assert dict(mapping.projects)["Office"] == Target(client="")
    assert mapping.scopes == (("gift", "courtesy"),)
    assert read_mapping(b"") == Mapping()


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ("[client]\n", "mapping.client", "accepted are agents, clients"),
        ("clients = 7\n", "clients", "7 is no table"),
        ('[clients]\n"A" = 7\n', 'clients."A"', "7 is no text"),
        ('[scopes]\n"A" = "free"\n', 'scopes."A"', "one of support, additional, courtesy, internal"),
        ('[projects]\n"A" = 7\n', 'projects."A"', "7 is not accepted"),
        ('[projects]\n"A" = {color = "red"}\n', 'projects."A".color', "accepted are client, work_type"),
        ('[projects]\n"A" = {scope = "x"}\n', 'projects."A".scope', "one of"),
        ("[defaults]\nagent = 1\n", "defaults.agent", "1 is no text"),
        ('[defaults]\nagents = "x"\n', "defaults.agents", "is not known"),
        ("[clients\n", "mapping", "line 1"),
        ('[clients]\na = "x"\na = "y"\n', "mapping", "line 3"),
        ("[clients]\na = " + "9" * 5000, "mapping", "accepted is a TOML file"),
        (f'[lines]\n{"9" * 5000} = "skip"\n', f"lines.{'9' * 5000}", "accepted is its number in the file"),
    ],
)
def test_what_is_wrong_is_named(text: str, path: str, reason: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        read_mapping(text.encode())
    assert refusal.value.path == path
    assert reason in refusal.value.message


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(InvalidValue, match="byte 4 is no UTF-8"):
        read_mapping(b"# M\xc3\x28")


def test_answers_are_added() -> None:
    mapping = Mapping().answered("agent", "Dana Doe", "dana").answered("client", "Acme Ltd", "acme")
    mapping = mapping.answered("project", "Office", "").answered("tag", "globex", "globex")
    mapping = mapping.answered("work_type", "Backup", "hosting")
    assert mapping.agents == (("Dana Doe", "dana"),)
    assert mapping.clients == (("Acme Ltd", "acme"), ("globex", "globex"))
    assert mapping.projects == (("Office", Target(client="")),)
    assert mapping.work_types == (("Backup", "hosting"),)
