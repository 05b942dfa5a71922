"""What does a file of another program become here? `deskhours import`: each line is judged before one is written."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.book.writing import entry_document
from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.text import clean, shown
from models.domain.basics.zone import to_iso, zone
from models.importers.answers import snippet, unmapped_words
from models.importers.base import ReadOptions
from models.importers.csv_layout import DATE_ORDERS, CsvLayout
from models.importers.formats import FORMATS, Format, reader_of
from models.importers.mapping import Mapping, read_mapping
from models.importers.planning.plan import plan_import
from models.importers.planning.planner import Wishes
from models.importers.readers.any_csv import guessed, layout_lines, unused_titles
from models.importers.source import Source
from models.queries.time.imports import OpenedDesk, has_old_imports, read_known
from models.services.time.imports import write_import
from models.storage.files.named import named_file
from models.storage.files.whole import why
from models.storage.rows.reading import read_desk
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import agent_of, desk_of, who_writes
from tui.commands.transfer.books import read_file
from tui.printing import print_json_list, print_line, warn
from tui.progress import Progress, progress

if TYPE_CHECKING:
    from models.importers.planning.fates import Fate
    from models.importers.planning.plan import ImportPlan
    from models.importers.resolve import Known

_SHOWN = 5
_DOUBT_WORDS = {
    "duration": "a duration that does not fit the times",
    "clock_change": "times that the clock shows twice",
    "long": "over 24 hours",
    "overlap": "overlap other work",
    "not_billable": "not billable",
    "closed": "reach into a closed month",
    "date_order": "the order of the dates",
}


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "import", import_file)
    parser.add_argument("format", metavar="FORMAT", choices=tuple(FORMATS), help=", ".join(FORMATS))
    parser.add_argument("file", metavar="FILE", help="what the tool exported; - is standard input")
    parser.add_argument("--mapping", metavar="FILE", help="a TOML file that says who and what names mean")
    parser.add_argument("--dry-run", action="store_true", help="show what would become of each line")
    parser.add_argument("--zone", metavar="ZONE", help="of local times in the file (default: the desk's)")
    parser.add_argument("--date-order", choices=DATE_ORDERS, help="how 03/02/2026 is meant")
    parser.add_argument("--update", action="store_true", help="take over what was changed at the source")
    parser.add_argument("--create-missing", action="store_true", help="make clients and agents that are new")
    parser.add_argument("--stop-on-bad", action="store_true", help="write nothing if any line is bad")
    parser.add_argument("--agent", metavar="A", help="who worked where the file names nobody")


@dataclass(frozen=True)
class _Opened:
    """A file that is about to be planned, and all that was said about it."""

    source: Source
    format: Format
    mapping: Mapping
    layout: CsvLayout | None
    """Of a spreadsheet: what its mapping says, and what was guessed."""


def import_file(context: Context) -> int:
    """Import entries of another program, or show what would be (`deskhours import FORMAT FILE`)."""
    args = context.args
    with _source(args.file) as source, desk_of(context):
        opened = _opened(context, source)
        known = read_known()
        with progress() as bar:
            plan = _plan(context, opened, known, bar)
        if args.dry_run:
            _show(context, plan, known, opened)
        else:
            _write(context, plan, known)
    counts = plan.counts
    if counts.bad and counts.bad + counts.skipped == sum(counts):
        raise DeskError(f"{args.file}: none of its {counts.bad:,} lines could be read; nothing was imported")
    return 0


# -- what is read ---------------------------------------------------------------------------------


class _source:
    """The file that was named, as a source; what is no plain file is copied into a nameless one first."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._copy: Any = None

    def __enter__(self) -> Source:
        path = named_file(self._name)
        try:
            if self._name != "-" and path.is_file():
                with path.open("rb"):
                    return Source.of_file(path)
            self._copy = tempfile.NamedTemporaryFile(prefix="deskhours-import-")
            if self._name == "-":
                shutil.copyfileobj(sys.stdin.buffer, self._copy)
            else:
                with path.open("rb") as file:
                    shutil.copyfileobj(file, self._copy)
            self._copy.flush()
            return Source.of_file(Path(self._copy.name))
        except OSError as error:
            raise DeskError(f"{self._name}: cannot be read ({error.strerror})") from error

    def __exit__(self, *_: object) -> None:
        if self._copy is not None:
            self._copy.close()


