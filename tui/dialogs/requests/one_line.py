"""What does the caller want? One line over whatever is on the screen, saved before the phone is down (RULES 12.2).

    acme contact form broken !high #forms @phone >dana

Nothing but the client and a few words is needed; what was understood, what the client has left and a request like it
stand below while it is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from models.domain.basics.errors import DeskError
from models.domain.requests.one_line import Capture, Catalogue, Completion, complete, parse_capture
from models.queries.requests.one_line import read_capture_hint
from models.services.requests.life import capture_and_start, create_request, new_request
from tui.dialogs.answering import Answering
from tui.program.presence import who
from tui.text.format import cut, hm, plural
from tui.text.theme import tones
from tui.widgets.cells.request import moment
from tui.widgets.form.edit import Editor
from tui.widgets.frame.foot import Foot
from tui.widgets.spans import Span, spans_width, strip

if TYPE_CHECKING:
    from models.queries.requests.one_line import CaptureHint
    from tui.program.protocol import Program

_TONES = {"known": "accent", "new": "good", "ambiguous": "warn", "unknown": "warn"}
_HEIGHT, INDENT = 6, 14


class CaptureLine(Foot, can_focus=True):
    """The line, what was understood, and what could complete it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = f"CaptureLine {{ height: {_HEIGHT}; width: 1fr; }}"

    def __init__(self, catalogue: Catalogue, text: str, *, kept: bool = False) -> None:
        """Begin with some text, such as the client under the cursor; `kept` from before, it is another call's."""
        super().__init__()
        self._kept = kept
        self.catalogue = catalogue
        self.editor = Editor(text, limit=500)
        self.line: Capture = parse_capture(text, catalogue)
        self.completion: Completion | None = None
        self.choice = 0
        self.hint: CaptureHint | None = None
        self.repeat_of: str | None = None
        self.error = ""
        self._look()

    # -- typing ---------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Letters edit the line; tab takes a completion, arrows choose one."""
        options = self.completion.options if self.completion else ()
        if event.key == "tab" and options:
            self._take(options[self.choice].key)
        elif event.key in ("up", "down") and options:
            self.choice = (self.choice + (1 if event.key == "down" else -1)) % len(options)
            self.refresh()
        elif self.editor.key(event):
            self._changed()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Clean the pasted text and insert it."""
        self.editor.insert(event.text)
        self._changed()
        event.stop()

    def _take(self, insert: str) -> None:
        if self.completion is None:
            return
        text = self.editor.text
        before, after = text[: self.completion.first], text[self.completion.last :].lstrip()
        written = self.editor.caret > self.completion.last
        self.editor.set(f"{before}{insert} {after}")
        if not written:
            self.editor.caret = len(before) + len(insert) + 1
        self._changed()

    def _changed(self) -> None:
        self.error, self.repeat_of = "", None
        self._look()
        self.refresh()
        self.post_message(Captured.Changed())

    def _look(self) -> None:
        self.line = parse_capture(self.editor.text, self.catalogue)
        self.completion = complete(self.editor.text, self.editor.caret, self.catalogue)
        self.choice = 0

    # -- drawing --------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Rule or what is told, line, understood, like, completions, keys."""
        width, styles = self.size.width, tones(self.app.theme)
        if y == 0:
            return strip(self.rule_line(width), width, styles)
        lines = (
            self._typed(width),
            self._understood(width),
            self._similar(width),
            self._options(width),
            _keys(width, self._kept and bool(self.editor.text)),
        )
        return strip(lines[y - 1], width, styles)

    def _typed(self, width: int) -> Sequence[Span]:
        room = max(10, width - 15)
        return [(" New request  ", "strong"), *self.editor.spans(room)]

    def _understood(self, width: int) -> Sequence[Span]:
        """What the line is taken for; where room is short, first without what the shortest call would leave."""
        indent = (" " * INDENT, "")
        if self.error:
            return [indent, (self.error, "bad")]
        if self.line.missing is not None and self.line.client is None:
            return [indent, (self.line.missing, "dim")]
        whole = _joined([indent], self._facts(brief=False))
        return whole if spans_width(whole) <= width else _joined([indent], self._facts(brief=True))

    def _facts(self, *, brief: bool) -> list[Span]:
        """Client, what in the line is not known, hours left, then what is."""
        line, hint = self.line, self.hint
        facts: list[Span] = []
        if hint is not None and hint.client == line.client:
            facts.append((hint.client_name, "accent"))
        elif line.client is not None:
            facts.append((line.client, "accent"))
        facts += [(f"{part.value}?", "warn") for part in line.parts if part.standing == "unknown"]
        if hint is not None and hint.client == line.client:
            facts += _left_words(hint, brief=brief)
        flagged = hint is not None and hint.client == line.client and hint.channel_not_included
        for part in line.parts:
            if part.kind == "client" or part.standing == "unknown" or (flagged and part.kind == "channel"):
                continue
            facts.append((part.value + (" (new)" if part.standing == "new" else ""), _TONES[part.standing]))
        if hint is not None and hint.client == line.client:
            if hint.channel_not_included:
                facts.append((f"{line.channel or 'email'}, not in {hint.tier_name}", "warn"))
            if hint.response_due is not None:
                facts.append((f"answer due {self._clock(hint.response_due)}", "dim"))
        return facts

    def _clock(self, instant: int) -> str:
        app: Any = self.app
        local, now = datetime.fromtimestamp(instant, app.zone), datetime.fromtimestamp(app.now(), app.zone)
        return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%a %H:%M}"

    def _similar(self, width: int) -> Sequence[Span]:
        indent = (" " * INDENT, "")
        if self.repeat_of is not None:
            return [indent, (f"repeats {self.repeat_of}", "accent"), ("  ctrl+r unmarks it", "faint")]
        if self.hint is None or not self.hint.similar or self.hint.client != self.line.client:
            return [indent, (cut(self._given, width - INDENT), "warn")]
        like = self.hint.similar[0]
        app: Any = self.app
        since = moment(like.reported_at, app.now(), app.zone, short=True)
        after, way = f", {like.state} since {since}", ": ctrl+r marks it as a repeat"
        room = width - INDENT - len(after) - len(way) - 1
        return [indent, (cut(f"like {like.key} {like.subject}", room), "warn"), (after, "warn"), (way, "dim")]

    @property
    def _given(self) -> str:
        """What the client was given for nothing (RULES 3.10)."""
        hint = self.hint
        return hint.given if hint is not None and hint.client == self.line.client else ""

    def _options(self, width: int) -> Sequence[Span]:
        spans: list[Span] = [(" " * INDENT, "")]
        like = self.hint is not None and bool(self.hint.similar)
        if like and not (self.completion and self.completion.options):
            return [
                *spans,
                (cut(self._given, width - INDENT), "warn"),
            ]  # a request like it has the line above
        for number, option in enumerate(self.completion.options if self.completion else ()):
            tone = "accent" if number == self.choice else "dim"
            mark = "▸ " if number == self.choice else "  "
            spans.append((f"{mark}{option.name}  ", tone))
        return spans


