"""What must be known to write this down? A form from a list of fields, checked before and after it is sent.

Law: nothing is lost by a refusal: every text stays in its field, with what is wrong in words beside it.

    values = await self.app.push_screen_wait(
        Form("New client", [TextField("name", "Name", required=True), Choice("tier", "Tier", choices=tiers)],
             submit=lambda values: self.desk.save(create_client, **values))
    )
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.dialogs.base import Dialog
from tui.dialogs.fields import (
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
)
from tui.widgets.formview import FormView, Preview

Values = dict[str, Any]
Errors = Mapping[str, str]
Submit = Callable[[Values], Errors | Awaitable[Errors]]


class Form(Dialog[Values]):
    """Fields to fill in; returns their values by name, or None.

    `submit` gets the values and returns what is wrong by the name of the field ("" for the whole), nothing
    when all is well; it may be a coroutine function. `also` adds ways to save: pairs of a key and a word,
    told to `submit` and to the caller as `values["how"]`.
    """

    AUTO_FOCUS = "FormView"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save('enter')", "Save", show=False, id="form.save", tooltip="Save"),
        Binding("ctrl+s", "save('enter')", "Save", show=False, id="form.save-s", tooltip="Save"),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        submit: Submit | None = None,
        preview: Preview | None = None,
        also: Sequence[tuple[str, str]] = (),
    ) -> None:
        """A form with this title."""
        super().__init__(title)
        self._submit = submit
        self._also = tuple(also)
        self._leaving = False
        self.view = FormView(fields, preview)
        for key, word in self._also:
            self._bindings.bind(key, f"save('{key}')", word, show=False)
        keys = [("enter", "save"), *self._also, ("tab", "next"), ("↑↓", "choose"), ("esc", "close")]
        self.set_hints(keys)

    def compose_body(self) -> Iterable[Widget]:
        """The fields."""
        yield self.view

    def on_form_view_changed(self, event: FormView.Changed) -> None:
        """A change takes back the wish to leave."""
        event.stop()
        self._leaving = False

    def action_save(self, how: str = "enter") -> None:
        """Check, send, close; with a choice marked, enter takes that first."""
        if self.view.take() and how == "enter":
            self.view.leave(1)
            return
        if not self.view.check():
            self._send({**self.view.values(), **({"how": how} if self._also else {})})

    @work(exclusive=True, group="form")
    async def _send(self, values: Values) -> None:
        if self._submit is not None:
            answer = self._submit(values)
            errors = await answer if inspect.isawaitable(answer) else answer
            if errors:
                names = {field.name for field in self.view.fields}
                self.view.show_errors(place_errors(errors, names))
                return
        self.dismiss(values)

    def action_close(self) -> None:
        """Leave; what was typed is given up only on the second press."""
        if self.view.touched and not self._leaving:
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
