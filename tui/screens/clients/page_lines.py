"""What does a client's page say, line by line? Contract, hours, months, requests, people (RULES 12.3).

The loudest comes first; every number is minutes of the ledger; what was typed by people is plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.domain.basics.months import MONTHS, Month
from models.domain.planning.opportunities import KIND_WORDS, flagged_words
from models.queries.clients.pages import ClientPage, ContractPart, GrantPart, MonthPart, TargetsMet
from models.queries.requests.queue import QueueRow
from tui.screens.clients.promised_lines import promised_lines
from tui.text.format import hm, money, month_name, plural, short_date, wrapped
from tui.widgets.bars.hours import hours_bar
from tui.widgets.cells.queue import due_words, queue_tone
from tui.widgets.list.pagelist import PageLine, blank, heading, plain
from tui.widgets.spans import Span, Spans, fit_spans, spread

WIDE_CHART = 58
REQUESTS_SHOWN = 12


def page_lines(page: ClientPage, now: int, zone: object, width: int = 76) -> list[PageLine]:
    """The whole page; sentences are wrapped to `width` cells."""
    lines: list[PageLine] = []
    for block in (
        _loud(page),
        _this_month(page),
        _contracts(page, "running", "Contract", width),
        _grants(page),
        _months(page),
        _requests(page, now, zone),
        promised_lines(page.promised, page.today),
        _levels(page),
        _drift(page),
        _talks(page),
        _people(page),
        _contracts(page, "to come", "To come", width),
        _contracts(page, "over", "Before", width),
    ):
        found = list(block)
        if found:
            lines += [*([blank(f"blank-{len(lines)}")] if lines else []), *found]
    return lines


def _loud(page: ClientPage) -> Iterator[PageLine]:
    if page.archived:
        yield plain("archived", [("! archived: 0, then Clients, then b brings it back", "warn")])
    if page.ended is not None:
        text = (
            f"! on demand since {short_date(page.ended, today=page.today)}: the term ended, nothing follows"
        )
        yield plain("ended", [(text, "bad")], "contract", _ended_contract(page))
        yield plain("ended-keys", [("  C makes a contract, p sells a plan, 4 renews the old one", "dim")])


def _ended_contract(page: ClientPage) -> str:
    return next((p.contract.key for p in page.contracts if p.contract.term_end == page.ended), "")


def _this_month(page: ClientPage) -> Iterator[PageLine]:
    row = page.hours
    if row is None:
        return
    month_so_far = f"{month_name(page.today.year, page.today.month)} so far"
    yield heading("now", "The block so far" if row.manner == "block" else month_so_far)
    month = Month.of(page.today)
    if row.manner in {"unlimited", "on_demand"}:
        words: list[Span] = [(hm(row.used), "strong"), (f" used, {row.manner.replace('_', ' ')}", "")]
        if row.amount:
            words.append((f"  {money(row.amount, page.desk.currency)} to bill for time", "dim"))
        yield plain("now-hours", words, "month", str(month), month)
        return

    def draw(width: int) -> Spans:
        numbers: list[Span] = [(f"  {hm(row.used)}", "strong"), (f" of {hm(row.usable)}", "")]
        after: Span = (f"  +{hm(row.over)} over", "bad") if row.over else (f"  {hm(row.left)} left", "dim")
        bar = hours_bar(
            max(10, min(40, width - 28)),
            used=row.used,
            allotted=row.usable,
            carried=row.carried,
            running=row.running_seconds // 60,
        )
        return [*bar, *numbers, after]

    yield PageLine("now-hours", draw, "month", str(month), month, "hours")
    if row.lapsing and row.lapses_on is not None:
        text = f"{hm(row.lapsing)} lapses on {_day(row.lapses_on)} if it is not used"
        yield plain("now-lapse", [(text, "warn")], "month", str(month), month)
    if row.capped and row.capped_on is not None:
        text = f"{hm(row.capped)} is over the carry limit on {_day(row.capped_on)} if it is not used"
        yield plain("now-cap", [(text, "warn")], "month", str(month), month)


def _contracts(page: ClientPage, stage: str, title: str, width: int) -> Iterator[PageLine]:
    parts = [part for part in page.contracts if part.stage == stage]
    if stage == "running" and not parts:
        if page.ended is None:
            yield heading("contract", title)
            text = "No contract: on demand at the desk's rates. C makes one, p sells a plan."
            yield plain("no-contract", [(text, "dim")])
        return
    if parts:
        yield heading(f"contracts-{stage}", title)
    for part in parts:
        yield _contract_line(part)
        if stage != "over":
            yield from _words(part, width)


def _words(part: ContractPart, width: int) -> Iterator[PageLine]:
    """The sentences of a contract, what it gives first and brighter."""
    for number, sentence in enumerate(part.words):
        for turn, words in enumerate(wrapped(sentence, max(20, width - 4))):
            key = f"{part.contract.key}-words-{number}-{turn}"
            spans = [("  " if turn == 0 else "    ", ""), (words, "" if number == 0 else "dim")]
            yield plain(key, spans, "contract", part.contract.key)


def _contract_line(part: ContractPart) -> PageLine:
    contract = part.contract
    until = contract.last_day
    when = {
        "running": f"until {_day(until)} {until.year}" if until else "open-ended",
        "to come": f"from {_day(contract.starts)} {contract.starts.year}",
        "over": f"{_month(contract.starts)} – {_month(until)}" if until else "",
    }[part.stage]

    def draw(width: int) -> Spans:
        tone = "strong" if part.stage == "running" else ""
        return spread([(contract.name, tone), (f"  {contract.key}", "dim")], [(when, "dim")], width)

    return PageLine(
        f"contract-{contract.key}", draw, "contract", contract.key, None, f"{contract.name} {contract.key}"
    )


def _grants(page: ClientPage) -> Iterator[PageLine]:
    if not page.grants:
        return
    yield heading("grants", "Usable today")
    for number, grant in enumerate(page.grants):
        yield _grant_line(grant, number, page)


def _grant_line(grant: GrantPart, number: int, page: ClientPage) -> PageLine:
    amount = plural(grant.left, "session") if grant.sessions else hm(grant.left)
    had = str(grant.had) if grant.sessions else hm(grant.had)
    expires = grant.expires_on
    soon = expires is not None and (expires - page.today).days <= 31
    lapse = "never lapses" if expires is None else f"lapses on {_day(expires)}{_year(expires, page.today)}"

    def draw(width: int) -> Spans:
        left: list[Span] = [
            (f"{amount:>7}", "strong"),
            (f" of {had:<6}", "dim"),
            (f" {lapse}", "warn" if soon else ""),
        ]
        return spread(left, [(f"{grant.contract}, from {_day(grant.valid_from)}", "dim")], width)

    month = Month.of(page.today)
    return PageLine(f"grant-{number}", draw, "grant", grant.contract, month, f"{amount} {lapse}")


# -- the chart ------------------------------------------------------------------------------------


def _months(page: ClientPage) -> Iterator[PageLine]:
    if not page.months:
        return
    yield PageLine("months", lambda width: _chart_head(width), "", text="months")
    top = max(
        (max(part.usable, part.used) for part in page.months),
        default=1,
    )
    for part in page.months:
        yield _month_line(part, page, top)


def _chart_head(width: int) -> Spans:
    titles = ("granted", "used", "over", "lost") if width >= WIDE_CHART else ("used", "over", "lost")
    numbers = "".join(f"{title:>9}" for title in titles)
    return spread([("Months", "title")], [(numbers, "dim")], width)


def _month_line(part: MonthPart, page: ClientPage, top: int) -> PageLine:
    label = f"{MONTHS[part.month.month - 1]} {part.month.year}"

    def draw(width: int) -> Spans:
        wide = width >= WIDE_CHART
        cells = [("over", part.over), ("lost", part.lost)]
        numbers: list[Span] = [(f"{hm(part.granted) if part.granted else '–':>9}", "dim")] if wide else []
        numbers.append((f"{hm(part.used) if part.used else '–':>9}", "strong"))
        numbers += [
            (
                f"{hm(value) if value else '–':>9}",
                {"over": "bad", "lost": "warn"}[name] if value else "faint",
            )
            for name, value in cells
        ]
        room = width - 9 - sum(len(text) for text, _ in numbers)
        bar = _chart_bar(room, part.used - part.over, part.over, part.usable, top) if room > 4 else []
        return [(f"{label:<9}", "dim" if part.closed else ""), *fit_spans(bar, max(0, room)), *numbers]

    return PageLine(
        f"month-{part.month}", draw, "month", str(part.month), part.month, f"{label} {part.month}"
    )


def _chart_bar(room: int, used: int, over: int, usable: int, top: int) -> Spans:
    """Used `█`, over `▚`, and `┊` where what could be used ends; all bars of a chart have one scale."""
    scale = max(top, 1)
    full, whole, end = (round(room * value / scale) for value in (used, used + over, usable))
    full, whole = max(full, 1 if used else 0), max(whole, full + 1 if over else full)
    bar: list[Span] = [("█" * full, "dim"), ("▚" * (whole - full), "bad")]
    if usable and end > whole:
        bar += [(" " * (end - whole - 1), ""), ("┊", "faint")]
    return bar


# -- requests, promises, people -------------------------------------------------------------------


def _requests(page: ClientPage, now: int, zone: object) -> Iterator[PageLine]:
    count = len(page.requests)
    yield heading("requests", "Open requests", [(str(count), "dim")])
    if not count:
        yield plain("no-requests", [("Nothing is open.", "dim")])
    for row in page.requests[:REQUESTS_SHOWN]:
        yield _request_line(row, now, zone)
    if count > REQUESTS_SHOWN:
        yield plain("more-requests", [(f"… {count - REQUESTS_SHOWN} more: 2 shows all requests", "dim")])


def _request_line(row: QueueRow, now: int, zone: object) -> PageLine:
    due = due_words(row, now, zone)  # type: ignore[arg-type]  # the app keeps its zone untyped

    def draw(width: int) -> Spans:
        left: list[Span] = [(f"{due:<14}", queue_tone(row) or "dim"), (row.subject, "")]
        if row.running:
            left.append((" ●", "accent"))
        return spread(left, [(row.assignee or "–", "dim")], width)

    return PageLine(f"request-{row.key}", draw, "request", row.key, None, f"{row.key} {row.subject}")


def _levels(page: ClientPage) -> Iterator[PageLine]:
    if page.tier_name is None or not (page.answered.of or page.resolved.of):
        return
    yield heading("levels", f"Service level {page.tier_name}, last 12 months")
    for key, word, kept in (
        ("answered", "answered in time", page.answered),
        ("resolved", "solved in time", page.resolved),
    ):
        if kept.of:
            yield plain(key, _kept(word, kept))


def _kept(word: str, kept: TargetsMet) -> Spans:
    percent = kept.percent or 0
    tone = "good" if percent >= 95 else "warn" if percent >= 80 else "bad"
    return [(f"{percent:>4} %", tone), (f" {word}", ""), (f"  {kept.met} of {kept.of}", "dim")]


def _drift(page: ClientPage) -> Iterator[PageLine]:
    row = page.drift
    if row is None:
        return
    over = row.direction == "over"
    words = (
        "far more than it pays for: offer a bigger plan" if over else "far less than it pays for: ring them"
    )
    yield heading("drift", "Drift")
    yield plain("drift-words", [(f"uses {words}", "warn")])
    used = ", ".join(
        f"{hm(minutes)} in {MONTHS[month.month - 1]}"
        for month, minutes in zip(row.months, row.used, strict=True)
    )
    yield plain("drift-used", [(f"  {used}, of {hm(int(row.monthly_allowance))} a month", "dim")])
    for cause in row.causes[:3]:
        name = cause.cause or "without a cause"
        yield plain(
            f"drift-{name}",
            [(f"  {hm(cause.minutes):>6}  {name}", "dim"), (f", {plural(cause.requests, 'request')}", "dim")],
        )


def _talks(page: ClientPage) -> Iterator[PageLine]:
    """What a talk with the client can stand on, and what was said before (RULES 5.9)."""
    if page.flagged:
        yield heading("flagged", "Rework and outside scope, last 3 months")
        yield plain("flagged-words", [(flagged_words(page.flagged), "warn")])
        for row in page.flagged:
            words = f"  {KIND_WORDS[row.kind]}: {row.detail}"
            yield plain(f"flagged-{row.kind}", [(words, "dim")], "request", row.detail.partition(", ")[0])
    if page.talks:
        yield heading("talks", "Talked about")
        for number, talk in enumerate(page.talks):
            yield plain(f"talk-{number}", [(talk, "")])


def _people(page: ClientPage) -> Iterator[PageLine]:
    facts = [page.tier_name or "no service level"]
    if page.since is not None:
        facts.append(f"client since {_month(page.since)}")
    if page.language:
        facts.append(f"statements in {page.language}")
    yield heading("people", "Client")
    yield plain("facts", [(" · ".join(facts), "dim")], "client", page.key)
    for number, contact in enumerate(page.contacts):
        parts: list[Span] = [(contact.get("name") or "", "")]
        parts += [(f"  {contact[key]}", "dim") for key in ("email", "phone") if contact.get(key)]
        yield plain(f"person-{number}", parts, "client", page.key)
    if page.domains:
        yield plain("domains", [("mail from ", "dim"), (", ".join(page.domains), "")], "client", page.key)
    for number, line in enumerate(page.notes.splitlines()[:20]):
        yield plain(f"note-{number}", [(line, "")], "client", page.key)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _year(day: date, today: date) -> str:
    return "" if day.year == today.year else f" {day.year}"
