"""What does a prompt hear that asks `deskhours status` every second? The status; nothing else is loaded for it.

It goes without a parser, the command line and the database's library. Where it has no answer the long way gives one.
"""

from __future__ import annotations

import json
import sys
import time

from models.domain.basics.errors import DeskError
from models.storage.location import resolve_text
from models.storage.machine.user import user_name
from models.storage.status import read_status
from tui.commands.time.statusbar import printed
from tui.printing import unwritten

QUICK = {"--database", "--at", "--agent", "--format", "--for"}
"""Options of `status` that take a value and need no parser."""
FLAGS = {"--json", "--all"}


def quick_status(arguments: list[str]) -> int | None:
    """The exit status of `deskhours status` for programs; None where it needs the long way, as for every refusal."""
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
        return unwritten(error)
    return 0


def _status_text(options: dict[str, str], *, everybody: bool, as_json: bool) -> str | None:
    """What is printed; None for a refusal, which the long way words."""
    wanted, given = options.get("--for", ""), options.get("--format")
    left = bool(wanted) or "{left}" in (given or "")
    try:
        status = read_status(
            resolve_text(options.get("--database")),
            int(time.time()),
            options.get("--agent"),
            user=None if everybody else user_name(),
            left=left and not as_json,
            everybody=everybody,
        )
        if as_json:
            return json.dumps(status.document)
        text = printed(status, wanted, given)
    except DeskError:
        return None
    encoding = sys.stdout.encoding or "ascii"
    return text.encode(encoding, "replace").decode(encoding)
