"""Commands that bring time in and out, and keep the database safe: import, export, backup, restore, doctor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from models.domain.basics.errors import DeskError
from tui.commands.base import Context, Parsers, command
from tui.commands.books import read_file
from tui.commands.doubted import warn_imported_overlaps
from tui.commands.exports import BY_NAME, FORMATS, Wanted
from tui.commands.output import STANDARD, named, spool, to_file, to_standard, writing

if TYPE_CHECKING:
    from models.domain.basics.zone import Zone
    from models.importers.base import Parsed
    from models.importers.plan import ImportPlan
    from models.importers.resolve import Known
    from models.queries.overview.health import Finding

SOURCES = ("timewarrior", "toggl")


def declare(parsers: Parsers) -> None:
    """Add the parsers of this module."""
    _declare_import(parsers)
    _declare_export(parsers)
    parser = command(parsers, "backup", "make a verified copy of the database", backup)
    writing(parser, "--to", "the file to write (default: among the backups)", "PATH")
    parser = command(parsers, "restore", "put a backup in the place of the database", restore)
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument("--yes", action="store_true", help="yes, replace the database that is there")
    parser = command(parsers, "doctor", "look for anything wrong with the database", doctor, reads=True)
    parser.add_argument("--repair", action="store_true", help="derive the records of open months anew")


def _declare_import(parsers: Parsers) -> None:
    parser = command(parsers, "import", "bring history in from another tool", import_file)
    parser.add_argument("format", metavar="FORMAT", choices=SOURCES, help="timewarrior or toggl")
    parser.add_argument("file", metavar="FILE", help="what `timew export` printed, or a detailed CSV report")
    parser.add_argument("--mapping", metavar="FILE", help="a TOML file that says who and what names mean")
    parser.add_argument("--dry-run", action="store_true", help="show what would become of each line")
    parser.add_argument("--zone", metavar="ZONE", help="of toggl's local times (default: the desk's)")
    parser.add_argument("--date-order", choices=("dmy", "mdy"), help="how toggl's 03/02/2026 is meant")
    parser.add_argument("--create-missing", action="store_true", help="make clients and agents that are new")
    parser.add_argument("--stop-on-bad", action="store_true", help="write nothing if any line is bad")
    parser.add_argument("--agent", metavar="A", help="who worked where the file names nobody")


def _declare_export(parsers: Parsers) -> None:
    words = "; ".join(f"{each.name}: {each.words}" for each in FORMATS)
    parser = command(parsers, "export", "write time for another program", export, reads=True)
    parser.add_argument("format", metavar="FORMAT", choices=[each.name for each in FORMATS], help=words)
    parser.add_argument("--from", dest="first", metavar="DAY", help="from that day on, like 2026-03-01")
    parser.add_argument("--to", dest="last", metavar="DAY", help="up to that day, inclusive")
    parser.add_argument("--client", metavar="CLIENT", help="of one client only")
    parser.add_argument("--agent", metavar="A", help="of one agent only")
    writing(parser, "--output", "the file to write (default: standard output)")


# -- import -----------------------------------------------------------------------------------------


def import_file(context: Context) -> int:
    """`deskhours import FORMAT FILE`."""
    from models.queries.time.imports import read_known

    args = context.args
    data = read_file(args.file)
    with context.desk():
        known = read_known()
        plan = _plan(context, data, known)
        if not args.dry_run:
            _write(context, plan, known)
    if args.dry_run:
        context.answer(_plan_document(plan, all_lines=True), lambda: _plan_words(plan, known))
    counts = plan.counts
    if counts.bad and not (counts.add or counts.exists or counts.unmapped):
        raise DeskError(f"{args.file}: none of its {counts.bad:,} lines could be read; nothing was imported")
    return 0


def _plan(context: Context, data: bytes, known: Known) -> ImportPlan:
    from models.importers.plan import plan_import
    from models.queries.time.imports import read_imported_keys

    args = context.args
    rows, problems = _parsed(context, data)
    return plan_import(
        rows,
        problems,
        _mapping(context),
        known,
        read_imported_keys("TW-" if args.format == "timewarrior" else "TG-"),
        create_missing=args.create_missing,
        now=context.now,
    )


def _parsed(context: Context, data: bytes) -> Parsed:
    from models.importers import timewarrior, toggl

    args = context.args
    zone = None if args.format == "timewarrior" else _zone(args.zone)
    try:
        return timewarrior.parse(data) if zone is None else toggl.parse(data, zone, args.date_order)
    except DeskError as error:
        raise DeskError(f"{args.file}: {error}") from error


def _zone(name: str | None) -> Zone:
    from models.domain.basics.errors import InvalidValue
    from models.domain.basics.zone import zone
    from models.storage.reading import read_desk

    try:
        return zone(name or read_desk().timezone)
    except InvalidValue as error:
        raise InvalidValue("--zone", error.message) from error


def _mapping(context: Context) -> Any:
    from dataclasses import replace

    from models.importers.mapping import Mapping, read_mapping

    args = context.args
    mapping = read_mapping(read_file(args.mapping)) if args.mapping else Mapping()
    if args.agent is None:
        return mapping
    return replace(mapping, defaults=replace(mapping.defaults, agent=context.agent()))


def _write(context: Context, plan: ImportPlan, known: Known) -> int:
    from models.importers.answers import unmapped_words
    from models.services.time.imports import write_import

    args = context.args
    if plan.counts.unmapped and not args.create_missing:
        raise DeskError("\n".join(unmapped_words(plan, known)))
    done = write_import(plan, context.now, context.who, Path(args.file).name, stop_on_bad=args.stop_on_bad)
    warn_imported_overlaps(plan.entries)
    document = _plan_document(plan, all_lines=False)
    document |= {"late": done.late, "new_agents": list(done.agents), "new_clients": list(done.clients)}
    return context.answer(document, lambda: _done_words(plan, done.late))


def _plan_document(plan: ImportPlan, *, all_lines: bool) -> dict[str, Any]:
    from models.book import entry_document

    return {
        "counts": plan.counts._asdict(),
        "unmapped": [{"kind": u.kind, "name": u.text, "lines": u.lines} for u in plan.unmapped],
        "new_agents": [agent.key for agent in plan.new_agents],
        "new_clients": [client.key for client in plan.new_clients],
        "lines": [
            {
                "line": fate.line,
                "outcome": fate.outcome,
                "reason": fate.reason,
                "entry": None if fate.entry is None else entry_document(fate.entry),
            }
            for fate in plan.lines
            if all_lines or fate.outcome in {"bad", "unmapped"}
        ],
    }


def _plan_words(plan: ImportPlan, known: Known) -> Iterator[str]:
    from models.domain.basics.zone import to_iso

    for fate in plan.lines:
        what = ""
        if fate.entry is not None:
            entry = fate.entry
            what = f"{to_iso(entry.started_at)} {entry.agent} {entry.client or 'no client'} {entry.work_type}"
        yield f"line {fate.line}: {fate.outcome} {'; '.join(part for part in (what, fate.reason) if part)}"
    yield from _sums(plan, "would add")
    if plan.counts.unmapped:
        from models.importers.answers import snippet

        yield "a mapping file for the names that are not known:"
        yield from snippet(plan, known)


def _done_words(plan: ImportPlan, late: int) -> Iterator[str]:
    for fate in plan.lines:
        if fate.outcome in {"bad", "unmapped"}:
            yield f"line {fate.line}: not imported, {fate.reason}"
    yield from _sums(plan, "added")
    if late:
        yield f"{late} reach into closed months and are shown as late work"


def _sums(plan: ImportPlan, verb: str) -> Iterator[str]:
    counts = plan.counts
    new = [f"{noun} {thing.key}" for noun, things in _new(plan) for thing in things]
    yield f"{verb} {counts.add:,} entries{' and ' if new else ''}{', '.join(new)}"
    rest = {"already here": counts.exists, "not mapped": counts.unmapped, "bad": counts.bad}
    if any(rest.values()):
        yield ", ".join(f"{count:,} {words}" for words, count in rest.items() if count)


def _new(plan: ImportPlan) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    return ("agent", plan.new_agents), ("client", plan.new_clients)


# -- export -----------------------------------------------------------------------------------------


def export(context: Context) -> int:
    """`deskhours export FORMAT`."""
    args = context.args
    form = BY_NAME[args.format]
    wanted = Wanted(
        None if args.first is None else context.day(args.first, "--from"),
        None if args.last is None else context.day(args.last, "--to"),
        args.client,
        args.agent,
    )
    name = named(args.output)
    if name is None:
        with context.desk():
            file = spool(form.make(wanted))
        to_standard(file)
        return 0

    def fill(file: BinaryIO) -> None:
        with context.desk():
            file.writelines(form.make(wanted))

    path = to_file(context, name, fill, form.kind)
    document = {"file": str(path), "bytes": path.stat().st_size}
    return context.answer(document, lambda: iter([f"wrote {path}"]))


# -- the database -----------------------------------------------------------------------------------


def backup(context: Context) -> int:
    """`deskhours backup [--to PATH]`."""
    from models.services.safety.upkeep import make_backup
    from models.storage.location import resolve

    with context.desk():
        pass  # refuses what is not ours, and finishes what a crash interrupted
    path, to = resolve(context.args.database), context.args.to
    if to == STANDARD:
        return _backup_to_standard(path)
    target = None if to is None else Path(to)
    made = make_backup(path, context.now, target, force=context.args.force)
    document = {"backup": str(made), "bytes": made.stat().st_size}
    return context.answer(document, lambda: iter([f"wrote {made}"]))


def _backup_to_standard(path: Path) -> int:
    import tempfile

    from models.services.safety.upkeep import make_backup

    if sys.stdout.isatty():
        raise DeskError("a database is nothing for a terminal; name a file with --to, or use a pipe")
    with tempfile.TemporaryDirectory(prefix="deskhours-") as folder:
        copy = make_backup(path, 0, Path(folder) / "copy.db")
        with copy.open("rb") as file:
            to_standard(file)
    return 0


def restore(context: Context) -> int:
    """`deskhours restore FILE --yes`."""
    from models.services.safety.upkeep import restore as restore_file
    from models.storage.location import resolve

    args = context.args
    path = resolve(args.database)
    if not args.yes and path.exists() and path.stat().st_size:
        raise DeskError(
            f"{path}: would be replaced by {args.file}; say --yes to do it (a copy of it is kept)"
        )
    kept = restore_file(path, Path(args.file), context.now)
    document = {"restored": str(path), "kept": None if kept is None else str(kept)}
    words = f"restored {path}" + (f"; what was there is kept as {kept}" if kept else "")
    return context.answer(document, lambda: iter([words]))


def doctor(context: Context) -> int:
    """`deskhours doctor [--repair]`: 1 when something is wrong."""
    from models.domain.basics.errors import Unusable
    from models.storage.location import resolve

    path = resolve(context.args.database)
    try:
        findings, repaired = _examined(context, path)
    except Unusable as error:
        from models.queries.overview.health import Finding, check_files

        findings, repaired = [Finding("file", "wrong", str(error)), *check_files(path, context.now)], None
    wrong = any(finding.level == "wrong" for finding in findings)
    document = {"ok": not wrong, "repaired": repaired, "checks": [_finding_document(f) for f in findings]}
    context.answer(document, lambda: _finding_words(findings, repaired))
    return int(wrong)


def _examined(context: Context, path: Path) -> tuple[list[Finding], int | None]:
    """What is found, and how many months were derived anew; a damaged file is not written to."""
    from models.storage.database import open_database

    opened, repaired = open_database(path, create=False), None
    with opened.looking():
        problems = opened.problems()
        if context.args.repair and not problems:
            from models.services.safety.upkeep import rebuild_records

            repaired = rebuild_records(context.now)
        return _findings(path, context.now, problems), repaired


def _findings(path: Path, now: int, problems: list[str]) -> list[Finding]:
    from models.queries.overview.health import Finding, check_files, read_findings
    from models.storage.backup import newest_backup

    files = check_files(path, now)
    if problems:
        newest = newest_backup(path)
        way = f"restore {newest}" if newest else f"there is no sound backup; try: sqlite3 {path} .recover"
        return [Finding("file", "wrong", f"the file is damaged; {way}", tuple(problems)), *files]
    return [Finding("file", "ok", "SQLite finds nothing wrong"), *read_findings(now), *files]


def _finding_document(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.name,
        "level": finding.level,
        "message": finding.message,
        "details": list(finding.details),
    }


def _finding_words(findings: list[Finding], repaired: int | None) -> Iterator[str]:
    if repaired is not None:
        yield f"derived {repaired} months anew"
    for finding in findings:
        yield f"{finding.level:<6}{finding.name}: {finding.message}"
        yield from (f"        {detail}" for detail in finding.details)
