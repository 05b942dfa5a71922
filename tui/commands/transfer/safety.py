"""Is the database safe and sound? `deskhours backup`, `restore` and `doctor`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError, Unusable
from models.queries.overview.health import read_findings
from models.services.safety.upkeep import make_backup, rebuild_records
from models.services.safety.upkeep import restore as restore_file
from models.storage.database import keeper_of, open_database
from models.storage.engine import Finding
from models.storage.files.named import named_file
from models.storage.location import Place, resolve
from models.storage.rows.copying import Step
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import check_leads, desk_of
from tui.commands.output import STANDARD, to_standard, writing
from tui.progress import progress

if TYPE_CHECKING:
    pass


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "backup", backup)
    writing(parser, "--to", "the file to write (default: among the backups)", "PATH")
    parser = command(parsers, "restore", restore)
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument("--yes", action="store_true", help="yes, replace the database that is there")
    parser = command(parsers, "doctor", doctor, reads=True)
    parser.add_argument("--repair", action="store_true", help="derive the records of open months anew")


def backup(context: Context) -> int:
    """Back the database up and answer the file (`deskhours backup [--to PATH]`)."""
    with desk_of(context) as opened:
        check_leads(opened, "a copy of the whole desk")
    place, to = resolve(context.args.database), context.args.to
    if to == STANDARD:
        return _backup_to_standard(place)
    target = None if to is None else named_file(to)
    made = make_backup(place, context.now, target, force=context.args.force)
    document = {"backup": str(made), "bytes": made.stat().st_size}
    return context.answer(document, lambda: iter([f"wrote {made}"]))


def _backup_to_standard(place: Place) -> int:
    if sys.stdout.isatty():
        raise DeskError("a database is nothing for a terminal; name a file with --to, or use a pipe")
    with tempfile.TemporaryDirectory(prefix="deskhours-") as folder:
        copy = make_backup(place, 0, Path(folder) / "copy.db")
        with copy.open("rb") as file:
            to_standard(file)
    return 0


def restore(context: Context) -> int:
    """Put a backup in the place of the database (`deskhours restore FILE --yes`)."""
    args = context.args
    place = resolve(args.database)
    if not args.yes and keeper_of(place).holds_something(place):
        raise DeskError(
            f"{place}: would be replaced by {args.file}; say --yes to do it (a copy of it is kept)"
        )
    kept = restore_file(place, named_file(args.file), context.now)
    document = {"restored": str(place), "kept": None if kept is None else str(kept)}
    words = f"restored {place}" + (f"; what was there is kept as {kept}" if kept else "")
    return context.answer(document, lambda: iter([words]))


def doctor(context: Context) -> int:
    """`deskhours doctor [--repair]`: 1 when something is wrong."""
    place = resolve(context.args.database)
    try:
        with progress() as bar:
            findings, repaired = _examined(context, place, bar.step)
    except Unusable as error:
        findings, repaired = (
            [Finding("file", "wrong", str(error)), *keeper_of(place).check_place(place, context.now)],
            None,
        )
    wrong = any(finding.level == "wrong" for finding in findings)
    document = {"ok": not wrong, "repaired": repaired, "checks": [_finding_document(f) for f in findings]}
    context.answer(document, lambda: _finding_words(findings, repaired))
    return int(wrong)


def _examined(context: Context, place: Place, step: Step) -> tuple[list[Finding], int | None]:
    """What is found, and how many months were derived anew; a damaged file is not written to."""
    opened, repaired = open_database(place, create=False), None
    if not opened.rights.leads:
        raise DeskError("only a lead checks the whole desk")
    with opened.looking():
        opened.expect_many_rows()
        step("the file itself", 1, 0)
        problems = opened.check()
        if context.args.repair and not problems:
            repaired = rebuild_records(context.now)
        return _findings(place, context.now, problems, step), repaired


def _findings(place: Place, now: int, problems: list[str], step: Step) -> list[Finding]:
    keeper = keeper_of(place)
    found = keeper.check_place(place, now)
    if problems:
        way = keeper.way_out(place)
        return [Finding("file", "wrong", f"the file is damaged; {way}", tuple(problems)), *found]
    return [Finding("file", "ok", keeper.soundness()), *read_findings(now, step), *found]


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
