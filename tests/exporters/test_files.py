"""Do files of statements get names that every system takes, and refusals that say what is in the way?"""

from __future__ import annotations

from pathlib import Path

import pytest

from models.domain.basics.errors import DeskError
from models.exporters.files import slug
from models.storage.files.whole import make_folder
from tests.deeds import write_file


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """And one that is a file is refused."""
    with pytest.raises(DeskError, match="the folder does not exist"):
        write_file(tmp_path / "no" / "a.txt", b"")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeskError, match="cannot be written"):
        make_folder(tmp_path / "file")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("acme", "acme"),
        ("Smith & Co [UK]", "Smith_Co_UK"),
        ("../../etc/passwd", "etc_passwd"),
        ("Zoë", "Zoë"),
        ("...", "unnamed"),
        ("x" * 100, "x" * 60),
    ],
)
def test_keys_become_harmless_names(text: str, name: str) -> None:
    """No separators, no dots at the ends, not too long."""
    assert slug(text) == name
