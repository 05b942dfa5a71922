"""How do many fields stand on a page? One widget draws and edits them all, so that a form opens at once.

Labels left, fields in one column, what is wrong in words below the field, what may be chosen beside it; the active
field is always in sight.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from models.domain.basics.folding import fold
from tui.text.theme import tones
from tui.widgets.form.edit import Editor
from tui.widgets.form.fields import Date, Field, TextField, Toggle, read_field
from tui.widgets.form.formlines import FormLines, Preview
from tui.widgets.spans import Spans, fit_spans, segments


class FormView(FormLines, Widget, can_focus=True):
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
        self.fields = tuple(fields)
        self._preview = preview
        self._editors = [Editor(field.shown(field.value), limit=field.limit) for field in self.fields]
        self._errors: dict[str, str] = {}
        self._pick: int | None = None
        self._shut = False
        """The list of choices was closed with escape; typing or an arrow opens it again."""
        self._drawn: list[tuple[Spans, int | None]] = []
        self._drawn_width = 0
        self._hidden: frozenset[str] = frozenset()
        self.active = 0
        self.top = 0

    # -- values ---------------------------------------------------------------------------------

    @property
    def texts(self) -> dict[str, str]:
        """What stands in every field."""
        return {field.name: editor.text for field, editor in zip(self.fields, self._editors, strict=True)}

    @property
    def touched(self) -> bool:
        """Whether anything differs from the beginning."""
        return any(
            editor.text != Editor(field.shown(field.value), limit=field.limit).text
            for field, editor in zip(self.fields, self._editors, strict=True)
        )

    @property
    def active_line(self) -> int | None:
        """The line of the active field, counted from the top of what is seen."""
        lines = [line for line, (_, number) in enumerate(self._drawn) if number == self.active]
        return lines[0] - self.top if lines else None

    @property
    def has_caret(self) -> bool:
        """Whether keys go into the active field."""
        return self.has_focus

    @property
    def touched_names(self) -> set[str]:
        """The fields in which another text stands than in the beginning."""
        return {field.name for field in self.fields if self.texts[field.name] != self.first_text(field.name)}

    def first_text(self, name: str) -> str:
        """What stood in a field in the beginning."""
        field = next(field for field in self.fields if field.name == name)
        return Editor(field.shown(field.value), limit=field.limit).text

    @property
    def active_name(self) -> str:
        """The name of the active field."""
        return self.fields[self.active].name

    def values(self) -> dict[str, Any]:
        """The values of the shown fields that can be read."""
        found = {field.name: read_field(field, self.texts[field.name]) for field in self.shown_fields}
        return {name: value for name, (value, error) in found.items() if not error}

    def check(self) -> dict[str, str]:
        """Read all fields, show what is wrong and go to the first such field; the errors by name."""
        self._spread()
        errors = {field.name: read_field(field, self.texts[field.name])[1] for field in self.shown_fields}
        self.show_errors({name: error for name, error in errors.items() if error})
        return self._errors

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show these errors beside their fields; one under the name "" stands below all of them."""
        self._errors = dict(errors)
        names = [field.name for field in self.fields]
        shown = (number for number, name in enumerate(names) if name not in self._hidden)
        first = next((number for number in shown if names[number] in errors), None)
        if first is not None:
            self._activate(first)
        self._told()
        self._redraw()

    def _told(self) -> None:
        self.post_message(self.Refused(self._errors))

    @property
    def shown_fields(self) -> list[Field]:
        """The fields that are not hidden."""
        return [field for field in self.fields if field.name not in self._hidden]

    def tick(self, today: date | None) -> None:
        """Another minute: dates count from today, and whatever names the time is drawn anew."""
        if today is not None:
            self.fields = tuple(
                replace(field, today=today)
                if isinstance(field, Date) and field.today not in (date.min, today)
                else field
                for field in self.fields
            )
        self._redraw()

    def hide(self, names: Collection[str]) -> None:
        """Leave these fields out until told otherwise; what was typed into them is kept."""
        if frozenset(names) == self._hidden:
            return
        self._hidden = frozenset(names)
        if self.fields[self.active].name in self._hidden:
            self._activate(self._next(1))
        self._drawn = []
        self._redraw()

    def _next(self, step: int) -> int:
        """The number of the next field in a direction that is shown."""
        number = (self.active + step) % len(self.fields)
        while self.fields[number].name in self._hidden and number != self.active:
            number = (number + step) % len(self.fields)
        return number

    def put(self, name: str, text: str) -> None:
        """Put a text into a field as if it were typed."""
        self.set_text(name, text)
        self.post_message(self.Changed(name))

    def set_text(self, name: str, text: str) -> None:
        """Put a text into a field."""
        for field, editor in zip(self.fields, self._editors, strict=True):
            if field.name == name:
                whole = editor.whole
                editor.set(text)
                if whole:  # what is typed next still replaces it
                    editor.select()
        self._redraw()

    # -- keys -----------------------------------------------------------------------------------

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take letters for the active field, so that they are no keys of the screen."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Moves between fields, choices, and typing; enter, escape and ctrl+s go to the dialog."""
        closes = event.key == "escape" and self._close_list()
        if not closes and (event.key in {"enter", "escape"} or not self._handle(event)):
            return
        event.stop()
        event.prevent_default()

    def _handle(self, event: events.Key) -> bool:
        key = event.key
        if key == "tab":
            self.leave(1)
        elif key == "shift+tab":
            self.leave(-1)
        elif key in {"down", "up"}:
            self._down_or_up(1 if key == "down" else -1)
        elif isinstance(self.fields[self.active], Toggle):
            return self._toggle(event)
        else:
            return self._edit(event)
        return True

    def _close_list(self) -> bool:
        """Escape while a choice is marked closes the list of choices, and nothing else; False when none is."""
        if self._pick is None:
            return False
        self._pick, self._shut = None, True
        self._redraw()
        return True

    def _edit(self, event: events.Key) -> bool:
        editor = self._editors[self.active]
        before = editor.text
        if not editor.key(event):
            return False
        if editor.text != before:
            self._pick, self._shut = self._best_option(), False
            self._clear_error()
            self.post_message(self.Changed(self.active_name))
        self._redraw()
        return True

    def _best_option(self) -> int | None:
        """The option that is typed in full already, else the first one; None for no text or no option."""
        text, field = self._editors[self.active].text, self.fields[self.active]
        options = self._options()
        if not text or not options:
            return None
        wanted = fold(text.strip())
        whole = (at for at, option in enumerate(options) if fold(field.complete(text, option)) == wanted)
        return next(whole, 0)

    def _toggle(self, event: events.Key) -> bool:
        editor = self._editors[self.active]
        if event.key in {"space", "left", "right"}:
            editor.set("no" if editor.text == "yes" else "yes")
        elif event.key in {"y", "n"}:
            editor.set("yes" if event.key == "y" else "no")
        else:
            return False
        self.post_message(self.Changed(self.active_name))
        self._redraw()
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is typed text: one line, cleaned."""
        self._editors[self.active].insert(event.text)
        self._clear_error()
        event.stop()
        self.post_message(self.Changed(self.active_name))
        self._redraw()

    def leave(self, step: int) -> None:
        """Take the marked choice, check the field, go to the next one that is shown."""
        self.take()
        self._leave_for(self._next(step))

    def _spread(self) -> None:
        """Give other fields their part of what was typed into the active one: `9:15-10` is a start and an end."""
        texts = self.fields[self.active].spread(self._editors[self.active].text)
        for name, text in texts.items():
            self.set_text(name, text)
            self._errors.pop(name, None)
            self.post_message(self.Changed(name))

    def _leave_for(self, number: int) -> None:
        self._spread()
        field = self.fields[self.active]
        error = read_field(field, self.texts[field.name])[1]
        if error and self.texts[field.name].strip():
            self._errors[field.name] = error
            self._told()
        self._activate(number)
        self._redraw()

    def _activate(self, number: int) -> None:
        """Go to a field; what stands in a short one is selected, so that typing replaces it."""
        self._editors[self.active].whole = False
        self.active, self._pick, self._shut = number, None, False
        if not isinstance(self.fields[number], TextField):
            self._editors[number].select()

    def take(self) -> bool:
        """Put the marked choice into the field; False when there is none."""
        options = self._options()
        if self._pick is None or not self._pick < len(options):
            return False
        editor = self._editors[self.active]
        field = self.fields[self.active]
        editor.set(field.complete(editor.text, options[self._pick]))
        self._pick = None
        self._clear_error()
        self.post_message(self.Changed(self.active_name))
        self._redraw()
        return True

    def _down_or_up(self, step: int) -> None:
        options = self._options()
        self._shut = False
        if self._pick is not None or (step > 0 and options and not self._settled()):
            self._pick = (-1 if self._pick is None else self._pick) + step
            if not 0 <= self._pick < len(options):
                self._pick = None
        elif options and step > 0 and self._editors[self.active].text == "":
            self._pick = 0
        else:
            self.leave(step)
            return
        self._redraw()

    def _settled(self) -> bool:
        """The text already is a good choice, so that down goes on to the next field."""
        field = self.fields[self.active]
        return not read_field(field, self.texts[field.name])[1]

    def _options(self) -> Sequence[str]:
        return self.fields[self.active].options(self._editors[self.active].text)

    def _clear_error(self) -> None:
        """What is wrong with a field, and with the whole, holds until something is typed."""
        found = [self._errors.pop(name, None) for name in (self.active_name, "")]
        if any(found):
            self._told()

    def on_click(self, event: events.Click) -> None:
        """A click makes a field active."""
        line = event.y + self.top
        if line < len(self._drawn):
            number = self._drawn[line][1]
            if number is not None and number != self.active:
                self.take()
                self._leave_for(number)

    # -- drawing --------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Other heights; a new width has been drawn already."""
        self._redraw()

    def notify_style_update(self) -> None:
        """Repaint in the colours of the new theme."""
        super().notify_style_update()
        self.refresh()

    def on_mount(self) -> None:
        """Draw, beginning on the first field that is there."""
        hidden = self.fields[self.active].name in self._hidden
        self._activate(self._next(1) if hidden else self.active)
        self._redraw()

    def _redraw(self) -> None:
        width, height = self.size
        if not width:
            return
        old, top = self._drawn, self.top
        self._drawn = self._compose_lines(width)
        self._keep_in_sight(height)
        if top != self.top or not old or width != self._drawn_width:
            self._drawn_width = width
            self.refresh()
            return
        for line in range(self.top, min(self.top + height, max(len(old), len(self._drawn)))):
            if old[line : line + 1] != self._drawn[line : line + 1]:
                self.refresh(Region(0, line - self.top, width, 1))

    def _keep_in_sight(self, height: int) -> None:
        mine = [line for line, (_, number) in enumerate(self._drawn) if number == self.active]
        if mine:
            at_end = self.shown_fields[-1:] == [self.fields[self.active]]
            last = len(self._drawn) - 1 if at_end else mine[-1]
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
            self._drawn, self._drawn_width = self._compose_lines(width), width
            self._keep_in_sight(self.size.height)
        line = y + self.top
        if line >= len(self._drawn):
            return Strip.blank(width, styles[""])
        field_styles = tones(self.app.theme, "field")
        merged = {**styles, **{f"field:{name}": style for name, style in field_styles.items()}}
        return Strip(segments(fit_spans(self._drawn[line][0], width), merged), width)
