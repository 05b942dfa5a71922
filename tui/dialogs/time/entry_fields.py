"""Which fields does an entry have in a form? Client, request, kind, scope, people, and what fits together.

Only requests of the chosen client are offered, and a request alone brings its client.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from models.domain.basics.folding import fold
from models.domain.values import SCOPES
from models.queries.time.entry_choices import EntryChoices, RequestChoice
from tui.dialogs.time.moments import split_span
from tui.text.format import cut
from tui.widgets.form.fields import Choice, Parsed, Toggle, read_field
from tui.widgets.form.formview import FormView


@dataclass(frozen=True)
class RequestField(Choice):
    """A request: of the client chosen in the same form, or any while none is."""

    requests: tuple[RequestChoice, ...] = ()
    client: Callable[[], str | None] = lambda: None

    @property
    def pairs(self) -> list[tuple[Hashable, str]]:
        """Keys and texts of the requests that fit."""
        client = self.client()
        fitting = [r for r in self.requests if client is None or r.client == client]
        return [(request.key, request_text(request)) for request in fitting]

    def shown(self, value: Any) -> str:
        """The text of a key, whatever client is chosen."""
        return next((request_text(r) for r in self.requests if r.key == value), value or "")

    def parse(self, text: str) -> Any:
        """Read a request; its key alone is enough: `R-118`."""
        wanted = fold(text)
        exact = [key for key, _ in self.pairs if fold(str(key)) == wanted]
        return exact[0] if exact else super().parse(text)


@dataclass(frozen=True)
class StartField(Parsed):
    """When work began; a span such as `9:15-10` fills the end as well."""

    def spread(self, text: str) -> dict[str, str]:
        """Start and end of a span."""
        span = split_span(text, lambda part: not read_field(self, part)[1])
        return {} if span is None else {"start": span[0], "end": span[1]}


def request_text(request: RequestChoice) -> str:
    """`R-118 Contact form broken`, and its state when it is done."""
    done = f" ({request.state})" if request.state in ("resolved", "closed") else ""
    return f"{request.key} {cut(request.subject, 60)}{done}"


def client_field(choices: EntryChoices, value: str | None, *, hint: str = "") -> Choice:
    """The choice among the clients on offer; `value` is the key of the chosen one."""
    named = _named(choices.clients, value)
    return Choice("client", "Client", value=value, choices=named, hint=hint, people=choices.people)


def request_field(choices: EntryChoices, value: str | None, client: Callable[[], str | None]) -> RequestField:
    """The choice of a request; an empty field is an entry without one."""
    return RequestField(
        "request", "Request", value=value, requests=choices.requests, client=client, hint="none when empty"
    )


def work_type_field(choices: EntryChoices, value: str | None, *, required: bool = True) -> Choice:
    """The choice of the work type; `value` is its key."""
    named = _named(choices.work_types, value)
    return Choice("work_type", "Work type", value=value, choices=named, required=required)


def scope_field(value: str | None, *, required: bool = True) -> Choice:
    """The choice of an entry's scope, with every scope named as its hint."""
    hint = ", ".join(SCOPES)
    return Choice("scope", "Scope", value=value, choices=SCOPES, required=required, hint=hint)


def told_field(value: bool) -> Toggle:
    """Of courtesy: whether the client was told that the next time is charged (RULES 3.10)."""
    return Toggle("told", "Told", value=value, hint="told: next time it is charged")


def premium_field(value: str | None) -> Choice:
    """Whether weights were agreed or waived for this work (RULES 3.9)."""
    choices = (("agreed", "agreed"), ("waived", "waived"))
    hint = "empty: as the request or contract says"
    return Choice("premium", "Weights", value=value, choices=choices, hint=hint)


def agent_field(choices: EntryChoices, value: str | None, *, required: bool = True) -> Choice:
    """The choice of the agent who worked; `value` is the agent's key."""
    named = _named(tuple((agent.key, agent.name) for agent in choices.agents), value)
    return Choice("agent", "Agent", value=value, choices=named, required=required)


def _named(pairs: tuple[tuple[str, str], ...], value: str | None) -> tuple[tuple[Hashable, str], ...]:
    """Keys and names; equal names get their key, and an archived value stays itself."""
    names = [name for _, name in pairs]
    named: list[tuple[Hashable, str]] = [
        (key, f"{name} ({key})" if names.count(name) > 1 else name) for key, name in pairs
    ]
    if value is not None and value not in {key for key, _ in pairs}:
        named.append((value, value))
    return tuple(named)


def field_value(view: FormView | None, name: str) -> Any:
    """The value of one field alone, None when it cannot be read: fields may ask for each other while read."""
    if view is None:
        return None
    field = next((field for field in view.fields if field.name == name), None)
    return None if field is None else read_field(field, view.texts[name])[0]


class Belonging:
    """Keeps client, request and work type of a form together while a person chooses."""

    def __init__(
        self, choices: EntryChoices, request: str | None, view: Callable[[], FormView | None]
    ) -> None:
        """`request` is what the form begins with; `view` is None until the form is made."""
        self._requests = {request.key: request for request in choices.requests}
        self._chosen = self._requests.get(request or "")
        self._view = view

    def client(self) -> str | None:
        """The client chosen now, None for none or for a text that names none."""
        found: str | None = field_value(self._view(), "client")
        return found

    def settle(self) -> None:
        """A request brings its client and kind of work; another client leaves the request behind."""
        view = self._view()
        if view is None:
            return
        client, texts = self.client(), view.texts
        chosen = self._chosen
        if chosen is not None and client not in (None, chosen.client):
            if texts["request"] in (chosen.key, request_text(chosen)):
                view.set_text("request", "")
            self._chosen = None
            return
        request = self._requests.get(field_value(view, "request") or "")
        if request is not None and request != chosen:
            self._chosen = request
            self._bring(view, request)

    @staticmethod
    def _bring(view: FormView, request: RequestChoice) -> None:
        for field in view.fields:
            if field.name == "client" and not view.texts["client"].strip():
                view.set_text("client", field.shown(request.client))
            elif field.name == "work_type" and request.work_type is not None and field.required:
                view.set_text("work_type", field.shown(request.work_type))