def _opened(context: Context, source: Source) -> _Opened:
    args = context.args
    mapping = _mapping(context)
    try:
        found = reader_of(args.format, source)
        layout = guessed(source, mapping.csv) if args.format == "csv" and mapping.csv else None
        if args.format == "csv" and layout is None:
            layout = guessed(source, CsvLayout())
    except InvalidValue:
        raise
    except DeskError as error:
        raise DeskError(f"{args.file}: {error}") from error
    return _Opened(source, found, mapping, layout)


def _plan(context: Context, opened: _Opened, known: Known, bar: Progress) -> ImportPlan:
    args = context.args
    old = has_old_imports(f"{opened.format.prefix}-")
    options = ReadOptions(_zone(args.zone), args.date_order, context.now, opened.layout, old)
    wishes = Wishes(args.format, opened.format.prefix, args.create_missing, args.update, context.now)
    try:
        found = opened.format.read(opened.source, options)
        return plan_import(found, opened.mapping, known, OpenedDesk(), wishes, bar.step)
    except InvalidValue:
        raise
    except DeskError as error:
        raise DeskError(f"{args.file}: {error}") from error
    except OSError as error:
        raise DeskError(f"{args.file}: cannot be read ({why(error)})") from error


def _zone(name: str | None) -> Any:
    try:
        return zone(name or read_desk().timezone)
    except InvalidValue as error:
        raise InvalidValue("--zone", error.message) from error


def _mapping(context: Context) -> Mapping:
    args = context.args
    mapping = read_mapping(read_file(args.mapping)) if args.mapping is not None else Mapping()
    if args.agent is None:
        return mapping
    return replace(mapping, defaults=replace(mapping.defaults, agent=agent_of(context)))


# -- what is written ------------------------------------------------------------------------------


def _write(context: Context, plan: ImportPlan, known: Known) -> None:
    args = context.args
    if plan.counts.unmapped and not args.create_missing:
        _warn_overlaps(plan)
        raise DeskError("\n".join(unmapped_words(plan, known)))
    with progress() as bar:
        done = write_import(
            plan, context.now, who_writes(context), clean(Path(args.file).name), stop_on_bad=args.stop_on_bad,
            progress=bar.step,
        )  # fmt: skip
    _warn_overlaps(plan)
    if args.json:
        document = _document(plan) | {"late": done.late}
        print_json_list(document, "lines", (_line_document(fate) for fate in plan.fates() if _told(fate)))
        return
    for fate in plan.fates():
        if _told(fate):
            print_line(f"line {fate.line}: {_verb(fate)}{fate.reason}")
    for line in (*_sums(context, plan, "added"), *_doubt_sums(plan)):
        print_line(line)
    if done.late:
        print_line(f"{done.late} reach into closed months and are shown as late work")


def _told(fate: Fate) -> bool:
    """Is this line told of, once it was imported?"""
    return fate.outcome in ("bad", "unmapped", "skipped", "changed") or bool(fate.doubts)


def _verb(fate: Fate) -> str:
    if fate.outcome in ("bad", "unmapped", "skipped"):
        return "not imported, "
    return {"changed": "not imported anew, ", "update": "updated, "}.get(fate.outcome, "imported, but ")


def _warn_overlaps(plan: ImportPlan) -> None:
    """Say on standard error how much of what came in, or was left out, shares time with other work."""
    told: list[str] = []
    blocks = False
    for fate in plan.fates() if plan.doubts["overlap"] else ():
        words = next((words for code, words in fate.doubts if code == "overlap"), "")
        if words and len(told) < _SHOWN:
            told.append(f"line {fate.line} {words}")
        blocks = blocks or bool(words and fate.entry is not None and ", cut to " not in words)
    if told:
        count = plan.doubts["overlap"]
        more = f"; and {count - _SHOWN:,} more" if count > _SHOWN else ""
        end = (
            ": a month with overlaps cannot be closed; deskhours undo takes the import back" if blocks else ""
        )
        warn(f"{'; '.join(told)}{more}{end}")


