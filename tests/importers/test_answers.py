"""The mapping that an import proposes can be read back, and answers every name once its keys are filled in."""

from __future__ import annotations

from models.domain.values import Agent, Client, WorkType
from models.importers.answers import guessed, snippet, unmapped_words
from models.importers.base import ImportedRow
from models.importers.mapping import Mapping, read_mapping
from models.importers.plan import ImportPlan, plan_import
from models.importers.resolve import Known

KNOWN = Known(
    (Agent("dana", "Dana"), Agent("eli", "Eli")),
    (Client("acme", "Acme Ltd"), Client("globex", "Globex")),
    (WorkType("maintenance", "Maintenance", ()),),
)


def row(line: int, **more: object) -> ImportedRow:
    values = {"agent": "Dana", "client": "Acme Ltd", **more}
    return ImportedRow(line, f"TG-{line}", 0, 60, **values)  # type: ignore[arg-type]  # names by field


ROWS = (
    row(1, client="Acme Limited"),
    row(2, client="Acme Limited"),
    row(3, agent='Zoe "Z" Ünal'),
    row(4, client="", project="Web [/]"),
    row(5, client="", tags=("launch",)),
    row(6, agent=""),
    row(7, client=""),
)


def plan(mapping: Mapping) -> ImportPlan:
    return plan_import(ROWS, (), mapping, KNOWN, ())


def test_the_snippet_answers_what_stopped_lines() -> None:
    text = "\n".join(snippet(plan(Mapping()), KNOWN))
    assert text.splitlines() == [
        "[defaults]",
        'agent = "?"  # 1 line',
        'client = "?"  # 1 line',
        "[agents]",
        '"Zoe \\"Z\\" Ünal" = "?"  # 1 line',
        "[clients]",
        '"Acme Limited" = "acme"  # 2 lines; a guess, look at it',
        '"launch" = "?"  # 1 line',
        "[projects]",
        '"Web [/]" = "?"  # 1 line',
    ]
    filled = text.replace('agent = "?"', 'agent = "eli"').replace('Ünal" = "?"', 'Ünal" = "dana"')
    assert plan(read_mapping(filled.replace('"?"', '"globex"').encode())).counts == (7, 0, 0, 0)


def test_the_refusal_says_how_many_lines_wait_and_why() -> None:
    words = list(unmapped_words(plan(Mapping()), KNOWN))
    assert words[0] == "import: 7 lines name what this desk does not know; nothing was written"
    assert "  2 lines: the client 'Acme Limited' is not known" in words
    assert words[-1] == '"Web [/]" = "?"  # 1 line'


def test_a_guess_is_close_or_not_made() -> None:
    assert guessed("ACME  ltd.", KNOWN.clients) == "acme"
    assert guessed("Initech", KNOWN.clients) is None
    assert guessed("", KNOWN.agents) is None