_KEYS = (("enter", "save"), ("ctrl+s", "save and start"), ("tab", "complete"), ("esc", "close"))
_SIGNS = "!high #cause @phone >who %work"


def _keys(width: int, kept: bool) -> Sequence[Span]:
    """The keys, and the signs that may be typed as far as there is room for whole ones.

    `kept`: the way to empty a line that stands there from before comes first.
    """
    spans: list[Span] = [(" ", "")]
    for key, words in (*((("ctrl+u", "empty"),) if kept else ()), *_KEYS):
        spans += [(key, "accent"), (f" {words}  ", "dim")]
    signs = _SIGNS
    while signs and spans_width(spans) + len(signs) > width:
        signs = signs.rpartition(" ")[0]
    return [*spans, (signs, "faint")]


def _joined(spans: list[Span], facts: Sequence[Span]) -> list[Span]:
    """The facts behind each other, with a dot between them."""
    for number, fact in enumerate(facts):
        spans += [(" · " if number else "", "faint"), fact]
    return spans


def _left_words(hint: CaptureHint, *, brief: bool) -> list[Span]:
    """Hours left, and what the shortest call would leave; `brief`: that only where it would be too much."""
    left = hint.left
    if left.manner != "counted":
        return [("unlimited" if left.manner == "unlimited" else "on demand", "dim")]
    words: list[Span] = []
    if left.sessions:
        words.append((f"{plural(left.sessions, 'session')} left", "strong"))
    minutes, sessions = left.after()
    words.append((f"{hm(left.minutes)} left", "strong"))
    if minutes < 0:
        words.append((f"this call would be {hm(-minutes)} over", "bad"))
    elif not brief and (minutes, sessions) != (left.minutes, left.sessions):
        words.append((f"{hm(minutes)} after a minimum call", "dim"))
    return words


