"""Which commands deal with requests? The queue, causes, and a request from its report to its close."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from models.book.writing import request_document
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_choice, parse_instant
from models.domain.basics.phrases import day_words, money_words
from models.domain.basics.zone import zone
from models.domain.requests.one_line import parse_capture
from models.domain.values import CHANNELS, PRIORITIES, STATES
from models.queries.planning.causes import causes_document, default_first
from models.queries.requests.documents import page_document
from models.queries.requests.hints import read_hints
from models.queries.requests.one_line import read_capture_catalogue
from models.queries.requests.page import read_request_page
from models.queries.requests.queue import RequestsAsked, requests_document
from models.services.requests.life import (
    NewRequest,
    add_note,
    answer_request,
    assign_requests,
    change_state,
    create_request,
    new_request,
    resolve_request,
)
from models.services.requests.rows import read_request
from models.storage.rows.reading import read_desk
from tui.commands.base import Context, Parser, Parsers, Run, command, locating
from tui.commands.company import warn_company
from tui.commands.desk import agent_or_none, desk_of, who_writes
from tui.text.clock_phrases import left_words
from tui.text.durations import hm

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.values import Request
    from models.queries.requests.page import RequestPage
    from models.storage.engine import Opened

_STATES = "open, waiting, resolved, closed"


ACTIONS = {
    "add": "record what a client asks for",
    "capture": "record a request from one line",
    "show": "all about a request",
    "resolve": "resolve a request and say what caused it",
    "state": "take a request into another state",
    "note": "add a note to a request",
    "answer": "mark the first answer, which stops its clock",
    "assign": "assign a request to an agent",
}
"""What can be done to one request, with the help line of each."""


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "requests", requests, reads=True)
    parser.add_argument("--all", action="store_true", help="also resolved and closed ones")
    parser.add_argument("--rework", action="store_true", help="only what is rework")
    parser.add_argument("--outside-scope", action="store_true", help="only what is outside the scope")
    parser.add_argument("--priority", metavar="P", help="low, normal, high or urgent")
    parser.add_argument("--client", metavar="C", help="only of this client")
    parser.add_argument("--state", metavar="S", help=f"only in this state: new, {_STATES}")
    parser.add_argument("--search", metavar="TEXT", default="", help="only what holds every word")
    parser = command(parsers, "causes", causes, reads=True)
    parser.add_argument("--from", dest="first", metavar="DATE", help="first day (default: of three months)")
    parser.add_argument("--to", dest="last", metavar="DATE", help="last day (default: today)")
    parser = parsers.named("request")
    parser.description = "One request."
    locating(parser)
    one = Parsers(parser.add_subparsers(metavar="ACTION", title="actions", required=True), ACTIONS)
    _declare_new(one)
    _keyed(one, "show", show, reads=True)
    parser = _keyed(one, "resolve", resolve)
    parser.add_argument("--cause", metavar="C", required=True, help="what caused it")
    _keyed(one, "state", state).add_argument("state", metavar="STATE", help=_STATES)
    _keyed(one, "note", note).add_argument("text", metavar="TEXT", help="the note")
    _keyed(one, "answer", answer)
    parser = _keyed(one, "assign", assign)
    parser.add_argument("assignee", metavar="AGENT", nargs="?", help="whom (default: unassigned)")


def _declare_new(parsers: Parsers) -> None:
    parser = command(parsers, "add", add)
    parser.add_argument("client", metavar="CLIENT", help="the client's key")
    parser.add_argument("subject", metavar="SUBJECT", help="what it is about")
    parser.add_argument("--body", metavar="TEXT", default="", help="in the client's words")
    parser.add_argument("--priority", metavar="P", default="normal", help="low, normal, high or urgent")
    parser.add_argument(
        "--channel", metavar="C", default="email", help="email, phone, chat, portal, visit or other"
    )
    parser.add_argument("--cause", metavar="C", help="what caused it, if that is known")
    parser.add_argument("--assignee", metavar="A", help="who does it")
    parser.add_argument("--work-type", metavar="W", help="the kind of work")
    parser.add_argument("--repeat-of", metavar="KEY", help="the request that asked the same before")
    parser.add_argument("--agent", metavar="A", help="who enters it")
    parser = command(parsers, "capture", capture)
    parser.add_argument("line", metavar="LINE", help="like 'acme contact form broken !high #forms @phone'")
    parser.add_argument("--agent", metavar="A", help="who enters it")


def _keyed(parsers: Parsers, name: str, run: Run, *, reads: bool = False) -> Parser:
    parser = command(parsers, name, run, reads=reads)
    parser.add_argument("key", metavar="KEY", help="the request's key")
    if not reads:
        parser.add_argument("--agent", metavar="A", help="who does it")
    return parser


def requests(context: Context) -> int:
    """List the queue of requests, filtered by the options given (`deskhours requests`)."""
    args = context.args
    asked = RequestsAsked(
        rework=args.rework,
        outside_scope=args.outside_scope,
        priority=args.priority and parse_choice(args.priority, "--priority", PRIORITIES),
        client=args.client,
        state=args.state and parse_choice(args.state, "--state", STATES),
        text=args.search,
    )
    with desk_of(context):
        document = requests_document(context.now, args.all, asked)
        where = zone(read_desk().timezone)
    return context.answer(document, lambda: _queue_words(document, lambda due: _short(where.local(_at(due)))))


def _at(text: str) -> int:
    return parse_instant(text, "due")


def _queue_words(document: list[dict[str, Any]], local: Any) -> Iterator[str]:
    for row in document:
        owed = "response" if row["response_state"] in ("ok", "due_soon", "breached") else "resolution"
        due, standing = row[f"{owed}_due"], row[f"{owed}_state"]
        if row["state"] in ("resolved", "closed") or due is None:
            when = row["state"]
        else:
            when = f"{owed} {'late since' if standing == 'breached' else 'due'} {local(due)}"
        who = row["assignee"] or "-"
        about = f"{row['client']:<16} {who:<10} {row['subject']}"
        yield f"{row['key']:<8} {when:<32} {row['priority']:<7} {about}"
    yield _counted(len(document), "request")


def _counted(count: int, noun: str, many: str = "") -> str:
    return f"{count} {noun if count == 1 else many or noun + 's'}"


def causes(context: Context) -> int:
    """`deskhours causes [--from DATE] [--to DATE]`; without --from the last 3 months to that day."""
    args = context.args
    first = None if args.first is None else context.day(args.first, "--from")
    last = None if args.last is None else context.day(args.last, "--to")
    if first is not None and last is not None and last < first:
        raise InvalidValue("--to", f"{last} lies before {first}; accepted is that day or a later one")
    with desk_of(context):
        if first is None:
            first = default_first(last or zone(read_desk().timezone).date_of(context.now))
        document = causes_document(first, last, context.now)
    return context.answer(document, lambda: _cause_words(document))


def _cause_words(document: list[dict[str, Any]]) -> Iterator[str]:
    for row in document:
        count = f"{_counted(row['requests'], 'request')}, {_counted(row['repeats'], 'repeat')}"
        yield f"{hm(row['accounted']):>8}  {row['cause'] or 'no cause':<24} {row['client']:<24} {count}"
    yield f"{hm(sum(row['accounted'] for row in document)):>8}  in all"


def _show(context: Context, request: Request, verb: str) -> int:
    return context.answer(
        request_document(request), lambda: iter([f"{verb} {request.key}: {request.subject}"])
    )


def add(context: Context) -> int:
    """Create a request and answer its key (`deskhours request add CLIENT SUBJECT`)."""
    args = context.args
    new = NewRequest(
        client=args.client,
        subject=args.subject,
        body=args.body,
        channel=parse_choice(args.channel, "--channel", CHANNELS),
        priority=parse_choice(args.priority, "--priority", PRIORITIES),
        assignee=args.assignee,
        cause=args.cause,
        work_type=args.work_type,
        repeat_of=args.repeat_of,
    )
    with desk_of(context):
        return _added(context, new)


def _added(context: Context, new: NewRequest) -> int:
    """Add it, and answer what somebody should know of it beside it."""
    hints = read_hints(new.client, new.subject, new.channel, context.now)
    done = create_request(new, context.now, who_writes(context))

    def words() -> Iterator[str]:
        yield f"added {done.key}: {done.subject}"
        if hints.channel_not_included:
            yield f"  {done.channel} is not included in the client's service level"
        if hints.similar:
            yield f"  like {', '.join(hints.similar)}, still open"
        given = hints.courtesies
        if given.count:
            told = f"told on {day_words(given.last_told)}" if given.last_told else "never told"
            worth = money_words(given.worth, hints.currency)
            often = _counted(given.count, "courtesy", "courtesies")
            yield f"  {often} in 12 months, {hm(given.minutes)}, worth {worth}; {told}"

    return context.answer(request_document(done) | {"hints": hints.document()}, words)


def capture(context: Context) -> int:
    """Create a request from one line as it is typed on the screen (`deskhours request capture LINE`)."""
    with desk_of(context):
        found = parse_capture(context.args.line, read_capture_catalogue())
        if found.missing is not None:
            raise InvalidValue("LINE", found.missing)
        return _added(context, new_request(found))


def show(context: Context) -> int:
    """Answer one request with its conversation, its clocks and its time (`deskhours request show KEY`)."""
    with desk_of(context):
        page = read_request_page(context.args.key, context.now)
        where = zone(read_desk().timezone)
    return context.answer(page_document(page), lambda: _page_words(page, lambda at: _long(where.local(at))))


def _short(local: datetime) -> str:
    return f"{local.day} {local:%b %H:%M}"


def _long(local: datetime) -> str:
    return f"{local.day} {local:%b %Y %H:%M}"


def _page_words(page: RequestPage, local: Any) -> Iterator[str]:
    row = page.row
    yield f"{row.key} {row.subject}"
    yield f"  {row.client_name}, {row.state}, {row.priority}, by {row.channel}, {row.assignee or 'unassigned'}"
    if row.owes is not None and row.due is not None:
        words = left_words(row.left_seconds, row.clock, late=row.due_state == "breached")
        yield f"  {row.owes} due {local(row.due)}: {words}"
    if (promised := page.promised) is not None:
        each, name = promised.occurrence, promised.contract_name
        yield (
            f"  promised: {name}, for {day_words(each.starts)} to {day_words(each.ends)}"
            if each
            else (f"  no longer promised: {name} ended or was changed")
        )
    for line in page.conversation:
        what = line.text if line.kind in ("note", "reported") else line.state or ""
        kind = "is" if line.kind == "state" else line.kind
        yield f"  {local(line.at)}  {kind} {what}{f' ({line.who})' if line.who else ''}".rstrip()
    for unit in page.units:
        over = unit.overage + unit.on_demand + unit.additional
        worked = hm(unit.accounted)
        worked += f", counts {hm(unit.counted)}" if unit.counted != unit.accounted else ""
        yield f"  {day_words(unit.work_date)}  {worked}, used {hm(unit.covered)}, to bill {hm(over)}"
    for name, briefs in (("same as", page.repeats), ("same cause", page.related)):
        yield from (f"  {name} {brief.key} {brief.subject} ({brief.state})" for brief in briefs)


def resolve(context: Context) -> int:
    """Resolve a request and keep what caused it (`deskhours request resolve KEY --cause C`)."""
    with desk_of(context) as opened:
        found = resolve_request(context.args.key, context.args.cause, context.now, who_writes(context))
        _tell_company(context, opened)
        return _show(context, found, "resolved")


def _tell_company(context: Context, opened: Opened) -> None:
    warn_company(opened, context.args.key, agent_or_none(context), context.now)


def state(context: Context) -> int:
    """Move a request to another state (`deskhours request state KEY STATE`)."""
    wanted = parse_choice(context.args.state, "STATE", STATES)
    with desk_of(context) as opened:
        found = change_state(context.args.key, wanted, context.now, who_writes(context))
        _tell_company(context, opened)
        return _show(context, found, f"now {wanted}:")


def note(context: Context) -> int:
    """Add a note to a request (`deskhours request note KEY TEXT`)."""
    key = context.args.key
    with desk_of(context):
        add_note(key, context.args.text, context.now, who_writes(context), agent_or_none(context))
        return _show(context, read_request(key), "noted on")


def answer(context: Context) -> int:
    """Record the first response to a request (`deskhours request answer KEY`)."""
    with desk_of(context) as opened:
        found = answer_request(context.args.key, context.now, who_writes(context))
        _tell_company(context, opened)
        return _show(context, found, "answered")


def assign(context: Context) -> int:
    """Give a request to an agent, or to nobody (`deskhours request assign KEY [AGENT]`)."""
    args = context.args
    with desk_of(context):
        assign_requests([args.key], args.assignee, context.now, who_writes(context))
        return _show(
            context,
            read_request(args.key),
            f"assigned to {args.assignee}:" if args.assignee else "unassigned:",
        )
