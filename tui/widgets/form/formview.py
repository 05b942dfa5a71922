"""How do many fields stand on a page? One widget draws and edits them all, so that a form opens at once.

Labels left, fields in one column, what is wrong in words below the field, what may be chosen beside it; the active
field is always in sight.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from textual import events, on
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.text.theme import tones
from tui.widgets.form.choices import Choices
from tui.widgets.form.fields import Field, Toggle
from tui.widgets.form.filled import FilledFields
from tui.widgets.form.formlines import FormLine, FormLines, Preview
from tui.widgets.list.scrollbar import ScrollBar
from tui.widgets.spans import fit_spans, segments


class FormView(Widget, can_focus=True):
    """Fields, their messages, and a preview below them."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "FormView { height: 1fr; width: 1fr; }"

    class Changed(Message):
        """The value of a field changed."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Refused(Message):
        """What is wrong changed; `errors` by field, "" for the whole."""

        def __init__(self, errors: Mapping[str, str]) -> None:
            """What is wrong now, nothing when all is well."""
            super().__init__()
            self.errors = dict(errors)

    def __init__(self, fields: Sequence[Field], preview: Preview | None = None) -> None:
        super().__init__()
        self.filled = FilledFields(fields)
        """What stands in the fields, and in which of them keys go."""
        self._choices = Choices(self.filled)
        self.lines = FormLines(self.filled, self._choices, preview)
        """How they are drawn."""
        self._drawn: list[FormLine] = []
        self._drawn_width = 0
        self.top = 0

    # -- values ---------------------------------------------------------------------------------

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields, shown or hidden."""
        return self.filled.fields

    @property
    def texts(self) -> dict[str, str]:
        """What stands in every field."""
        return self.filled.texts

    @property
    def active_name(self) -> str:
        """The name of the active field."""
        return self.filled.field.name

    @property
    def active_line(self) -> int | None:
        """The line of the active field, counted from the top of what is seen."""
        lines = [line for line, (_, number) in enumerate(self._drawn) if number == self.filled.active]
        return lines[0] - self.top if lines else None

    def values(self) -> dict[str, Any]:
        """The values of the shown fields that can be read."""
        return self.filled.values()

    def check(self) -> dict[str, str]:
        """Read all fields, show what is wrong and go to the first such field; the errors by name."""
        self._spread()
        self.show_errors(self.filled.refusals())
        return self.filled.errors

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show these errors beside their fields; one under the name "" stands below all of them."""
        self.filled.errors = dict(errors)
        first = self.filled.first_of(errors)
        if first is not None:
            self._activate(first)
        self.post_message(self.Refused(errors))
        self._redraw()

    def tick(self, today: date | None) -> None:
        """Another minute: dates count from today, and whatever names the time is drawn anew."""
        if today is not None:
            self.filled.begin_day(today)
        self._redraw()

    def hide(self, names: Collection[str]) -> None:
        """Leave these fields out until told otherwise; what was typed into them is kept."""
        if frozenset(names) == self.filled.hidden:
            return
        self.filled.hidden = frozenset(names)
        if self.active_name in self.filled.hidden:
            self._activate(self.filled.next(1))
        self._drawn = []
        self._redraw()

    def put(self, name: str, text: str) -> None:
        """Put a text into a field as if it were typed."""
        self.set_text(name, text)
        self.post_message(self.Changed(name))

    def set_text(self, name: str, text: str) -> None:
        """Put a text into a field."""
        self.filled.set_text(name, text)
        self._redraw()

    # -- keys -----------------------------------------------------------------------------------

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take letters for the active field, so that they are no keys of the screen."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Moves between fields, choices, and typing; enter, escape and ctrl+s go to the dialog."""
        if event.key == "escape":
            handled = self._choices.close()
            if handled:
                self._redraw()
        else:
            handled = event.key != "enter" and self._handle(event)
        if handled:
            event.stop()
            event.prevent_default()

    def _handle(self, event: events.Key) -> bool:
        key = event.key
        if key == "tab":
            self.leave(1)
        elif key == "shift+tab":
            self.leave(-1)
        elif key in {"down", "up"}:
            step = 1 if key == "down" else -1
            if self._choices.step(step):
                self._redraw()
            else:
                self.leave(step)
        elif isinstance(self.filled.field, Toggle):
            if not self.filled.toggle(key):
                return False
            self.post_message(self.Changed(self.active_name))
            self._redraw()
        else:
            return self._edit(event)
        return True

    def _edit(self, event: events.Key) -> bool:
        editor = self.filled.editor
        before = editor.text
        if not editor.key(event):
            return False
        if editor.text != before:
            self._choices.mark_best()
            self._tell_change()
        self._redraw()
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is typed text: one line, cleaned."""
        self.filled.editor.insert(event.text)
        event.stop()
        self._tell_change()
        self._redraw()

    def _tell_change(self) -> None:
        """Something was typed: what was wrong with the field, and with the whole, holds no longer."""
        found = [self.filled.errors.pop(name, None) for name in (self.active_name, "")]
        if any(found):
            self.post_message(self.Refused(self.filled.errors))
        self.post_message(self.Changed(self.active_name))

    def leave(self, step: int) -> None:
        """Take the marked choice, check the field, go to the next one that is shown."""
        self.take()
        self._leave_for(self.filled.next(step))

    def _spread(self) -> None:
        """Give other fields their part of what was typed into the active one: `9:15-10` is a start and an end."""
        for name, text in self.filled.field.spread(self.filled.editor.text).items():
            self.filled.errors.pop(name, None)
            self.put(name, text)

    def _leave_for(self, number: int) -> None:
        self._spread()
        error = self.filled.refusal
        if error and self.filled.editor.text.strip():
            self.filled.errors[self.active_name] = error
            self.post_message(self.Refused(self.filled.errors))
        self._activate(number)
        self._redraw()

    def _activate(self, number: int) -> None:
        self.filled.activate(number)
        self._choices.begin()

    def take(self) -> bool:
        """Put the marked choice into the field; False when there is none."""
        if not self._choices.take():
            return False
        self._tell_change()
        self._redraw()
        return True

    def on_click(self, event: events.Click) -> None:
        """A click makes a field active."""
        line = event.y + self.top
        if line < len(self._drawn):
            number = self._drawn[line][1]
            if number is not None and number != self.filled.active:
                self.take()
                self._leave_for(number)

    # -- drawing --------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Repaint in the colours of the new theme."""
        super().notify_style_update()
        self.refresh()

    def on_mount(self) -> None:
        """Draw, beginning on the first field that is there."""
        hidden = self.active_name in self.filled.hidden
        self._activate(self.filled.next(1) if hidden else self.filled.active)
        self._redraw()

    @on(events.Resize)
    def _redraw(self) -> None:
        """Paint the lines that look different now, or all of them where the width or the top is another."""
        width, height = self.size
        if not width:
            return
        old, top = self._drawn, self.top
        self._drawn = self.lines.draw(width, caret=self.has_focus)
        self._keep_in_sight(height)
        if top != self.top or len(old) != len(self._drawn) or width != self._drawn_width:
            self._drawn_width = width
            self.refresh()
            return
        for line in range(self.top, min(self.top + height, max(len(old), len(self._drawn)))):
            if old[line : line + 1] != self._drawn[line : line + 1]:
                self.refresh(Region(0, line - self.top, width, 1))

    def _keep_in_sight(self, height: int) -> None:
        mine = [line for line, (_, number) in enumerate(self._drawn) if number == self.filled.active]
        if mine:
            at_end = self.filled.shown[-1:] == [self.filled.field]
            beside = mine[0] + self.lines.beside_active(self.size.width) - 1
            last = len(self._drawn) - 1 if at_end else min(max(mine[-1], beside), len(self._drawn) - 1)
            first = max(0, mine[0] - (height > 1))  # with the line above it, where there is room for two
            self.top = max(0, min(self.top, first, len(self._drawn) - height))
            self.top = min(max(self.top, last - height + 1), first)

    def page(self, pages: int) -> None:
        """Show what stands further down; the next key in a field comes back to it."""
        height = self.size.height
        top = max(0, min(self.top + pages * max(1, height - 1), len(self._drawn) - height))
        if top != self.top:
            self.top = top
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line for the compositor."""
        width, styles = self.size.width, tones(self.app.theme)
        if width != self._drawn_width:
            self._drawn, self._drawn_width = self.lines.draw(width, caret=self.has_focus), width
            self._keep_in_sight(self.size.height)
        line = y + self.top
        if line >= len(self._drawn):
            return Strip.blank(width, styles[""])
        field_styles = tones(self.app.theme, "field")
        merged = {**styles, **{f"field:{name}": style for name, style in field_styles.items()}}
        bar = ScrollBar(self.size.height, len(self._drawn), self.top)
        if not bar.shown:
            return Strip(segments(fit_spans(self._drawn[line][0], width), merged), width)
        row = Strip(segments(fit_spans(self._drawn[line][0], width - 1), merged), width - 1)
        return bar.beside(row, y, styles)
