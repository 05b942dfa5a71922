"""What would this file become here? Its plan as a list: questions are answered in place, then it is imported.

Each answer is planned anew in another thread; nothing is written before `i`, and one undo takes all of it back.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import ClassVar, Literal
from zoneinfo import available_timezones

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.domain.basics.errors import DeskError
from models.importers.base import ORDER_WORDS
from models.importers.csv_layout import DATE_ORDERS
from models.importers.mapping import Decision
from models.importers.mapping_text import mapping_lines
from models.importers.planning.fates import Fate, Unmapped
from models.services.time.imports import write_import
from models.storage.files.named import named_file
from models.storage.files.outputs import Kind, write_output
from models.storage.files.whole import make_folder, why
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.dialogs.imports.files import shortened
from tui.dialogs.imports.rows import COLUMNS, PlanRow, plan_rows, question_words, row_cells, row_text
from tui.dialogs.imports.sums import doubts, sums
from tui.dialogs.imports.work import (
    Looked,
    Wanted,
    choices_for,
    look,
    named_new,
    needs_a_look,
    new_answer,
    with_answer,
)
from tui.dialogs.pick import Option, Pick
from tui.text.format import plural
from tui.widgets.line import Lines
from tui.widgets.list.rows import RowList

_NEW, _NOBODY = "\0new", "\0nobody"
_DECISIONS: dict[str, tuple[tuple[Decision, str, str], ...]] = {
    "overlap": (
        ("cut", "Cut", "keeps what nobody else claims"),
        ("skip", "Leave out", "the other work stays"),
        ("courtesy", "Cut, and give it away", "courtesy"),
        ("keep", "Keep as it is", "its month cannot be closed before it is mended"),
    ),
    "not_billable": (
        ("courtesy", "Give it away", "courtesy: shown to the client, costs nothing"),
        ("internal", "Internal", "never shown to the client"),
        ("skip", "Leave out", ""),
        ("keep", "Bill it all the same", "support"),
    ),
}
Decided = Literal["overlap", "not_billable"]
_MARK = "# What the names of an import mean; made by deskhours, for --mapping."
_ANSWERS = Kind("the answers to an import", (_MARK.encode(),))


class ImportPage(Dialog[int]):
    """The plan of a file; returns how many entries were written."""

    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = """
    ImportPage > #sheet { max-width: 100%; }
    ImportPage #sums { height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "write", "import", id="import.write", tooltip="Import what this list says"),
        Binding(
            "n",
            "all_new",
            "all new",
            id="import.all-new",
            tooltip="Make all unknown names new ones",
        ),
        Binding(
            "f",
            "show_all",
            "all lines",
            id="import.all-lines",
            tooltip="All lines, or those to look at",
        ),
        Binding("backspace", "take_back", "back", id="import.take-back", tooltip="Take back the last answer"),
        Binding(
            "o", "order", "date order", id="import.order", tooltip="Say how 03/02/2026 is meant in this file"
        ),
        Binding("z", "zone", "time zone", id="import.zone", tooltip="Say where the local times are from"),
        Binding(
            "t",
            "update",
            "take changes",
            id="import.update",
            tooltip="Take over what was changed at the source",
        ),
        Binding(
            "w",
            "keep_answers",
            "save answers",
            id="import.answers",
            tooltip="Write the answers as a mapping",
        ),
    ]

    def __init__(self, wanted: Wanted) -> None:
        """Begin to read the file."""
        super().__init__("")
        self._wanted = wanted
        self._before: list[Wanted] = []
        self._looked: Looked | None = None
        self._all = False
        self._doing, self._done, self._of = "reading", 0, 0
        self._writing = False
        self.sums = Lines(id="sums")
        self.rows: RowList[PlanRow] = RowList(
            COLUMNS,
            key=lambda row: row.key,
            cells=lambda row: row_cells(row, self._looked.known.zone if self._looked else None),
            search=row_text,
            noun="line",
            empty="Nothing here needs a look. f shows all lines, i imports them.",
        )

    def compose_body(self) -> Iterable[Widget]:
        """The sums and the list."""
        yield self.sums
        yield self.rows

    def on_mount(self) -> None:
        self.set_interval(0.25, self._tell_progress)
        self._plan(read=True)

    # -- planning ---------------------------------------------------------------------------------

    @work(exclusive=True, group="import")
    async def _plan(self, *, read: bool = False) -> None:
        self._doing, self._done, self._of = ("reading" if read else "planning"), 0, 0
        before = None if read else self._looked
        try:
            looked = await self.program.data.fetch(look, self._wanted, self.program.now(), self._at, before)
        except (DeskError, OSError) as error:
            self._doing = ""
            self._refused(why(error) if isinstance(error, OSError) else str(error))
            return
        self._looked, self._doing = looked, ""
        self._show()

    def _refused(self, words: str) -> None:
        self.program.notify(f"{self._wanted.path.name}: {words}", severity="error", timeout=15)
        if self._before:
            self._wanted = self._before.pop()
            self._show()
        elif self._looked is None:
            self.dismiss(None)

    def _at(self, what: str, of: int, done: int) -> None:
        """Called by the thread that plans or writes; the page looks from time to time."""
        self._doing, self._done, self._of = what, done, of

    def _tell_progress(self) -> None:
        if self._doing:
            far = f"{100 * self._done // self._of} %" if self._of else f"{self._done:,}" if self._done else ""
            self._retitle(f"{self._doing} {far} …".replace("  ", " "))

    def _retitle(self, right: str) -> None:
        self.retitle(f"Import {shortened(self._wanted.path)} · {self._wanted.format}", [(right, "dim")])

    def _show(self) -> None:
        looked = self._looked
        if looked is None:
            return
        plan = looked.plan
        fates = [fate for fate in looked.lines if self._all or needs_a_look(fate)]
        self._retitle(plural(sum(plan.counts), "line"))
        self.sums.show(sums(looked), doubts(looked))
        rows = plan_rows(plan.unmapped, fates)
        self.rows.set_rows(rows)
        self.rows.refresh()
        self._say_keys(rows)

    def _say_keys(self, rows: list[PlanRow]) -> None:
        looked = self._looked
        keys = [("enter", "answer")] if rows else []
        if looked is not None and any(
            q.lines and q.kind in ("agent", "client") for q in looked.plan.unmapped
        ):
            keys.append(("n", "all new"))
        keys += [("f", "fewer" if self._all else "all lines"), ("i", "import")]
        if looked is not None and (looked.plan.counts.changed or self._wanted.update):
            keys.append(("t", "keep changes out" if self._wanted.update else "take changes"))
        keys += [("⌫", "back")] if self._before else []
        self.set_hints([*keys, ("o", "dates"), ("z", "zone"), ("w", "keep answers"), ("esc", "close")])

    def _try(self, wanted: Wanted, *, read: bool = False) -> None:
        self._before.append(self._wanted)
        self._wanted = wanted
        self._plan(read=read)

    @property
    def _idle(self) -> bool:
        return self._looked is not None and not self._doing and not self._writing

    # -- answering --------------------------------------------------------------------------------

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        row = self.rows.cursor_item
        if row is None or not self._idle:
            return
        if row.question is not None:
            self._ask(row.question)
        elif row.fate is not None:
            self._settle(row.fate)

    @work(exclusive=True, group="import-answer")
    async def _ask(self, question: Unmapped) -> None:
        looked = self._looked
        assert looked is not None
        if question.kind == "overlap" or question.kind == "not_billable":
            await self._decide(question.kind, question_words(question), None)
            return
        things, guess = choices_for(question, looked.known)
        options = [
            Option(thing.key, thing.name, "like it" if thing.key == guess else thing.key) for thing in things
        ]
        options += self._other_answers(question)
        picked = await self.program.push_screen_wait(Pick(question_words(question), options))
        if picked is None:
            return
        key = {_NEW: new_answer(looked, question.text), _NOBODY: ""}.get(str(picked), str(picked))
        self._try(with_answer(self._wanted, question.kind, question.text, key))

    @staticmethod
    def _other_answers(question: Unmapped) -> list[Option]:
        options = []
        if question.kind in ("agent", "client", "project", "tag") and question.text:
            noun = "person" if question.kind == "agent" else "client"
            options.append(Option(_NEW, f"Make a new {noun}: {question.text}", "new"))
        if question.kind in ("client", "project", "tag", "default_client"):
            options.append(Option(_NOBODY, "No client: work of our own", "internal"))
        return options

    @work(exclusive=True, group="import-answer")
    async def _settle(self, fate: Fate) -> None:
        """One line that overlaps or is not billable; or what a line says, where there is nothing to decide."""
        kinds: list[Decided] = [code for code, _ in fate.doubts if code in ("overlap", "not_billable")]
        open_kinds = [kind for kind, _ in fate.asked if kind in kinds]
        wanted = [kind for kind in kinds if kind in open_kinds] or kinds
        if not wanted or fate.outcome in ("exists", "bad", "changed"):
            self.program.notify(f"Line {fate.line}: {fate.reason or 'comes in as it is'}", timeout=8)
            return
        await self._decide(wanted[0], f"Line {fate.line} {dict(fate.doubts)[wanted[0]]}", fate.line)

    async def _decide(self, kind: Decided, title: str, line: int | None) -> None:
        looked = self._looked
        assert looked is not None
        options: list[Option] = []
        if line is not None:
            options = [Option((what, line), name, more) for what, name, more in _DECISIONS[kind]]
        count = looked.plan.doubts[kind]
        alike = f", all {count:,} alike" if line is not None else ""
        if line is None or count > 1:
            options += [Option((what, None), f"{name}{alike}", more) for what, name, more in _DECISIONS[kind]]
        picked: Hashable = await self.program.push_screen_wait(Pick(title, options))
        if isinstance(picked, tuple):
            what, at = picked
            mapping = self._wanted.mapping.decided(kind, what, at)
            self._try(replace(self._wanted, mapping=mapping))

    def action_all_new(self) -> None:
        """Every unknown client and person becomes a new one."""
        if self._idle and self._looked is not None:
            self._try(replace(self._wanted, mapping=named_new(self._looked)))

    def action_take_back(self) -> None:
        """As it was before the last answer."""
        if self._idle and self._before:
            before = self._before.pop()
            read = (before.date_order, before.zone_name) != (self._wanted.date_order, self._wanted.zone_name)
            self._wanted = before
            self._plan(read=read)

    def action_show_all(self) -> None:
        """All lines, or only those that should be looked at."""
        self._all = not self._all
        self._show()

    def action_update(self) -> None:
        """Take over what was changed at the source, or leave it."""
        if self._idle:
            self._try(replace(self._wanted, update=not self._wanted.update))

    @work(exclusive=True, group="import-answer")
    async def action_order(self) -> None:
        """How the file's dates are written."""
        options = [Option(order, ORDER_WORDS[order].capitalize(), order) for order in DATE_ORDERS]
        picked = await self.program.push_screen_wait(Pick("How is 03/02/2026 meant in this file?", options))
        if self._idle and picked in DATE_ORDERS:
            self._try(replace(self._wanted, date_order=picked), read=True)

    @work(exclusive=True, group="import-answer")
    async def action_zone(self) -> None:
        """Whose wall clock the file's local times are."""
        looked = self._looked
        if not self._idle or looked is None:
            return
        now = self._wanted.zone_name or looked.known.zone.name
        names = [now, *sorted(available_timezones() - {now})]
        options = [Option(name, name, "now" if name == now else "") for name in names]
        picked = await self.program.push_screen_wait(
            Pick("In which zone are the times of this file?", options)
        )
        if self._idle and isinstance(picked, str) and picked != now:
            self._try(replace(self._wanted, zone_name=picked), read=True)

    # -- the end ----------------------------------------------------------------------------------

    @work(exclusive=True, group="import-answer")
    async def action_write(self) -> None:
        """Import what the list says, after a question where lines stay out."""
        looked = self._looked
        if not self._idle or looked is None:
            return
        counts = looked.plan.counts
        if not counts.add + counts.update:
            self.program.notify("There is nothing to import here.", severity="warning")
            return
        if counts.unmapped and not await self._meant(counts.unmapped, counts.add + counts.update):
            return
        session = self.program.session
        who = session.me.key if session is not None and session.me is not None else ""
        self._writing, self._doing = True, "writing"
        done = await self.program.submit(
            write_import, looked.plan, self.program.now(), who, self._wanted.path.name, progress=self._at
        )
        self._writing, self._doing = False, ""
        if done is None:
            self._show()
            return
        late = f" {done.late:,} of them are late work of closed months." if done.late else ""
        updated = f", updated {done.updated:,}" if done.updated else ""
        self.program.notify(f"Imported {done.entries:,} entries{updated}.{late} u undoes it.", timeout=12)
        self.dismiss(done.entries + done.updated)

    async def _meant(self, left: int, rest: int) -> bool:
        words = f"{plural(left, 'line')} {'is' if left == 1 else 'are'} not answered and would stay out."
        question = Confirm("Import the others?", words, (("y", f"import {rest:,}"),))
        return await self.program.push_screen_wait(question) == "y"

    @work(exclusive=True, group="import-answer")
    async def action_keep_answers(self) -> None:
        """Write what was answered as a mapping file, for the next export of the same tool."""
        layout = self._looked.layout if self._looked is not None else None
        mapping = replace(self._wanted.mapping, csv=self._wanted.mapping.csv or layout)
        text = "\n".join((_MARK, *mapping_lines(mapping))) + "\n"
        try:
            folder = named_file("~/deskhours", at_home=True)
            path = folder / f"{self._wanted.path.stem}.mapping.toml"
            make_folder(folder)
            write_output(path, text.encode(), _ANSWERS, self.program.place.path)
        except DeskError as error:
            self.program.notify(str(error), severity="error", timeout=12)
            return
        self.program.notify(f"Wrote {shortened(path)}: --mapping and the next import can use it.", timeout=8)
