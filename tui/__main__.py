"""The entry point: `deskhours` and `python -m tui`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; a status bar's `status` is answered without loading the rest."""
    from tui.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
