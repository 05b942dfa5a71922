"""Is a file there whole or not at all?"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from models.domain.errors import DeskError
from models.exporters.files import make_folder, slug, write_file


def test_a_file_replaces_the_old_one_and_is_private(tmp_path: Path) -> None:
    """Only the owner may read it, and nothing else is left in the folder."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_full_disk_leaves_the_old_file_and_no_half_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal says why; the same call works once there is space."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DeskError, match=r"a\.pdf: cannot be written, the disk is full; nothing was"):
            write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.pdf"]
    write_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """And one that is a file is refused."""
    with pytest.raises(DeskError, match="the folder is not there"):
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