class Captured(Answering[str]):
    """The line as a dialog over the lower edge of the screen; returns the key of the request, or None."""

    DEFAULT_CSS = f"""
    Captured {{ background: transparent; align: left bottom; }}
    Captured > CaptureLine {{ dock: bottom; height: {_HEIGHT}; background: $background; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save(False)", "Save", show=False, id="capture.save", tooltip="Add the request"),
        Binding(
            "ctrl+enter,ctrl+s,ctrl+j,alt+enter",
            "save(True)",
            "Save and start",
            show=False,
            id="capture.start",
            tooltip="Add it and start the timer on it",
        ),
        Binding(
            "ctrl+r",
            "join",
            "Repeat",
            show=False,
            id="capture.join",
            tooltip="Mark it as a repeat of the request shown",
        ),
        Binding("escape", "leave", "Close", show=False, id="capture.leave", tooltip="Close without adding"),
    ]

    class Changed(Message):
        """Sent when the text of the line changed."""

    def __init__(self, catalogue: Catalogue, text: str = "", *, kept: bool = False) -> None:
        super().__init__()
        self.line = CaptureLine(catalogue, text, kept=kept)
        self._begun = text
        self._saving = False

    @property
    def program(self) -> Program:
        """The running app, typed as what dialogs may ask of it."""
        return self.app  # type: ignore[return-value]  # the only app that opens this

    def compose(self) -> ComposeResult:
        yield self.line

    def on_mount(self) -> None:
        self.line.focus()
        self._refresh_hint()

    def tick(self) -> None:
        """What it would be promised and what is left, by this minute."""
        self.line.refresh()
        self._refresh_hint()

    def on_captured_changed(self) -> None:
        """Read what the request would mean for the client."""
        self._refresh_hint()

    @work(exclusive=True, group="hint")
    async def _refresh_hint(self) -> None:
        line = self.line.line
        if line.client is None:
            self.line.hint = None
            self.line.refresh()
            return
        try:
            hint = await self.program.data.fetch(
                read_capture_hint,
                line.client,
                line.subject,
                self.program.now(),
                line.channel or "email",
                line.work_type,
            )
        except DeskError:
            return  # the line can be saved without its hint
        self.line.hint = hint
        self.line.refresh()

    def action_join(self) -> None:
        """Link to the request that is like it, or take the link back."""
        hint = self.line.hint
        if self.line.repeat_of is not None:
            self.line.repeat_of = None
        elif hint is not None and hint.similar:
            self.line.repeat_of = hint.similar[0].key
        self.line.refresh()

    @property
    def unsaved(self) -> str:
        """What leaving the program would lose; empty while nothing was typed."""
        text = self.line.editor.text
        return text if text.strip() not in ("", self._begun.strip()) else ""

    def action_leave(self) -> None:
        """Write nothing; the text stands there again the next time, unless the line was emptied."""
        text = self.line.editor.text
        if self.unsaved or not text.strip():
            self.program.capture_draft = text.strip()
        self.dismiss(None)

    @work(exclusive=True, group="save")
    async def action_save(self, start: bool) -> None:
        """Write it down; refused input stays in the line with the reason below."""
        line, session = self.line.line, self.program.session
        if line.missing is not None or session is None or self._saving:
            self.line.error = line.missing or ""
            self.line.refresh()
            return
        self._saving, self.program.capture_draft = True, ""
        if start and not await self.program.everywhere.may_end_timer():
            self._saving, self.line.error = (
                False,
                "the timer still runs: enter saves without starting another",
            )
            self.line.refresh()
            return
        new = replace(new_request(line), repeat_of=self.line.repeat_of)
        by = who(self.program)
        session = self.program.session or session
        ended = session.running if start else None
        try:
            if start and session.me is not None:
                request, _ = await self.program.data.submit(capture_and_start, new, by, self.program.now())
            else:
                request = await self.program.data.submit(create_request, new, self.program.now(), by)
        except DeskError as error:
            self._saving, self.line.error = False, str(error)
            self.line.refresh()
            return
        self.dismiss(request.key)
        self.program.announcer.own(request.key)
        self.program.data_changed.publish(None)
        if start:
            self.program.everywhere.tell_begun(f"{request.key} added, timer runs", ended)
        else:
            self.program.notify(f"{request.key} added")
