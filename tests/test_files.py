"""A file appears whole under its name, or the old one stays; a refusal says what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from models.domain.basics.errors import DeskError
from models.storage.files.whole import replacing, sync
from tests.deeds import write_file


def test_a_new_file_is_private_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "times.csv"
    assert write_file(path, b"one") == path
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"one", 0o600)
    path.chmod(0o644)
    write_file(path, b"two")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o644)
    assert os.listdir(tmp_path) == ["times.csv"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    write_file(tmp_path / "link.csv", b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full; free some space and try again"),
        (errno.EROFS, "the disk can only be read"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_a_fault_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = tmp_path / "times.csv"
    path.write_bytes(b"old")

    def fail(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DeskError) as refusal:
        write_file(path, b"new")
    assert str(refusal.value) == f"{path}: cannot be written: {words}"
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"old", ["times.csv"])


def test_what_is_no_place_for_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="the folder does not exist"):
        write_file(tmp_path / "none" / "a.csv", b"")
    with pytest.raises(DeskError, match="is a folder; accepted is the name of a file"):
        write_file(tmp_path, b"")


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def stop(part: Path) -> None:
        part.write_bytes(b"half")
        raise KeyError(part.name)

    with pytest.raises(KeyError), replacing(tmp_path / "x") as part:
        stop(part)
    assert os.listdir(tmp_path) == []


def test_a_long_name_is_possible(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250)
    write_file(path, b"x")
    sync(tmp_path)
    assert path.read_bytes() == b"x"
