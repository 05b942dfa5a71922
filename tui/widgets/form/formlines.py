"""What are the lines of a form? Labels, fields, what is wrong with them, the choices beside the active one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tui.text.format import width_of, wrapped
from tui.widgets.form.choices import Choices
from tui.widgets.form.fields import OPTIONS_SHOWN, Field, Toggle
from tui.widgets.form.filled import FilledFields
from tui.widgets.spans import Span, Spans, fit_spans

Preview = Callable[[Mapping[str, Any]], Sequence[str | Spans]]
FormLine = tuple[Spans, int | None]
"""What stands in a line, and the number of the field that it belongs to."""
SIDE, WIDE = 30, 78
"""Cells of the choices beside a field, and cells of a form from which on they stand there."""
FEWEST_OPTIONS = 3
"""Choices that a box shows at least of many."""


class FormLines:
    """The drawing of a form: lines, each with the number of the field that it belongs to."""

    def __init__(self, filled: FilledFields, choices: Choices, preview: Preview | None) -> None:
        """Of these fields and choices; the lines of the preview stand below them."""
        self._filled, self._choices, self._preview = filled, choices, preview
        self._options_shown = OPTIONS_SHOWN
        """Choices that are shown of many."""

    def fit(self, width: int, most: int) -> int | None:
        """Lines for all fields and some choices of each, at most `most` of them; None for more.

        As many choices are shown as there is room for.
        """
        self._options_shown = OPTIONS_SHOWN
        lines = self._all_lines(width)
        needed = len(lines)
        for at, (_, number) in enumerate(lines):
            found = 0 if number is None else self._beside(self._filled.fields[number], width)
            above = at if width >= WIDE else len(lines)
            if found > most - above and most - above > FEWEST_OPTIONS:
                found = most - above
                self._options_shown = min(self._options_shown, found - 1)
            needed = max(needed, above + found)
        return needed if needed <= most else None

    def _beside(self, field: Field, width: int) -> int:
        options = len(field.options(""))
        return min(options, self._options_shown + 1) if options else len(_hint_lines(field, width))

    def beside_active(self, width: int) -> int:
        """Lines of choices or hint that stand beside the active field."""
        return len(self._side_lines(width))

    def draw(self, width: int, *, caret: bool) -> list[FormLine]:
        """All lines at a width; `caret` says whether keys go into the active field."""
        return self._with_side(self._all_lines(width, caret), width, SIDE if width >= WIDE else 0)

    def _all_lines(self, width: int, caret: bool = False) -> list[FormLine]:
        labels = min(
            max((width_of(field.label) for field in self._filled.shown), default=0), max(8, width // 3)
        )
        side = SIDE if width >= WIDE else 0
        room = max(8, width - labels - 6 - (side + 2 if side else 0))
        lines: list[FormLine] = [([], None)]
        group = ""
        for number, field in enumerate(self._filled.fields):
            if field.name in self._filled.hidden:
                continue
            if field.group and field.group != group:
                lines += [([], None)] * (len(lines) > 1)
                lines.append(([("   ", ""), (field.group, "title")], None))
            group = field.group
            free = (
                room + side + 2 if side and not self._has_choices_beside(len(lines), lines, width) else room
            )
            lines.append((self._field_line(number, labels, room, free, caret), number))
            error = self._filled.errors.get(field.name)
            beside = number == self._filled.active and len(self._side_lines(width)) > 1
            words = room if beside else max(10, width - labels - 6)
            for part in wrapped(f"✗ {error}", words) if error else ():
                lines.append(([(" " * (labels + 5), ""), (part, "bad")], number))
        return lines + self._below(labels, width)

    def _has_choices_beside(self, at: int, lines: Sequence[FormLine], width: int) -> bool:
        """Do choices or the hint of the active field stand beside this line?"""
        start = next((each for each, (_, number) in enumerate(lines) if number == self._filled.active), None)
        return start is not None and at < start + len(self._side_lines(width))

    def _field_line(self, number: int, labels: int, room: int, free: int, caret: bool) -> list[Span]:
        """Label and value; a value that is too long takes the `free` cells, where nothing stands beside it."""
        active = number == self._filled.active
        field, editor = self._filled.fields[number], self._filled.editors[number]
        label = fit_spans([(field.label, "strong" if active else "dim")], labels)
        spans: list[Span] = [(" ", ""), ("▸ " if active else "  ", "accent"), *label, ("  ", "")]
        if isinstance(field, Toggle):
            yes = editor.text == "yes"
            tone = "accent" if active else ""
            shown: list[Span] = [
                ("● yes" if yes else "○ yes", tone if yes else "dim"),
                ("   ", ""),
                ("○ no" if yes else "● no", "dim" if yes else tone),
            ]
            return [*spans, *fit_spans(shown, room)]
        hint = field.hint if not editor.text and field.required is False else ""
        if not active and (wanted := width_of(editor.text or hint) + 3) > room:
            room = max(room, min(free, wanted))
        inner = editor.spans(room - 2, caret=active and caret)
        if not editor.text and not active:
            inner = [(hint, "dim")] if hint else [("", "")]
        body = fit_spans([(" ", ""), *inner], room - 1)
        return [*spans, *((text, f"field:{tone}") for text, tone in body), (" ", "field:")]

    def _below(self, labels: int, width: int) -> list[FormLine]:
        lines: list[FormLine] = []
        if self._preview is not None:
            lines.append(([], None))
            for entry in self._preview(self._filled.values()):
                if isinstance(entry, str):
                    parts = wrapped(entry, max(10, width - labels - 7)) or [""]
                    lines += [([(" " * (labels + 5), ""), (part, "dim")], None) for part in parts]
                else:
                    lines.append(([(" " * (labels + 5), ""), *entry], None))
        return lines

    def _with_side(self, lines: list[FormLine], width: int, side: int) -> list[FormLine]:
        """Choices and hint of the active field: beside it, or below it on a narrow screen."""
        extra = self._side_lines(width)
        start = next((at for at, (_, number) in enumerate(lines) if number == self._filled.active), 0)
        if not extra:
            return lines
        if not side:
            indented: list[FormLine] = [([("     ", ""), *spans], self._filled.active) for spans in extra]
            return [*lines[: start + 1], *indented, *lines[start + 1 :]]
        merged = list(lines)
        for offset, spans in enumerate(extra):
            at = start + offset
            while at >= len(merged):
                merged.append(([], None))
            left, number = merged[at]
            merged[at] = ([*fit_spans(left, width - side), *spans], number)
        return merged

    def _side_lines(self, width: int) -> list[list[Span]]:
        field = self._filled.field
        options = () if self._choices.shut else self._choices.options
        if not options:
            return _told(field.said(self._filled.editor.text), _hint_lines(field, width), width)
        most = self._options_shown
        first = max(0, min((self._choices.pick or 0) - most + 1, len(options) - most))
        shown = options[first : first + most]
        text = self._filled.editor.text
        lines: list[list[Span]] = []
        for number, option in enumerate(shown, first):
            here = number == self._choices.pick
            tone = "accent" if here else "strong" if option == text else "dim"
            lines.append([("▸ " if here else "✓ " if option == text else "  ", "accent"), (option, tone)])
        if len(options) > len(shown):
            lines.append([(f"  … {len(options) - len(shown)} more", "faint")])
        return lines


def _told(said: str, hints: Sequence[str], width: int) -> list[list[Span]]:
    """What the typed text means, on as many lines as the hint takes, whose place it takes; else its first part."""
    if not said:
        return [[(part, "dim")] for part in hints]
    parts = wrapped(said, _hint_width(width))
    if len(parts) > max(1, len(hints)):
        parts = wrapped(said.partition(", ")[0], _hint_width(width))
    return [[(part, "")] for part in parts] + [[]] * (len(hints) - len(parts))


def _hint_lines(field: Field, width: int) -> list[str]:
    """The whole hint, in as many lines as it needs beside its field, or below it in a narrow form."""
    return wrapped(field.hint, _hint_width(width))


def _hint_width(width: int) -> int:
    return SIDE - 1 if width >= WIDE else max(10, width - 6)
