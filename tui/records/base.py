"""How is a record written down? Fields, what they mean in words, and where a refusal of the book is shown.

What is refused stands beside the nearest field with every text kept; a form that is saved untouched changes nothing;
what would be written is said in words before it is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.widget import Widget

from models.domain.basics.errors import DeskError, InvalidValue, MonthClosed, Overtaken
from models.domain.basics.folding import fold
from models.queries.desk.record_choices import RecordChoices, read_record_choices
from models.services.core.rehearsal import rehearse
from models.services.core.results import changed_results
from models.services.core.together import Base, save_over
from tui.dialogs.ahead import CHANGES
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form, Values
from tui.text.format import safe, wrapped
from tui.widgets.form.fields import Choice, Duration, Field, Parsed
from tui.widgets.form.formview import FormView
from tui.widgets.list.paged import PagedLines
from tui.widgets.spans import Spans

if TYPE_CHECKING:
    from tui.program.protocol import Program

Document = dict[str, Any]
ToDocument = Callable[[Values], Document]
Save = Callable[[Document], Any]
Words = Callable[[Values], Sequence[str]]
Hidden = Callable[[Mapping[str, str]], Collection[str]]
Doubts = Callable[[Values], Sequence[str]]
Since = Callable[[Values], date | None]
_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Hours(Duration):
    """Hours that are sold or worked in a week: a plain number is hours here, `5` is 5:00 and `7.5` 7:30."""

    hint: str = "5, 5:00 or 7.5h"

    def parse(self, text: str) -> int:
        """Read minutes; a plain number counts as hours. Raises `InvalidValue`."""
        plain = text.replace(",", ".").replace(".", "", 1)
        return super().parse(f"{text}h" if plain.isascii() and plain.isdecimal() else text)


class WordsBox(PagedLines):
    """What the form means so far, in sentences below a thin title."""

    DEFAULT_CSS = "WordsBox { height: 8; width: 1fr; }"

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._sentences: tuple[str, ...] = ()

    def tell(self, sentences: Sequence[str]) -> None:
        """Show these sentences; repaint only if they differ from those shown."""
        if tuple(sentences) != self._sentences:
            self._sentences = tuple(sentences)
            self.refresh()

    def all_lines(self, width: int) -> Sequence[Spans]:
        """The sentences; one that begins with a blank is a detail of the one above."""
        lines: list[Spans] = []
        for sentence in self._sentences:
            detail = sentence.startswith(" ")
            for number, part in enumerate(wrapped(sentence.strip(), max(20, width - 6))):
                sign = "   " if detail or number else " · "
                lines.append([(sign, "accent"), (part, "dim" if detail else "")])
        return lines


NO_WORDS = "What it means stands here as soon as the fields are filled in."


class RecordForm(Form):
    """Fields that become a document, which a service takes; `saved` is what the service returned.

    `places` maps beginnings of paths of the book ("rates.rate", without numbers) to fields of the form;
    `hidden` says from the texts which fields have no place in the record; `words` says what it means.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        document: ToDocument,
        save: Save,
        words: Words | None = None,
        words_title: str = "In words",
        hidden: Hidden | None = None,
        places: Mapping[str, str] | None = None,
        done: str = "",
        bases: Sequence[Base] = (),
        ledger: bool = False,
        better: str = "",
        doubts: Doubts | None = None,
        since: Since | None = None,
    ) -> None:
        """A form with this title; `done` is said after it is saved, {0} being what was saved.

        `bases` are the records that it was filled from: it saves only while they are as they were. With
        `ledger` it shows what moves in the ledgers before it saves; `doubts` are asked in the same question;
        `better` is the way that a closed month does not refuse. `since` is the day from which the change holds:
        how many past results it changes is asked about.
        """
        super().__init__(title, fields, submit=self._write)
        self.bases = tuple(bases)
        self._ledger, self._better, self._doubts = ledger, better, doubts
        self._since = since
        self._document, self._save = document, save
        self._words, self._hidden, self._places = words, hidden, dict(places or {})
        self.done = done
        self.words_box = WordsBox(words_title) if words is not None else None
        self.box = self.words_box
        self._leave_out()

    def compose_body(self) -> Iterable[Widget]:
        """The fields, and below them the words."""
        yield self.view
        if self.box is not None:
            yield self.box

    def on_mount(self) -> None:
        self._say()

    def on_resize(self, event: events.Resize) -> None:
        """The words have a third of a small screen, and on a tall one all that the fields leave."""
        super().on_resize(event)
        if self.box is None:
            return
        groups = {field.group for field in self.view.filled.shown if field.group}
        fields = len(self.view.filled.shown) + 2 * len(groups) + 3
        height = event.size.height - 5
        wanted = max(6, min(14, height // 3))
        self.box.styles.height = max(wanted, min(height - fields, 18))

    def tick(self) -> None:
        """Say anew what the form would write, since today may have changed."""
        super().tick()
        self._say()

    @on(FormView.Changed)
    def _typed(self) -> None:
        self._leave_out()
        self._say()

    def _leave_out(self) -> None:
        if self._hidden is not None:
            self.view.hide(self._hidden(self.view.texts))

    def _say(self) -> None:
        if self.words_box is None or self._words is None:
            return
        try:
            self.words_box.tell(self._words(self.view.values()) or [NO_WORDS])
        except InvalidValue as error:
            self.words_box.tell([f"Not yet: {self._label(error.path)}{error.message}"])
        except DeskError as error:
            self.words_box.tell([f"Not yet: {error}"])

    def _label(self, path: str) -> str:
        """The name of the field that a path is about, as the form calls it."""
        shown = {field.name: field.label for field in self.view.filled.shown}
        label = shown.get(nearest(path, shown, self._places))
        return f"“{label}” " if label else f"{path.rpartition('.')[2].replace('_', ' ') or 'something'} "

    async def _write(self, values: Values) -> dict[str, str]:
        try:
            document = self._document(values)
        except InvalidValue as error:
            return self._placed({error.path: error.message})

        save = partial(self._save, document)
        if self._ledger and (refused := await self._ask(values, save)):
            return refused
        if self._since is not None and (refused := await self._ask_past(self._since(values), save)):
            return refused

        def write() -> None:
            self.saved = save_over(self.bases, partial(self._save, document))

        return self._placed(await self.program.save(write))

    async def _ask(self, values: Values, write: Callable[[], Any]) -> dict[str, str]:
        """Refuse what would be refused, then show what moves in the ledgers and ask; nothing when it may be written."""
        try:
            found = await self.program.data.submit(rehearse, self.bases, write, self.program.now())
        except InvalidValue as error:
            return self._placed({error.path: error.message})
        except Overtaken:
            raise
        except MonthClosed as error:
            return {"": self._refused_words(error)}
        except DeskError as error:
            return {"": str(error)}
        doubts = list(self._doubts(values)) if self._doubts is not None else []
        lines = found.lines if self.bases or found.past else ()
        if not doubts and not lines:
            return {}
        moved = [CHANGES, "", *(f"  {line}" for line in lines)] if lines else []
        text = "\n".join([*doubts, *([""] if doubts and moved else []), *moved])
        answer = await self.app.push_screen_wait(Confirm("Before it is saved", text, (("y", "save it"),)))
        return {} if answer == "y" else {"": "not saved yet"}

    async def _ask_past(self, since: date | None, write: Callable[[], Any]) -> dict[str, str]:
        """Say how many past results a change from a day of the past moves, and ask; nothing when it may be written."""
        if since is None or since >= self.program.clock.local().date():
            return {}
        try:
            lines = await self.program.data.submit(
                changed_results, self.bases, write, since, self.program.now()
            )
        except InvalidValue as error:
            return self._placed({error.path: error.message})
        except Overtaken:
            raise
        except DeskError as error:
            return {"": str(error)}
        if not lines:
            return {}
        text = "\n".join((lines[0], "", *(f"  {line}" for line in lines[1:])))
        answer = await self.app.push_screen_wait(Confirm("Before it is saved", text, (("y", "save it"),)))
        return {} if answer == "y" else {"": "not saved yet"}

    def _refused_words(self, error: MonthClosed) -> str:
        """What was changed, that a closed month does not take it, and the better way."""
        view = self.view
        changed = [
            f"{field.label} {view.filled.first_text(field.name) or 'nothing'} → {view.texts[field.name] or 'nothing'}"
            for field in view.filled.shown
            if field.name in view.filled.touched_names
        ]
        what = "; ".join(changed[:2]) + (f" and {len(changed) - 2} more" if len(changed) > 2 else "")
        better = f" {self._better}." if self._better else ""
        return f"{what or 'This'} would move a closed month.{better} ({error})"

    def place_of(self, path: str) -> str:
        """The field that shows a path of the record, hidden or not."""
        return nearest(path, [field.name for field in self.view.fields], self._places)

    def _placed(self, errors: Mapping[str, str]) -> dict[str, str]:
        names = [field.name for field in self.view.filled.shown]
        placed: dict[str, str] = {}
        for path, message in errors.items():
            field = nearest(path, names, self._places)
            text = message if field or not path else f"{path} {message}"
            placed[field] = f"{placed[field]}; {text}" if field in placed else text
        return placed


def nearest(path: str, names: Collection[str], places: Mapping[str, str]) -> str:
    """The field that shows a refusal of `path`: `allowances[0].rollover.cap` → `cap`; "" when there is none."""
    plain = _INDEX.sub("", path).removeprefix("contract.")
    begun = [start for start in places if plain == start or plain.startswith((f"{start}.", f"{start}:"))]
    for start in sorted(begun, key=len, reverse=True):
        if places[start] in names:
            return places[start]
    for part in reversed(plain.split(".")):
        if part in names:
            return part
    return ""


def kept(name: str, label: str, value: Any, text: str, reader: Callable[[str], Any], **more: Any) -> Parsed:
    """A field of text with a meaning, whose untouched text means exactly the value that it began with."""
    before = safe(text).strip()

    def read(typed: str) -> Any:
        return value if typed == before else reader(typed)

    return Parsed(name, label, value=text, reader=read, **more)


def chosen(name: str, label: str, value: str | None, pairs: Iterable[tuple[str, str]], **more: Any) -> Choice:
    """A choice by name of what is known by key; what it begins with stays possible, archived or not."""
    choices = unique(pairs)
    if value is not None and value not in dict(choices):
        choices = [*choices, (value, value)]
    return Choice(name, label, value=value, choices=tuple(choices), **more)


def unique(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs with every name said once: the second of a name has its key behind it."""
    seen: set[str] = set()
    named = []
    for key, name in pairs:
        text = safe(name).replace(",", " ").strip()
        text = f"{text} ({safe(key)})" if fold(text) in seen or not text else text
        seen.add(fold(text))
        named.append((key, text))
    return named


def base_of(
    table: str, key: str | int | None, name: str, value: Document, read: Callable[..., Document]
) -> tuple[Base, ...]:
    """The record that a form was filled from, `read` by its key; none for a new one."""
    return () if key is None else (Base(table, str(key), name, value, partial(read, key)),)


async def record_choices(program: Program) -> RecordChoices:
    """What there is to choose from; raises DeskError."""
    found: RecordChoices = await program.data.fetch(read_record_choices, program.now())
    return found


def grouped(heading: str, *fields: Field) -> list[Field]:
    """The fields under one heading."""
    return [replace(field, group=heading) for field in fields]
