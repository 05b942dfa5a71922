"""What are the lines of a form? Labels, fields, what is wrong with them, the choices beside the active one."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tui.text.format import width_of
from tui.widgets.form.edit import Editor
from tui.widgets.form.fields import OPTIONS_SHOWN, Field, Toggle
from tui.widgets.spans import Span, Spans, fit_spans

Preview = Callable[[Mapping[str, Any]], Sequence[str | Spans]]
SIDE, WIDE = 30, 78
"""Cells of the choices beside a field, and cells of a form from which on they stand there."""
FEWEST_OPTIONS = 3
"""Choices that a box shows at least of many."""


class FormLines:
    """The drawing of a `FormView`, which it is mixed into: lines with the number of the field that each is of."""

    fields: tuple[Field, ...]
    active: int
    _editors: list[Editor]
    _errors: dict[str, str]
    _hidden: frozenset[str]
    _pick: int | None
    _shut: bool
    _preview: Preview | None

    if TYPE_CHECKING:

        @property
        def shown_fields(self) -> list[Field]: ...
        @property
        def has_caret(self) -> bool: ...
        def values(self) -> dict[str, Any]: ...
        def _options(self) -> Sequence[str]: ...

    options_shown = OPTIONS_SHOWN
    """Choices that are shown of many."""

    def fit(self, width: int, most: int) -> int | None:
        """Lines for all fields and some choices of each, at most `most` of them; None for more.

        As many choices are shown as there is room for.
        """
        self.options_shown = OPTIONS_SHOWN
        lines = self._all_lines(width)
        needed = len(lines)
        for at, (_, number) in enumerate(lines):
            found = 0 if number is None else self._beside(self.fields[number])
            above = at if width >= WIDE else len(lines)
            if found > most - above and most - above > FEWEST_OPTIONS:
                found = most - above
                self.options_shown = min(self.options_shown, found - 1)
            needed = max(needed, above + found)
        return needed if needed <= most else None

    def _beside(self, field: Field) -> int:
        options = len(field.options(""))
        return min(options, self.options_shown + 1) if options else bool(field.hint)

    def _compose_lines(self, width: int) -> list[tuple[Spans, int | None]]:
        return self._with_side(self._all_lines(width), width, SIDE if width >= WIDE else 0)

    def _all_lines(self, width: int) -> list[tuple[Spans, int | None]]:
        labels = min(
            max((width_of(field.label) for field in self.shown_fields), default=0), max(8, width // 3)
        )
        side = SIDE if width >= WIDE else 0
        room = max(8, width - labels - 6 - (side + 2 if side else 0))
        lines: list[tuple[Spans, int | None]] = [([], None)]
        group = ""
        for number, field in enumerate(self.fields):
            if field.name in self._hidden:
                continue
            if field.group and field.group != group:
                lines += [([], None)] * (len(lines) > 1)
                lines.append(([("   ", ""), (field.group, "title")], None))
            group = field.group
            lines.append((self._field_line(number, field, labels, room), number))
            error = self._errors.get(field.name)
            beside = number == self.active and len(self._side_lines()) > 1
            words = room if beside else max(10, width - labels - 6)
            for part in textwrap.wrap(f"✗ {error}", words) if error else ():
                lines.append(([(" " * (labels + 5), ""), (part, "bad")], number))
        return lines + self._below(labels, width)

    def _field_line(self, number: int, field: Field, labels: int, room: int) -> list[Span]:
        active = number == self.active
        editor = self._editors[number]
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
        inner = editor.spans(room - 2, caret=active and self.has_caret)
        if not editor.text and not active:
            inner = [(field.hint, "dim")] if field.required is False and field.hint else [("", "")]
        body = fit_spans([(" ", ""), *inner], room - 1)
        return [*spans, *((text, f"field:{tone}") for text, tone in body), (" ", "field:")]

    def _below(self, labels: int, width: int) -> list[tuple[Spans, int | None]]:
        lines: list[tuple[Spans, int | None]] = []
        if self._preview is not None:
            lines.append(([], None))
            for entry in self._preview(self.values()):
                if isinstance(entry, str):
                    wrapped = textwrap.wrap(entry, max(10, width - labels - 7)) or [""]
                    lines += [([(" " * (labels + 5), ""), (part, "dim")], None) for part in wrapped]
                else:
                    lines.append(([(" " * (labels + 5), ""), *entry], None))
        return lines

    def _with_side(
        self, lines: list[tuple[Spans, int | None]], width: int, side: int
    ) -> list[tuple[Spans, int | None]]:
        """Choices and hint of the active field: beside it, or below it on a narrow screen."""
        extra = self._side_lines()
        start = next((at for at, (_, number) in enumerate(lines) if number == self.active), 0)
        if not extra:
            return lines
        if not side:
            indented: list[tuple[Spans, int | None]] = [
                ([("     ", ""), *spans], self.active) for spans in extra
            ]
            return [*lines[: start + 1], *indented, *lines[start + 1 :]]
        merged = list(lines)
        for offset, spans in enumerate(extra):
            at = start + offset
            while at >= len(merged):
                merged.append(([], None))
            left, number = merged[at]
            merged[at] = ([*fit_spans(left, width - side), *spans], number)
        return merged

    def _side_lines(self) -> list[list[Span]]:
        field = self.fields[self.active]
        options = () if self._shut else self._options()
        if not options:
            return [[(field.hint, "dim")]] if field.hint else []
        most = self.options_shown
        first = max(0, min((self._pick or 0) - most + 1, len(options) - most))
        shown = options[first : first + most]
        text = self._editors[self.active].text
        lines: list[list[Span]] = []
        for number, option in enumerate(shown, first):
            here = number == self._pick
            tone = "accent" if here else "strong" if option == text else "dim"
            lines.append([("▸ " if here else "✓ " if option == text else "  ", "accent"), (option, tone)])
        if len(options) > len(shown):
            lines.append([(f"  … {len(options) - len(shown)} more", "faint")])
        return lines
