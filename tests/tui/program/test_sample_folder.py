"""Does a demo leave nothing behind, however it ends? (F37)"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.tui.terminal import ROOT, Terminal
from tui.error_log import log_error
from tui.sample.folder import PREFIX, SampleFolder

KILLED = (
    "import os, signal; from tui.sample.folder import SampleFolder; "
    "folder = SampleFolder(); os.kill(os.getpid(), signal.SIGKILL)"
)
TOLD = (
    "import os, signal, tempfile; from tui.signals import end_in_order; end_in_order(); made = tempfile.mkdtemp\n"
    "def told(*given, **named):\n"
    "    path = made(*given, **named); os.kill(os.getpid(), signal.SIGTERM); return path\n"
    "tempfile.mkdtemp = told; from tui.sample.folder import SampleFolder; SampleFolder(); print('goes on')"
)


def folders(place: Path) -> list[Path]:
    """The sample desks that stand there."""
    return list(place.glob(f"{PREFIX}*"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_f37_a_demo_that_is_told_to_end_while_it_starts_leaves_nothing(
    number: signal.Signals, tmp_path: Path
) -> None:
    with Terminal("-m", "tui", "demo", env={"TMPDIR": str(tmp_path)}) as terminal:
        while not folders(tmp_path):
            assert terminal.process.poll() is None
            time.sleep(0.005)
        terminal.process.send_signal(number)
        while terminal.process.poll() is None:
            terminal.drain()
            time.sleep(0.005)
        assert terminal.process.returncode == 128 + number
    assert folders(tmp_path) == []


def test_f37_a_demo_that_is_told_to_end_when_its_folder_was_just_made_takes_it_along(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", TOLD], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (128 + signal.SIGTERM, b"")
    assert folders(tmp_path) == []


def test_f37_what_a_killed_demo_left_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(folders(tmp_path)) == 1
    elsewhere = tmp_path / f"{PREFIX}of-an-older-version"
    elsewhere.mkdir()
    first, second = SampleFolder(), SampleFolder()
    assert sorted(folders(tmp_path)) == sorted([first.path, second.path, elsewhere])


def test_what_went_wrong_can_still_be_read_when_the_sample_desk_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / f"{PREFIX}of-a-program"
    folder.mkdir()
    place = log_error(folder / "desk.db", RuntimeError("broken"))
    assert place is not None
    shutil.rmtree(folder)
    assert "RuntimeError: broken" in place.read_text()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
