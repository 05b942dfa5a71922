"""What does a refusal carry besides its sentence? The field of a form, and what others did meanwhile."""

from __future__ import annotations

import pytest

from models.domain.basics.errors import DeskError, InvalidValue, Meanwhile, Overtaken


@pytest.mark.parametrize(
    ("path", "sentence"), [("contracts[2].hours", "contracts[2].hours: is too long"), ("", "is too long")]
)
def test_a_value_is_refused_with_its_field(path: str, sentence: str) -> None:
    refused = InvalidValue(path, "is too long")
    assert (str(refused), refused.path, refused.message) == (sentence, path, "is too long")


def test_what_others_changed_is_told_field_by_field() -> None:
    theirs = (Meanwhile("name", "eli", 1_780_000_000),)
    overtaken = Overtaken("acme was changed meanwhile", theirs)
    assert (str(overtaken), overtaken.changes, overtaken.gone) == (
        "acme was changed meanwhile",
        theirs,
        False,
    )
    assert Overtaken("acme is gone", gone=True).changes == ()
    assert Overtaken("acme is gone", gone=True).gone
    assert isinstance(overtaken, DeskError)
