"""Which form makes or changes a record? `open_form` knows all of them; a form is imported when it is opened.

    key = await open_form(app, "client", None, name="Acme Ltd")

makes a client and returns its key; with a key it changes that one. None means that nothing was saved. It must
be awaited in a worker.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from tui.late import load

if TYPE_CHECKING:
    from tui.program.protocol import Program
    from tui.records.base import RecordForm

FORMS: Mapping[str, str] = {
    "desk": "tui.records.desk:make",
    "weights": "tui.records.weights:make",
    "agent": "tui.records.agent:make",
    "work_type": "tui.records.work_type:make",
    "tier": "tui.records.tier:make",
    "client": "tui.records.client:make",
    "absence": "tui.records.absence:make",
    "contract": "tui.records.contracts.contract:make",
    "change": "tui.records.contracts.change:make",
    "charge": "tui.records.contracts.charge:make",
    "plan": "tui.records.contracts.plan:make",
    "sale": "tui.records.contracts.sale:make",
}
"""What makes the form of each kind, loaded when it is opened; `change` gives a contract other terms in mid-term."""
Make = Callable[["Program", Any, Mapping[str, Any]], Awaitable["RecordForm | None"]]


async def open_form(
    program: Program, kind: str, key: str | int | None = None, /, **defaults: Any
) -> str | None:
    """Show the form of a record, new when `key` is None; the key of what was saved, or None."""
    make: Make = load(FORMS[kind])

    async def again() -> RecordForm | None:
        """The form from what stands there now, which can be made again in its turn."""
        form = await make(program, key, defaults)
        if form is not None and form.again is None:
            form.again = again
        return form

    try:
        form = await again()
    except DeskError as error:
        program.notify(str(error), severity="error")
        return None
    if form is None or await program.push_screen_wait(form) is None:
        return None
    saved = key_of(form.saved) or ("" if key is None else str(key))
    if form.done:
        program.notify(form.done.format(_called(form.saved) or saved))
    return saved


def key_of(saved: Any) -> str:
    """The key of what a service returned: a record, a document, a number, or several of which the last counts."""
    if isinstance(saved, tuple):
        return key_of(saved[-1]) if saved else ""
    if isinstance(saved, Mapping):
        return str(saved.get("key", ""))
    return str(saved) if isinstance(saved, str | int) else str(getattr(saved, "key", ""))


def _called(saved: object) -> str:
    """The name of what was saved, of several the last; empty where it has none but a key."""
    last = saved[-1] if isinstance(saved, tuple) and saved else saved
    name = last.get("name") if isinstance(last, dict) else getattr(last, "name", None)
    return name if isinstance(name, str) else ""
