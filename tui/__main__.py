"""The entry point: `deskhours` and `python -m tui`."""

from __future__ import annotations

import gc
import sys

QUICK = {"--database", "--at", "--agent", "--format", "--for"}
"""Options of `status` that take a value and need no parser."""
FLAGS = {"--json", "--all"}


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
    """`status` for programs, answered with nothing loaded that it can do without; None when it needs the long way.

    The long way gives the same answer and words for every refusal.
    """
    options = {}
    words = iter(arguments)
    for word in words:
        if word in QUICK:
            options[word] = next(words, "")
        elif word not in FLAGS:
            return None
    forms = [form for form in ("--format", "--for") if form in options]
    as_json = "--json" in arguments
    if len(forms) + as_json != 1 or "--at" in options or ("--all" in arguments and "--agent" in options):
        return None
    try:
        text = _status_text(options, everybody="--all" in arguments, as_json=as_json)
    except (LookupError, ValueError):
        return None
    if text is None:
        return None
    try:
        print(text, flush=True)
    except OSError as error:
        from tui.cli import unwritten

        return unwritten(error)
    return 0


def _status_text(options: dict[str, str], *, everybody: bool, as_json: bool) -> str | None:
    """What is printed; None for a refusal, which the long way words."""
    import time

    from models.domain.basics.errors import DeskError
    from models.storage.location import resolve_text
    from models.storage.machine_user import user_name
    from models.storage.status import read_status

    wanted, given = options.get("--for", ""), options.get("--format")
    left = bool(wanted) or "{left}" in (given or "")
    try:
        status = read_status(
            resolve_text(options.get("--database")),
            int(time.time()),
            options.get("--agent"),
            user=None if everybody else user_name(),
            left=left and not as_json,
        )
        if as_json:
            import json

            return json.dumps(status.document)
        from tui.commands.statusbar import printed

        text = printed(status, wanted, given)
    except DeskError:
        return None
    encoding = sys.stdout.encoding or "ascii"
    return text.encode(encoding, "replace").decode(encoding)


if __name__ == "__main__":
    sys.exit(main())
