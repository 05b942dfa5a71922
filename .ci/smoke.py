"""Does the installed program work? The commands on a small book, then the demo in a real terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

PATIENCE_SECONDS = 30


def run(program: str, *words: str) -> str:
    """A command that must succeed."""
    done = subprocess.run([program, *words], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"{' '.join(words)}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def commands(program: str, case: Path) -> None:
    """Help, load, ledger, status."""
    story = json.loads(case.read_text(encoding="utf-8"))
    book = Path("book.json")
    book.write_text(json.dumps(story["steps"][0]["book"]), encoding="utf-8")
    assert "commands:" in run(program, "--help")
    run(program, "load", str(book))
    client = story["steps"][0]["book"]["clients"][0]["key"]
    ledger = json.loads(run(program, "ledger", client, "2026-03", "--json"))
    assert ledger["minutes"]["accounted"] > 0, ledger
    assert json.loads(run(program, "status", "--json"))["timer"] is None
    run(program, "start", client)
    assert json.loads(run(program, "status", "--json"))["timer"]["client"] == client
    assert json.loads(run(program, "doctor", "--json"))["ok"] is True


def demo(program: str) -> None:
    """The first frame appears, and q leaves with status 0."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(program, [program, "demo"], os.environ | {"TERM": "xterm-256color"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen, asked = b"", False
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65_536)
            except OSError:
                break
        elif b"today" in seen.lower() and not asked:
            os.write(terminal, b"q")
            asked = True
    status = os.waitstatus_to_exitcode(os.waitpid(child, os.WNOHANG if not asked else 0)[1])
    if not asked or status != 0:
        os.kill(child, 9) if not asked else None
        sys.exit(f"demo: frame {'seen' if asked else 'not seen'}, status {status}\n{seen[-2000:]!r}")


if __name__ == "__main__":
    program, case = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ.update(DESKHOURS_DATABASE=str(Path(folder) / "desk.db"), HOME=folder)
        commands(program, case)
        demo(program)
    print("the installed program works")
