"""What must be known to write this down? A form from a list of fields, checked before and after it is sent.

Nothing is lost by a refusal: every text stays in its field, with what is wrong in words beside it and in one fixed
place above the keys. What a colleague changed meanwhile is never written over (`again`).

    values = await self.app.push_screen_wait(
        Form("New client", [TextField("name", "Name", required=True), Choice("tier", "Tier", choices=tiers)],
             submit=lambda values: self.desk.save(create_client, **values))
    )
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.domain.basics.errors import DeskError, Overtaken
from tui.dialogs.base import Dialog
from tui.dialogs.conflicts import MINE, THEIRS, Conflict, merge, names_of, told
from tui.widgets.form.fields import (
    Choice,
    Date,
    Duration,
    Field,
    Money,
    MultiChoice,
    Number,
    Parsed,
    TextField,
    Time,
    Toggle,
    read_field,
)
from tui.widgets.form.formlines import Preview
from tui.widgets.form.formview import FormView
from tui.widgets.form.refusal import Refusal
from tui.widgets.list.paged import PagedLines

BOX_CELLS = 100
"""Cells of the widest fields in a box."""
Values = dict[str, Any]
Errors = Mapping[str, str]
Submit = Callable[[Values], Errors | Awaitable[Errors]]
Again = Callable[[], Awaitable["Form | None"]]


class Form(Dialog[Values]):
    """Fields to fill in; returns their values by name, or None.

    `submit` gets the values and returns what is wrong by the name of the field ("" for the whole), nothing
    when all is well; it may be a coroutine function.
    """

    AUTO_FOCUS = "FormView"
    DEFAULT_CSS = f"Form.boxed FormView {{ max-width: {BOX_CELLS}; }}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", "Save", show=False, id="form.save", tooltip="Save"),
        Binding("ctrl+s", "save", "Save", show=False, id="form.save-s", tooltip="Save"),
        Binding("pagedown", "turn(1)", "More", show=False, id="form.more", tooltip="More of what it does"),
        Binding("pageup", "turn(-1)", "Back", show=False, id="form.less"),
        Binding(THEIRS, "decide('theirs')", "Take theirs", show=False, id="form.theirs"),
        Binding(MINE, "decide('mine')", "Keep mine", show=False, id="form.mine"),
    ]
    again: Again | None = None
    """Makes the form again from what stands there now: for one whose record a colleague changed meanwhile."""
    saved: Any = None

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        submit: Submit | None = None,
        preview: Preview | None = None,
    ) -> None:
        super().__init__(title)
        self._submit = submit
        self._leaving = False
        self._conflicts: dict[str, Conflict] = {}
        self._pending: Errors = {}
        self._decided = False
        self._lines: int | None = None
        """The height of the fields in a box; None on a page."""
        self._most = 0
        self.view = FormView(fields, preview)
        self.refusal = Refusal()
        keys = [("enter", "save"), ("tab", "next"), ("↑↓", "choose"), ("esc", "close")]
        self.set_hints(keys)

    def fit_box(self, width: int, most: int) -> int | None:
        """The lines of few fields; those of many need a page, and so does what they mean or do."""
        lines = None if self.box is not None else self.view.lines.fit(min(width, BOX_CELLS), most)
        self.view.styles.height = "1fr" if lines is None else lines
        self._lines, self._most = lines, most
        return lines

    def _grow(self) -> None:
        """A box has room for what is said below its fields by now; it never shrinks under the fingers."""
        if self._lines is not None:
            wanted = self.view.lines.fit(min(self.app.size.width, BOX_CELLS), self._most) or self._most
            if wanted > self._lines:
                self.view.styles.height = self._lines = wanted

    def compose_body(self) -> Iterable[Widget]:
        yield self.view

    def compose_foot(self) -> Iterable[Widget]:
        """The line that says why the form is refused, always in the same place."""
        yield self.refusal

    def on_form_view_refused(self, event: FormView.Refused) -> None:
        """Show what is wrong in the line above the keys."""
        event.stop()
        if not event.errors and self._decided:
            self.refusal.tell({"": "all is decided: enter saves it"}, {}, "dim")
        else:
            self.refusal.tell(event.errors, {field.name: field.label for field in self.view.fields})

    def on_mount(self) -> None:
        if self._pending or self._conflicts:
            self.call_after_refresh(self._show_pending)

    def _show_pending(self) -> None:
        pending, self._pending = self._pending, {}
        self.view.show_errors({**pending, **self._questions()})

    def on_form_view_changed(self, event: FormView.Changed) -> None:
        """After a change, ask again before the form is left."""
        event.stop()
        self._leaving = False
        self._conflicts.pop(event.name, None)
        self._grow()

    def tick(self) -> None:
        """What the form says of the time, and what `today` and `+7` mean in it."""
        zone = self.program.zone
        self.view.tick(datetime.fromtimestamp(self.program.now(), zone).date() if zone is not None else None)
        self._grow()

    box: PagedLines | None = None
    """What the form means or does, below the fields."""

    def action_turn(self, pages: int) -> None:
        """Turn what stands below the fields; without any, the fields and what they show."""
        if self.box is not None and self.box.is_long:
            self.box.page(pages)
        else:
            self.view.page(pages)

    def action_save(self) -> None:
        """Check, send, close; with a choice marked that is not typed in full, enter takes that first."""
        typed = self.view.texts
        if self.view.take() and self.view.texts != typed:
            self.view.leave(1)
            return
        if self._conflicts:
            self.view.show_errors(self._questions())
            return
        if not self.view.check():
            self._send(self.view.values())

    @work(exclusive=True, group="form")
    async def _send(self, values: Values) -> None:
        if self._submit is not None:
            try:
                errors = await self.attempt(values)
            except Overtaken as found:
                await self._meet(found)
                return
            if errors:
                self.view.show_errors(self._placed_errors(errors))
                return
        self.dismiss(values)

    async def attempt(self, values: Values) -> Errors:
        """Send the values; what is wrong, nothing when all is well. Raises Overtaken."""
        if self._submit is None:
            return {}
        answer = self._submit(values)
        return await answer if inspect.isawaitable(answer) else answer

    def _placed_errors(self, errors: Errors) -> dict[str, str]:
        return place_errors(errors, {field.name for field in self.view.fields})

    # -- a colleague was here -------------------------------------------------------------------

    def was_touched(self, name: str) -> bool:
        """Whether a person changed this field."""
        return name in self.view.filled.touched_names

    def stood(self, name: str) -> Any:
        """What a field began with: two forms that differ in it tell that it was changed meanwhile."""
        field = next(field for field in self.view.fields if field.name == name)
        return field.shown(field.value)

    def their_text(self, name: str) -> str:
        """The text that takes over what stands in the record now."""
        return self.view.filled.first_text(name)

    def same(self, name: str, text: str) -> bool:
        """Whether a text means what stands in the record now."""
        field = next(field for field in self.view.fields if field.name == name)
        if text == self.their_text(name):
            return True
        (mine, wrong), (theirs, _) = read_field(field, text), read_field(field, self.their_text(name))
        return not wrong and bool(mine == theirs)

    def said(self, name: str) -> str:
        """How what stands in the record now is called in a question."""
        return self.their_text(name)

    def place_of(self, path: str) -> str:
        """The field that shows a path of the record."""
        return path.rpartition(".")[2].partition("[")[0]

    async def carry(self, old: Any) -> None:
        """Take over from the form before what stands in no field."""

    async def _meet(self, found: Overtaken) -> None:
        """Bring together what was typed with what somebody else has written since this form was opened."""
        names = names_of(self.program)
        if found.gone or self.again is None:
            who = found.changes[0].who if found.changes else ""
            words = str(found).replace(f" by {who} ", f" by {names.who(who)} ") if who else str(found)
            self.view.show_errors({"": f"{words}. Nothing is saved; what you typed stays here until esc"})
            return
        try:
            fresh = await self.again()
        except DeskError as error:
            self.view.show_errors({"": f"{error}. Nothing is saved; what you typed stays here until esc"})
            return
        if fresh is None:
            return
        conflicts = merge(self, fresh, found, names)
        await fresh.carry(self)
        words = told(self, fresh, found, names)
        if not conflicts and not (errors := await self._try(fresh)):
            self._take_over(fresh, fresh.view.values())
            if words:
                self.program.notify(words, timeout=8)
            return
        fresh._conflicts, fresh._pending = conflicts, {} if conflicts else errors
        self.app.push_screen(fresh, lambda values: self._take_over(fresh, values))

    @staticmethod
    async def _try(fresh: Form) -> Errors:
        try:
            return fresh._placed_errors(await fresh.attempt(fresh.view.values()))
        except Overtaken:
            return {"": "it was changed again meanwhile; enter saves it"}

    def _take_over(self, fresh: Form, values: Values | None) -> None:
        self.saved = fresh.saved
        self.dismiss(values)

    def _questions(self) -> dict[str, str]:
        return {name: conflict.sentence() for name, conflict in self._conflicts.items()}

    def action_decide(self, whose: str) -> None:
        """Theirs or mine, in the field that is active, else in the first that is asked about."""
        name = self.view.active_name
        name = name if name in self._conflicts else next(iter(self._conflicts), "")
        if not name:
            return
        conflict = self._conflicts[name]
        if whose == "theirs":
            self.view.put(name, conflict.theirs)
        self._conflicts.pop(name, None)
        self._decided = not self._conflicts
        self.view.show_errors(self._questions())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys for theirs and mine only while a conflict is shown."""
        return bool(self._conflicts) if action == "decide" else super().check_action(action, parameters)

    @property
    def unsaved(self) -> str:
        """What leaving the program would lose, as one text; empty while nothing was typed."""
        return repr(self.view.texts) if self.view.filled.touched_names else ""

    def action_close(self) -> None:
        """Close the form; what was typed is given up only on the second press."""
        if self.view.filled.touched_names and not self._leaving:
            self._leaving = True
            self.view.show_errors({"": "not saved yet: esc again gives it up, enter saves"})
            return
        self.dismiss(None)


def place_errors(errors: Errors, names: set[str]) -> dict[str, str]:
    """Errors by field: `contracts[2].hours` goes to `hours`; what fits nowhere goes below the form."""
    placed: dict[str, str] = {}
    for path, message in errors.items():
        last = path.rpartition(".")[2].partition("[")[0]
        name = path if path in names else last if last in names else ""
        text = message if name or not path else f"{path}: {message}"
        placed[name] = f"{placed[name]}; {text}" if name in placed else text
    return placed


__all__ = [
    "Choice",
    "Date",
    "Duration",
    "Field",
    "Form",
    "Money",
    "MultiChoice",
    "Number",
    "Parsed",
    "TextField",
    "Time",
    "Toggle",
]
