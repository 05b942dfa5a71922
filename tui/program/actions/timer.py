"""How does the timer answer to the keyboard? Start, stop, switch, continue, discard, from every screen (RULES 7).

What the screen says is running is a committed row. Sleep, a clock that jumped and a forgotten timer are asked about,
never billed by default. Stop and switch never fail for a business rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError, TimerRuns
from tui.late import Late
from tui.program import late
from tui.program.actions.timer_questions import TimerQuestions
from tui.program.part import Host, Part, app_key, beside
from tui.program.sessions import SLIP_SECONDS, Sessions
from tui.program.targets import TimerTarget
from tui.text.format import hm
from tui.text.timer_phrases import counted_words, stopped_words

if TYPE_CHECKING:
    from models.domain.values import Entry
    from models.queries.desk.session import RunningTimer
    from tui.dialogs.confirm import Answers
    from tui.program.actions import courtesy

else:
    courtesy = Late("tui.program.actions.courtesy")

FORGIVEN_SECONDS = 300
"""So long after its stop one key discards an entry or takes it as courtesy."""


TIMER_KEYS = (
    app_key(
        "space",
        "toggle_timer",
        "start/stop",
        "timer.toggle",
        "Start the timer on this row, or stop it",
        show=True,
    ),
    app_key(
        "s", "switch_timer", "switch", "timer.switch", "Stop the timer and start it on this row", show=True
    ),
    app_key(
        "c",
        "continue_timer",
        "continue",
        "timer.continue",
        "Start again on what you worked on last; while a timer runs, go back to the work before it",
        show=True,
    ),
    app_key("S", "start_on", "start on…", "timer.start-on", "Start on any client or request"),
    app_key(
        "T",
        "stop_at",
        "stop at…",
        "timer.stop-at",
        "Stop at an earlier time, or say what was done",
    ),
    app_key("B", "began_earlier", "began…", "timer.began", "The running timer began earlier"),
    app_key("D", "discard_timer", "discard timer", "timer.discard", "Discard the running timer"),
    app_key("Y", "give_away", "courtesy", "timer.courtesy", "Take what just stopped as courtesy"),
)


class TimerControl(Part):
    """The part of the program that owns the timer."""

    writing = 0
    """Writes of the timer that are under way."""
    _slip: tuple[str, int] | None = None
    """The entry that was stopped within a minute, and when."""

    def __init__(self, program: Host, sessions: Sessions) -> None:
        super().__init__(program)
        self._sessions = sessions
        self.questions = TimerQuestions(program, sessions, self.action_began_earlier)

    @cached_property
    def _courtesy(self) -> courtesy.Courtesy:
        """What proposes courtesy, loaded with the first timer."""
        return courtesy.Courtesy(self.program)

    def action_give_away(self) -> None:
        """Take what just stopped as courtesy, where a rule proposes it (RULES 3.10)."""
        self._courtesy.give_away()

    # -- keys -----------------------------------------------------------------------------------

    def action_toggle_timer(self) -> None:
        """Stop what runs; else start on the row under the cursor. A key held down waits for its own write."""
        if not self.writing:
            self._toggle()

    @beside(group="timer")
    async def _toggle(self) -> None:
        if self._sessions.running is not None:
            await self._stop()
        else:
            await self._start(self._sessions.target(), switch=False)

    @beside(group="timer")
    async def action_switch_timer(self) -> None:
        """Stop what runs and start on the row, at one instant."""
        await self._start(self._sessions.target(), switch=True)

    @beside(group="timer")
    async def action_start_on(self) -> None:
        """Ask for a client or request and start a timer on it."""
        await self._start(None, switch=True)

    @beside(group="timer")
    async def action_continue_timer(self) -> None:
        """Start on what was worked on last; while a timer runs, switch back to what was before it."""
        me, ended = self._sessions.me(), self._sessions.running
        if me is None or not await self.questions.may_end_timer():
            return
        entry = await self._write_timer(late.continue_timer, me, self.program.now())
        if entry is not None:
            running = self._sessions.running
            name = (running.client_name if running else "") or "internal work"
            words = " ".join(
                part for part in (name, entry.request, running.subject if running else "") if part
            )
            await self.tell_begun(
                f"{'Back to' if ended else 'Timer runs again:'} {words}", entry.client, ended
            )

    @beside(group="timer-form")
    async def action_discard_timer(self) -> None:
        """Throw the timer away, after a question; or the one that was stopped within a minute of its start."""
        me = self._sessions.me()
        if me is None:
            return
        if (running := self._sessions.running) is None:
            await self._discard_slip()
            return

        def words() -> tuple[str, Answers]:
            elapsed = hm(max(0, self.program.now() - running.entry.started_at) // 60)
            where = running.client_name or "no client"
            slip = (("s", "discard the one before it"),) if self._has_slip() else ()
            return f"Discard {elapsed} on {where}? u undoes it.", (("y", "discard"), *slip)

        answer = await self.program.push_screen_wait(late.Confirm("Discard the timer", *words(), again=words))
        if answer == "y":
            await self.program.submit(late.discard_timer, me, self.program.now(), running.entry.key)
        elif answer == "s":
            await self._discard_slip()

    def _has_slip(self) -> bool:
        """Was a timer stopped within a minute of its start, just now?"""
        return self._slip is not None and self.program.now() - self._slip[1] <= FORGIVEN_SECONDS

    async def _discard_slip(self) -> None:
        (key, at), self._slip = self._slip or (None, 0), None
        if key is None or self.program.now() - at > FORGIVEN_SECONDS or (me := self._sessions.me()) is None:
            self.program.notify("No timer is running.")
        elif await self.program.submit(late.delete_entries, (key,), self.program.now(), me) is not None:
            self.program.notify("Discarded. u undoes it.")

    async def _stopped(self, entry: Entry, running: RunningTimer | None) -> tuple[str, bool]:
        """What was stopped, and whether a key may be wanted now.

        Of a timer that hardly ran also what it counts as, and the key that discards it.
        """
        seconds = (entry.ended_at or entry.started_at) - entry.started_at
        self._slip = (entry.key, self.program.now()) if seconds < SLIP_SECONDS else None
        proposal = await self._courtesy.proposal(entry)
        if self._slip is None:
            return f"{stopped_words(entry, running)}{proposal}", bool(proposal)
        counts = running.minimum_after(seconds) if running is not None else None
        currency = self.program.session.currency if self.program.session is not None else ""
        words = f", {counted_words(counts, currency)}" if counts is not None else ""
        key = "D" if self._sessions.running is None else "D and then s"
        return f"{stopped_words(entry, running)}{words}. {key} discards it{proposal}", True

    @beside(group="timer-form")
    async def action_stop_at(self) -> None:
        """Stop at a typed time, with a note."""
        if (me := self._sessions.me()) is not None and (running := self._sessions.running) is not None:
            form = late.stop_form(self.program, me, running)
            if await self.program.push_screen_wait(form) is not None:
                words, keyed = await self._ended(running)
                if words:
                    self.program.notify(words, timeout=10 if keyed else None)
        elif me is not None:
            self.program.notify("No timer is running.")

    async def tell_begun(self, words: str, client: str | None, ended: RunningTimer | None) -> None:
        """What runs now, behind what it ended: how long that ran, and why it might be courtesy or a slip.

        `client`: what was given to it before is said, too; None for internal work.
        """
        given = await self._courtesy.given(client)
        stopped, keyed = await self._ended(ended) if ended is not None else ("", False)
        text = f"{stopped}. {words}" if stopped else words
        self.program.notify(f"{text}{given}", timeout=10 if given or keyed else None)

    async def _ended(self, running: RunningTimer) -> tuple[str, bool]:
        """What a form or a switch ended, as `_stopped` says it; nothing where somebody deleted it meanwhile."""
        try:
            entry = await self.program.data.fetch(late.read_entry, running.entry.key)
        except DeskError:
            return "", False
        return await self._stopped(entry, running) if entry.ended_at is not None else ("", False)

    @beside(group="timer-form")
    async def action_began_earlier(self) -> None:
        """Move the start of the running timer."""
        if (me := self._sessions.me()) is not None and (running := self._sessions.running) is not None:
            await self.program.push_screen_wait(late.began_form(self.program, me, running))
        elif me is not None:
            self.program.notify("No timer is running.")

    async def _stop(self) -> None:
        me = self._sessions.me()
        if me is None:
            return
        running = self._sessions.running
        if running is not None and not await self.questions.trusts_clock(running):
            return
        entry = await self._write_timer(late.stop_timer, me, self.program.now())
        if entry is not None:
            words, keyed = await self._stopped(entry, running)
            self.program.notify(words, timeout=10 if keyed else None)

    async def _start(self, target: TimerTarget | None, *, switch: bool) -> None:
        me = self._sessions.me()
        if me is None:
            return
        if target is None or target.client is None:
            target = await self._pick_work()
            if target is None:
                return
        if switch and not await self.questions.may_end_timer():
            return
        ended = self._sessions.running if switch else None
        if target.request is not None and not await self.program.meant(
            [target.request], "Start your timer on it"
        ):
            return
        start = late.TimerStart(me, target.client, target.request, note=target.note)
        service: Callable[..., Any] = late.switch_timer if switch else late.begin_timer
        entry = await self._write_timer(service, start, self.program.now())
        if isinstance(entry, TimerRuns):
            if await self._ends_there(entry):
                await self._start(target, switch=True)
        elif entry is not None:
            await self.tell_begun(f"Timer runs on {target.words or 'no client'}", target.client, ended)

    async def _ends_there(self, found: TimerRuns) -> bool:
        """A timer of the same person was started elsewhere, a moment ago: end that one?"""
        words = f"{str(found).removeprefix('timer: ').partition(';')[0]}.\nIt was started somewhere else."
        answers = (("s", "stop it there, start here"),)
        question = late.Confirm("Your timer runs already", words, answers, away="let it run")
        return await self.program.push_screen_wait(question) == "s"

    async def _write_timer(self, service: Callable[..., Any], /, *args: Any) -> Any:
        """Write, and know what runs before the next key is heard."""
        return await self.program.finish(self._write_and_read(service, *args))

    async def _write_and_read(self, service: Callable[..., Any], /, *args: Any) -> Any:
        self.writing += 1
        try:
            entry = await self.program.submit(service, *args)
            await self._sessions.read()
            self.questions.began_now()
        finally:
            self.writing -= 1
        return entry

    async def _pick_work(self) -> TimerTarget | None:
        """Any client or open request, found by typing."""
        try:
            works = await self.program.data.fetch(late.read_works)
        except DeskError as error:
            self.program.notify(str(error), severity="error")
            return None
        options = [late.Option(i, w.title, w.hint, w.more, w.request is None) for i, w in enumerate(works)]
        empty = "No client matches."
        picked = await self.program.push_screen_wait(late.Pick("Start the timer on", options, empty=empty))
        if not isinstance(picked, int):
            return None
        found = works[picked]
        return TimerTarget(found.client, found.client_name, found.request, found.subject)
