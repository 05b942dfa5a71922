"""The entry point: `deskhours` and `python -m tui`."""

from __future__ import annotations

import gc
import sys

QUICK = {"--database", "--at", "--agent"}
"""Options of `status` that take a value and need no parser."""


def main() -> int:
    """Run the command line; the screen, and the `status` that prompts ask all day, take a shorter way."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["status"]:
        answered = quick_status(arguments[1:])
        if answered is not None:
            return answered
    if arguments in ([], ["demo"]) or (len(arguments) == 2 and arguments[0] == "--database"):
        gc.disable()  # until the first frame: nothing made so far is garbage
        from tui.launch import launch

        return launch(arguments[1] if len(arguments) == 2 else None, demo=arguments == ["demo"])
    from tui.cli import main as run

    return run(arguments)


def quick_status(arguments: list[str]) -> int | None:
    """`status --json` answered with nothing loaded that it can do without; None when it needs the long way.

    The long way gives the same answer and words for every refusal.
    """
    options = {}
    words = iter(arguments)
    for word in words:
        if word in QUICK:
            options[word] = next(words, "")
        elif word != "--json":
            return None
    if "--json" not in arguments or "--at" in options:
        return None
    import time

    from models.domain.errors import DeskError
    from models.location import resolve_text
    from models.status import status_document

    try:
        path = resolve_text(options.get("--database"))
        document = status_document(path, int(time.time()), options.get("--agent"))
    except DeskError:
        return None
    import json

    try:
        print(json.dumps(document), flush=True)
    except OSError as error:
        from tui.cli import unwritten

        return unwritten(error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