# -- what is shown --------------------------------------------------------------------------------


def _show(context: Context, plan: ImportPlan, known: Known, opened: _Opened) -> None:
    guess = opened.layout if opened.mapping.csv is None else None
    if context.args.json:
        document = _document(plan) | {"mapping": "\n".join(snippet(plan, known))}
        if guess is not None:
            document["csv"] = "\n".join(layout_lines(guess))
        print_json_list(document, "lines", map(_line_document, plan.fates()))
        return
    for fate in plan.fates():
        print_line(f"line {fate.line}: {fate.outcome} {_what(fate)}")
    for line in (*_sums(context, plan, "would add"), *_doubt_sums(plan), *_guess_words(opened.source, guess)):
        print_line(line)
    if plan.counts.unmapped:
        print_line("a mapping file for what is not known or not decided:")
        for line in snippet(plan, known):
            print_line(line)


def _what(fate: Fate) -> str:
    what = fate.what
    if fate.entry is not None:
        entry = fate.entry
        what = f"{to_iso(entry.started_at)} {entry.agent} {entry.client or 'no client'} {entry.work_type}"
    return "; ".join(part for part in (what, fate.reason) if part)


def _guess_words(source: Source, guess: CsvLayout | None) -> Iterator[str]:
    if guess is None:
        return
    unused = unused_titles(source, guess)
    yield "the columns were guessed; say so in a mapping if they are other ones:"
    yield from layout_lines(guess)
    if unused:
        yield f"# not used: {', '.join(map(shown, unused))}"


def _document(plan: ImportPlan) -> dict[str, Any]:
    return {
        "format": plan.tool,
        "counts": plan.counts._asdict(),
        "doubts": dict(plan.doubts),
        "unmapped": [{"kind": u.kind, "name": u.text, "lines": u.lines} for u in plan.unmapped],
        "new_agents": [agent.key for agent in plan.new_agents],
        "new_clients": [client.key for client in plan.new_clients],
    }


def _line_document(fate: Fate) -> dict[str, Any]:
    return {
        "line": fate.line,
        "outcome": fate.outcome,
        "reason": fate.reason,
        "doubts": [code for code, _ in fate.doubts],
        "entry": None if fate.entry is None else entry_document(fate.entry),
        "proposed": None if fate.proposed is None else entry_document(fate.proposed),
    }


def _sums(context: Context, plan: ImportPlan, verb: str) -> Iterator[str]:
    """How many lines became what; with --update only what lies in closed months is left as it is here."""
    counts, asked = plan.counts, context.args.update
    new = [words for noun, things in _new(plan) if (words := _listed(noun, things))]
    yield f"{verb} {counts.add:,} entries{' and ' if new else ''}{', '.join(new)}"
    rest = {
        "updated": counts.update,
        "already here": counts.exists,
        f"changed at the source ({'left as it is here' if asked else '--update takes them'})": counts.changed,
        "not mapped or not decided": counts.unmapped,
        "left out": counts.skipped,
        "bad": counts.bad,
    }
    if any(rest.values()):
        yield ", ".join(f"{count:,} {words}" for words, count in rest.items() if count)


def _listed(noun: str, things: tuple[Any, ...]) -> str:
    """`agent zoe`; of many only how many they are."""
    if len(things) > _SHOWN:
        return f"{len(things):,} {noun}s"
    return ", ".join(f"{noun} {thing.key}" for thing in things)


def _doubt_sums(plan: ImportPlan) -> Iterator[str]:
    if plan.doubts:
        yield "to look at: " + ", ".join(
            f"{count:,} {_DOUBT_WORDS[code]}" for code, count in plan.doubts.most_common()
        )


def _new(plan: ImportPlan) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    return ("agent", plan.new_agents), ("client", plan.new_clients)
