"""A month travels as values with names: only the codecs know what stands where in its JSON."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from models.domain.ledger.sums import SUM_NAMES

ROOT = Path(__file__).parents[1]
CODECS = {
    Path("models/book/ledgers.py"),
    Path("models/book/sums.py"),
    Path("models/storage/rows/month_texts.py"),
    Path("models/storage/rows/ledger_texts.py"),
}
PARTS = {"grants", "units", "draws", "drawn_from", "worked", "usable", "expiring", "unlimited_contract"}
FIELDS = {"valid_from", "work_date"}
KEYS = ({*SUM_NAMES} - {"accounted"}) | PARTS | FIELDS
"""What stands in months alone; `accounted` is a column of other answers, too."""
MONTHS = {"balance", "draw", "grant", "ledger", "sums", "summary", "unit"}
"""Names that a month or a part of it goes by."""
WORDS = {"say", "words"}
"""The words of a language, by the same names."""


def by_key(source: str) -> Iterator[str]:
    """Where a part of a month is asked for by its key."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)):
            continue
        key, base = node.slice.value, node.value
        name = base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""
        if isinstance(key, str) and name not in WORDS and (key in KEYS or name in MONTHS):
            yield f"{node.lineno}: {ast.unparse(node)}"


def test_no_part_of_a_month_is_asked_for_by_its_key_outside_the_codecs() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{place}"
        for room in ("models", "tui")
        for path in sorted((ROOT / room).rglob("*.py"))
        if path.relative_to(ROOT) not in CODECS
        for place in by_key(path.read_text())
    ]
    assert found == []


def test_such_a_place_is_found() -> None:
    assert all(list(by_key((ROOT / path).read_text())) for path in CODECS)
    assert list(by_key('summary["total"] + row.document["grants"][0]["kind"]')) == [
        "1: summary['total']",
        "1: row.document['grants']",
    ]
    assert list(by_key('say["lapsed"] + row["accounted"]')) == []
