"""Does the rule book have a place for everything that the code cites, and is its sample book real?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.texts import dump_text, parse_book

ROOT = Path(__file__).parent.parent
RULES = (ROOT / "models" / "domain" / "RULES.md").read_text(encoding="utf-8")
HEADINGS = set(re.findall(r"^##+ (\d+(?:\.\d+)?)\.? ", RULES, re.MULTILINE))
SUBSECTIONS = {2: 9, 3: 10, 4: 3, 5: 6, 6: 5, 10: 1, 12: 7}
"""How many numbered subsections each section has; the others have none."""
APART = {"5.9", "16"}
"""Subsections that stand apart: their numbers are those of the specification, which knows more than is built here."""


def _cited(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    lists = re.findall(r"RULES (\d+(?:\.\d+)?(?:(?:, | and | to |-|–)\d+(?:\.\d+)?)*)", text)
    return {number for numbers in lists for number in re.findall(r"\d+(?:\.\d+)?", numbers)}


def test_every_section_has_its_heading() -> None:
    """Numbers are stable: 1 to 13, and 2.1 to 12.7, and those that stand apart."""
    wanted = {str(section) for section in range(1, 14)}
    wanted |= {f"{section}.{part}" for section, most in SUBSECTIONS.items() for part in range(1, most + 1)}
    assert wanted | APART == HEADINGS


@pytest.mark.parametrize("room", ["models", "tui"])
def test_every_citation_leads_somewhere(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        assert _cited(path) <= HEADINGS, path


def test_links_of_the_contents_lead_to_headings() -> None:
    """Each link in the table at the top is the address that a heading gets."""
    titles = re.findall(r"^## (.+)$", RULES, re.MULTILINE)
    addresses = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    links = re.findall(r"\]\(#([^)]+)\)", RULES)
    assert len(links) == len(titles) == 14
    assert set(links) == addresses


def test_the_small_book_is_accepted_and_reads_back() -> None:
    sample = next(
        block for block in re.findall(r"```json\n(.*?)```", RULES, re.DOTALL) if "deskhours_book" in block
    )
    book = parse_book(sample)
    assert parse_book(dump_text(book)) == book
    assert [contract.key for contract in book.contracts] == ["corvid-2026"]
