"""Which texts complete what is typed into the active field, and which of them is marked?

Law: only a marked choice is taken; a list that escape closed stays closed until a letter or an arrow opens it.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.domain.basics.folding import fold
from tui.widgets.form.filled import FilledFields


class Choices:
    """The choices of the active field of a form."""

    def __init__(self, filled: FilledFields) -> None:
        """No choice is marked until something is typed or an arrow moves."""
        self._filled = filled
        self.pick: int | None = None
        """The number of the marked one."""
        self.shut = False
        """The list was closed with escape."""

    @property
    def options(self) -> Sequence[str]:
        """The texts that may be chosen now."""
        return self._filled.field.options(self._filled.editor.text)

    def begin(self) -> None:
        """Another field: none of its choices is marked."""
        self.pick, self.shut = None, False

    def close(self) -> bool:
        """Close the list in which a choice is marked; False when none is."""
        if self.pick is None:
            return False
        self.pick, self.shut = None, True
        return True

    def mark_best(self) -> None:
        """After typing: mark what is typed in full already, else the first one; none for no text."""
        self.pick, self.shut = self._best(), False

    def _best(self) -> int | None:
        text, options = self._filled.editor.text, self.options
        if not text or not options:
            return None
        wanted, complete = fold(text.strip()), self._filled.field.complete
        return next((at for at, option in enumerate(options) if fold(complete(text, option)) == wanted), 0)

    def step(self, step: int) -> bool:
        """Mark the next choice in a direction; False where the arrow goes on to another field.

        Down opens the list of an empty field, and of one whose text is no good choice yet.
        """
        options = self.options
        self.shut = False
        if self.pick is not None or (step > 0 and options and self._filled.refusal):
            pick = (-1 if self.pick is None else self.pick) + step
            self.pick = pick if 0 <= pick < len(options) else None
            return True
        if options and step > 0 and not self._filled.editor.text:
            self.pick = 0
            return True
        return False

    def take(self) -> bool:
        """Put the marked choice into the field; False when there is none."""
        options = self.options
        if self.pick is None or not self.pick < len(options):
            return False
        editor = self._filled.editor
        editor.set(self._filled.field.complete(editor.text, options[self.pick]))
        self.pick = None
        return True
