"""What is said of a TOML file that a person wrote wrongly? The byte, the line or the name, and what is accepted."""

from __future__ import annotations

import pytest

from models.domain.basics.errors import InvalidValue
from models.domain.basics.typed.toml_text import check_names, read_toml, table_of


def test_a_mark_at_the_beginning_is_no_part_of_the_file() -> None:
    assert read_toml('\ufeff[clients]\n"Acme" = "acme"\n'.encode(), "mapping") == {
        "clients": {"Acme": "acme"}
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'[clients]\nA = "\xff"\n', "mapping: byte 16 is no UTF-8; accepted is a TOML file"),
        (b"[clients]\nA = \n", "mapping: Invalid value (at line 2, column 5); accepted is a TOML file"),
    ],
    ids=["latin", "no value"],
)
def test_what_is_no_toml_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_toml(data, "mapping")
    assert str(refused.value) == said


def test_brackets_without_end_are_refused_in_words() -> None:
    with pytest.raises(InvalidValue, match="accepted is a TOML file"):
        read_toml(b"a = " + b"[" * 5_000, "mapping")


def test_a_name_that_is_not_known_is_refused_with_those_that_are() -> None:
    check_names({"zone": "", "csv": {}}, ("zone", "csv"), "mapping")
    with pytest.raises(InvalidValue) as refused:
        check_names({"zone": "", "zones": ""}, ("zone", "csv"), "mapping")
    assert str(refused.value) == "mapping.zones: is not known; accepted are zone, csv"


def test_a_table_that_is_left_out_is_empty_and_a_value_is_none() -> None:
    assert table_of({"clients": {"Acme": "acme"}}, "clients", "key") == {"Acme": "acme"}
    assert table_of({}, "clients", "key") == {}
    with pytest.raises(InvalidValue) as refused:
        table_of({"clients": 3}, "clients", "key")
    assert str(refused.value) == "clients: 3 is no table; accepted is [clients] with name = key lines"


def test_names_come_composed_as_what_the_database_holds() -> None:
    """An editor may write é as e and a mark; the key of the desk is one character shorter (RULES 12)."""
    text = '"cafe\u0301" = "cafe\u0301"'
    assert read_toml(text.encode(), "mapping") == {"caf\u00e9": "caf\u00e9"}
