"""The mapping that an import proposes can be read back, and answers every name once its keys are filled in."""

from __future__ import annotations

from models.domain.values import Agent, Client, WorkType
from models.importers.answers import guessed, snippet, unmapped_words
from models.importers.base import ImportedRow
from models.importers.mapping import Mapping, read_mapping
from models.importers.planning.fates import Counts
from models.importers.planning.plan import ImportPlan, plan_import
from models.importers.resolve import Known

KNOWN = Known(
    (Agent("dana", "Dana"), Agent("eli", "Eli")),
    (Client("acme", "Acme Ltd"), Client("globex", "Globex")),
    (WorkType("maintenance", "Maintenance", ()),),
)


def row(line: int, **more: object) -> ImportedRow:
    values = {"agent": "Dana", "client": "Acme Ltd", **more}
    return ImportedRow(line, 60 * line, 60 * line + 60, **values)  # type: ignore[arg-type]  # names by field


ROWS = (
    row(1, client="Acme Limited"),
    row(2, client="Acme Limited"),
    row(3, agent='Zoe "Z" Ünal'),
    row(4, client="", project="Web [/]"),
    row(5, client="", tags=("launch",)),
    row(6, agent=""),
    row(7, client=""),
    row(8, billable=False),
    ImportedRow(9, 490, 500, agent="Dana", client="Acme Ltd"),
)


def plan(mapping: Mapping) -> ImportPlan:
    return plan_import(ROWS, mapping, KNOWN)


def test_the_snippet_asks_everything_at_once_and_answers_it() -> None:
    text = "\n".join(snippet(plan(Mapping()), KNOWN))
    assert text.splitlines() == [
        "[defaults]",
        'client = "?"  # 2 lines: for whom lines are that name no client; "" for work of your own',
        'agent = "?"  # 1 line: whose time lines are that name nobody',
        'not_billable = "?"  # 1 line: what is not billable: courtesy, internal, keep or skip',
        'overlaps = "?"  # 1 line: what overlaps other work: cut, skip, courtesy or keep',
        "[agents]",
        '"Zoe \\"Z\\" Ünal" = "?"  # 1 line',
        "[clients]",
        '"Acme Limited" = "acme"  # 2 lines; a guess, look at it',
        '# "launch" = "?"  # 1 line',
        "[projects]",
        '"Web [/]" = "?"  # 1 line',
    ]
    filled = text.replace('agent = "?"', 'agent = "eli"').replace('Ünal" = "?"', 'Ünal" = "dana"')
    filled = filled.replace('not_billable = "?"', 'not_billable = "courtesy"')
    filled = filled.replace('overlaps = "?"', 'overlaps = "keep"')
    assert plan(read_mapping(filled.replace('"?"', '"globex"').encode())).counts == Counts(add=9)


def test_the_refusal_says_how_many_lines_wait_and_why() -> None:
    words = list(unmapped_words(plan(Mapping()), KNOWN))
    assert words[0] == "import: 9 lines leave something open; nothing was written"
    assert "  2 lines: the client 'Acme Limited' is not known" in words
    assert "  1 line: say what becomes of work that overlaps (defaults.overlaps)" in words
    assert words[-1] == '"Web [/]" = "?"  # 1 line'


def test_found_4_5_hundreds_of_tags_do_not_drown_what_must_be_answered() -> None:
    rows = [row(at, client="", tags=(f"tag {at}", "often")) for at in range(1, 60)]
    words = list(snippet(plan_import(rows, Mapping(), KNOWN), KNOWN))
    assert words[1].startswith('client = "?"  # 59 lines: for whom lines are')
    assert words[2:4] == ["[clients]", '# "often" = "?"  # 59 lines']
    assert words[-1] == "# and 35 more tags"
    assert len(words) == 29


def test_a_guess_is_close_or_not_made() -> None:
    assert guessed("ACME  ltd.", KNOWN.clients) == "acme"
    assert guessed("Initech", KNOWN.clients) is None
    assert guessed("", KNOWN.agents) is None
