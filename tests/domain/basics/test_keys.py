"""Keys made of names: plain, free, accepted by the book."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.text import parse_key
from models.domain.basics.typed.keys import MOST_SUGGESTED, suggest_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Acme Ltd", "acme-ltd"),
        ("Müller & Søn", "muller-son"),
        ("Straße", "strasse"),
        ("Łódź Æther", "lodz-aether"),
        ("O'Neill’s", "o-neills"),
        ("  --  ", "client"),
        ("", "client"),
        ("日本", "client"),
        ("[bold] =1+1", "bold-1-1"),
        ("İstanbul", "istanbul"),
        ("½ price", "1-2-price"),
        ("*", "client"),
    ],
)
def test_a_key_is_plain(name: str, key: str) -> None:
    assert suggest_key(name) == key


def test_a_key_is_free() -> None:
    assert suggest_key("Acme", {"acme"}) == "acme-2"
    assert suggest_key("Acme", {"acme", "acme-2"}) == "acme-3"
    assert suggest_key("!", {"plan"}, "plan") == "plan-2"


def test_a_long_name_gives_a_short_key() -> None:
    assert suggest_key("a" * 300) == "a" * MOST_SUGGESTED
    assert suggest_key("a" * (MOST_SUGGESTED - 1) + " b") == "a" * (MOST_SUGGESTED - 1)


@given(st.text(max_size=60), st.sets(st.sampled_from(["client", "client-2", "a", "a-2"])))
def test_a_key_is_always_accepted_and_never_taken(name: str, taken: set[str]) -> None:
    key = suggest_key(name, taken)
    assert key not in taken
    assert key.isascii()
    assert parse_key(key, "key") == key
