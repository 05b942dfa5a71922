"""Which commands run the timer and add time? start, stop, switch, continue, discard, add."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from models.book.writing import entry_document
from models.domain.basics.errors import TimerRuns
from models.domain.basics.notation import parse_choice
from models.domain.basics.typed.typed_time import parse_ago, parse_when
from models.domain.basics.zone import zone
from models.domain.contracts.free_words import rule_words
from models.domain.month_end.checks import LONG_SECONDS
from models.domain.values import SCOPES, Entry
from models.queries.requests.courtesies import read_given_words, read_proposal
from models.services.time.absence import note_machine
from models.services.time.entries import add_entry
from models.services.time.timer import (
    TimerStart,
    continue_timer,
    default_work_type,
    discard_timer,
    start_timer,
    stop_timer,
    switch_timer,
)
from models.storage.engine import Opened
from models.storage.rows.reading import check_client, read_desk, read_running_agents
from tui.commands.base import Context, Parsers, command
from tui.commands.company import warn_company
from tui.commands.desk import agent_of, agent_or_none, desk_of, who_writes
from tui.commands.time.timer_questions import ended_at, warn_overlaps
from tui.printing import print_json, print_line, warn


def declare(parsers: Parsers) -> None:
    for name, run in (("start", start), ("switch", switch)):
        parser = command(parsers, name, run)
        parser.add_argument("client", metavar="CLIENT", help="the client's key")
        _what(parser)
        parser.add_argument("--ago", metavar="10m", help="it began that long ago")
        if run is switch:
            _ending(parser)
    parser = command(parsers, "stop", stop)
    _ending(parser)
    parser.add_argument("--note", help="what was done")
    _agent(parser)
    parser = command(parsers, "continue", resume)
    _ending(parser)
    _agent(parser)
    _agent(command(parsers, "discard", discard))
    parser = command(parsers, "add", add)
    parser.add_argument("client", metavar="CLIENT", help="the client's key")
    parser.add_argument("started", metavar="FROM", help="instant (2026-01-30T09:00:00Z) or local time")
    parser.add_argument("ended", metavar="TO", help="instant or local time")
    _what(parser)
    parser.add_argument("--key", metavar="K", help="the entry's key (default: the next free one)")


def _ending(parser: argparse.ArgumentParser) -> None:
    """How the running timer ends where the clock is in doubt (RULES 7)."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--at-time", metavar="12:30", help="the running one ended at that time of today, or 'yesterday 18:00'"
    )
    how.add_argument(
        "--keep", action="store_true", help="count all of it, also after an absence or a clock that jumped"
    )


def _what(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("note", nargs="?", default="", metavar="NOTE", help="what is being done")
    parser.add_argument("--request", metavar="R", help="the request's key")
    parser.add_argument("--work-type", metavar="W", help="default: the request's, else the desk's first")
    parser.add_argument(
        "--scope", metavar="S", default="support", help="support, additional, courtesy or internal"
    )
    _agent(parser)


def _agent(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--agent", metavar="A", help="who works (default: who sits here, else the only agent)"
    )


def _show(context: Context, entry: Entry, verb: str) -> int:
    if context.args.json:
        print_json(entry_document(entry))
    else:
        where = entry.client or "no client"
        seconds = 0 if entry.ended_at is None else entry.ended_at - entry.started_at
        length = "" if entry.ended_at is None else f", {seconds // 3600}:{seconds // 60 % 60:02d}"
        late = f", late in {entry.late_in}" if entry.late_in else ""
        print_line(f"{verb} {entry.key} on {where}{length}{late}")
    return 0


def _start(context: Context) -> Entry:
    args = context.args
    what = TimerStart(
        agent=agent_of(context),
        client=args.client,
        request=args.request,
        work_type=args.work_type,
        note=args.note,
        scope=parse_choice(args.scope, "scope", SCOPES),
        ago_seconds=0 if args.ago is None else parse_ago(args.ago, "--ago"),
    )
    if args.run is start:
        try:
            return start_timer(what, context.now)
        except TimerRuns as found:
            words, here = str(found).partition(";")[0], f"{what.client}"
            here += "" if what.request is None else f" --request {what.request}"
            raise TimerRuns(
                f"{words}; deskhours switch {here} stops it and starts here, deskhours stop ends it"
            ) from found
    return switch_timer(what, context.now, ended_at(context, what.agent))


def _begun(context: Context, opened: Opened, entry: Entry, verb: str) -> int:
    """Show what runs now and what the client was given (RULES 3.10), after warning of time that is there twice."""
    note_machine(entry.agent, entry.key)
    warn_company(opened, entry.request, entry.agent, context.now)
    warn_overlaps(entry, context.now)
    shown = _show(context, entry, verb)
    if not context.args.json and entry.client is not None:
        given = read_given_words(entry.client, context.now)
        if given:
            print_line(given)
    return shown


def start(context: Context) -> int:
    """Start a timer on a client or a request (`deskhours start CLIENT [NOTE]`)."""
    with desk_of(context) as opened:
        return _begun(context, opened, _start(context), "started")


def switch(context: Context) -> int:
    """Start another timer in the place of the running one (`deskhours switch CLIENT [NOTE]`)."""
    with desk_of(context) as opened:
        return _begun(context, opened, _start(context), "switched to")


def _ended(context: Context, entry: Entry, verb: str) -> int:
    """Show finished work, and why it might be courtesy; nothing is given away by itself (RULES 3.10)."""
    shown = _show(context, entry, verb)
    if context.args.json or entry.request is None or entry.ended_at is None or entry.scope != "support":
        return shown
    minutes = -(-(entry.ended_at - entry.started_at) // 60)
    rule = read_proposal(entry.request, minutes, entry.started_at)
    if rule is not None:
        print_line(f"{rule_words(rule)}: courtesy? C in the timesheet takes it as courtesy")
    return shown


def stop(context: Context) -> int:
    """End the running timer, now or at the time given (`deskhours stop [--keep | --at-time 12:30]`)."""
    with desk_of(context):
        agent = _runner(context)
        entry = stop_timer(agent, context.now, ended_at(context, agent), context.args.note)
        warn_overlaps(entry, context.now)
        return _ended(context, entry, "stopped")


def _runner(context: Context) -> str:
    """The agent whose timer is meant: as always, else the only one who has one running."""
    found = agent_or_none(context)
    if found is None:
        running = read_running_agents()
        if len(running) == 1:
            return running[0]
        return agent_of(context)
    return found


def resume(context: Context) -> int:
    """Start a timer on what the agent worked on before (`deskhours continue`)."""
    with desk_of(context) as opened:
        agent = agent_of(context)
        entry = continue_timer(agent, context.now, ended_at(context, agent))
        return _begun(context, opened, entry, "continued as")


def discard(context: Context) -> int:
    """Throw the running timer away; undo brings it back (`deskhours discard`)."""
    with desk_of(context):
        return _show(context, discard_timer(_runner(context), context.now), "discarded")


def add(context: Context) -> int:
    """Add an entry of past time (`deskhours add CLIENT FROM TO [NOTE]`)."""
    args = context.args
    with desk_of(context):
        check_client(args.client)
        desk_zone = zone(read_desk().timezone)
        entry = Entry(
            key=args.key or "",
            agent=agent_of(context),
            work_type=args.work_type or default_work_type(args.request),
            started_at=parse_when(args.started, context.now, desk_zone, "FROM"),
            ended_at=parse_when(args.ended, context.now, desk_zone, "TO"),
            client=args.client,
            request=args.request,
            scope=parse_choice(args.scope, "scope", SCOPES),
            note=args.note,
        )
        added = add_entry(entry, context.now, who_writes(context))
        warn_overlaps(added, context.now)
        for doubt in _doubts(added, context.now):
            warn(f"{added.key} {doubt}; if that is wrong: deskhours undo")
        return _ended(context, added, "added")


def _doubts(entry: Entry, now: int) -> Iterator[str]:
    """What is possible and yet odd about finished work: nothing of it is stored silently."""
    seconds = (entry.ended_at or entry.started_at) - entry.started_at
    if seconds == 0:
        yield "has no length"
    if seconds > LONG_SECONDS:
        yield f"lasts {seconds // 3600}:{seconds // 60 % 60:02d} hours"
    if entry.started_at + seconds > now:
        yield "lies in the future"
