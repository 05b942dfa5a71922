"""What did a client buy? A contract of any kind, its terms in words and its grants to come beside it (RULES 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from models.book import contract_document, parse_contract
from models.domain.errors import DeskError, InvalidValue
from models.domain.months import add_months, day_before, parse_date
from models.domain.renewals import successor
from models.domain.values import Contract, Desk
from models.domain.wording import contract_words, fee_preview, grant_preview
from models.queries.change_preview import read_edit_changes
from models.queries.contracts import read_contract, read_renewed
from models.queries.forms import contract_form
from models.queries.record_choices import RecordChoices
from models.queries.values import read_contracts
from models.services.contracts import create_contract, edit_contract
from tui.data import DatabaseProblem
from tui.dialogs.confirm import Confirm
from tui.dialogs.fields import Choice, Date, Field, TextField
from tui.dialogs.form import Values
from tui.dialogs.records.allowance import Allowances
from tui.dialogs.records.base import Document, RecordForm, chosen, grouped, record_choices, who
from tui.dialogs.records.terms import KINDS, PLACES, terms_document, terms_fields, terms_hidden

if TYPE_CHECKING:
    from datetime import date

    from tui.app import DeskApp

UNNAMED = "~"
"""The key of a contract that gets one when it is saved."""


class ContractForm(RecordForm):
    """A contract; ctrl+o opens its further allowances."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+o", "allowances", "more allowances", show=False, priority=True, id="contract.allowances"
        ),
    ]

    def __init__(
        self,
        title: str,
        document: Document,
        choices: RecordChoices,
        *,
        save: Callable[[Contract], Any],
        others: Sequence[Contract] = (),
        compare: Callable[[Contract, int], Sequence[str]] | None = None,
        **more: Any,
    ) -> None:
        """Filled from the document; `save` takes a contract of the domain. `others` are the client's contracts.

        `compare` tells what the contract would change in the ledger, which is asked about before it is saved.
        """
        self._choices, self._compare = choices, compare
        self._base = dict(document)
        self._further = list((document.get("allowances") or [])[1:])
        desk = choices.desk

        def written(values: Values) -> Document:
            return self._written(values)

        def store(given: Document) -> Any:
            return save(parse_contract(given, desk))

        super().__init__(
            title,
            contract_fields(document, choices, others),
            document=written,
            save=store,
            words=lambda values: contract_preview(parse_contract(written(values), desk), choices),
            hidden=terms_hidden,
            places=PLACES,
            **more,
        )
        self._hint()

    def _hint(self) -> None:
        count = len(self._further)
        self.set_hints(
            [
                ("enter", "save"),
                ("tab", "next"),
                ("ctrl+o", f"{count} further allowances" if count else "more allowances"),
                ("esc", "close"),
            ]
        )

    def _written(self, values: Values) -> Document:
        kind = values.get("kind") or "retainer"
        starts = values.get("starts") or self._choices.today
        base = self._base
        return {
            "key": base.get("key") or UNNAMED,
            "client": values.get("client") or base.get("client") or UNNAMED,
            "name": values.get("name") or dict(KINDS).get(kind, kind).partition(":")[0].capitalize(),
            "starts": starts.isoformat(),
            "ends": _day(values.get("ends")),
            **terms_document(values, self._further, self._choices.desk.currency),
            "renews": values.get("renews"),
            "cancelled": _day(values.get("cancelled")),
        }

    async def _write(self, values: Values) -> dict[str, str]:
        """Say what changes in the ledger, then write."""
        if self._compare is not None:
            try:
                contract = parse_contract(self._document(values), self._choices.desk)
                lines = await self.desk.data.fetch(self._compare, contract, self.desk.now())
            except InvalidValue as error:
                return self._placed({error.path: error.message})
            except (DeskError, DatabaseProblem) as error:
                return {"": str(error)}
            if lines and not await self._agreed(lines):
                return {"": "not saved yet"}
        return await super()._write(values)

    async def _agreed(self, lines: Sequence[str]) -> bool:
        text = "\n".join(
            [
                "This changes the following; closed months stay as they are:",
                "",
                *(f"  {line}" for line in lines),
            ]
        )
        return await self.app.push_screen_wait(Confirm("In the ledger", text, (("y", "save it"),))) == "y"

    @work(exclusive=True, group="record")
    async def action_allowances(self) -> None:
        """The list of what else it grants."""
        found = await self.app.push_screen_wait(Allowances(self._further, self._choices))
        if found is not None:
            self._further = found
            self._hint()
            self._say()


def contract_fields(
    document: Mapping[str, Any], choices: RecordChoices, others: Sequence[Contract]
) -> list[Field]:
    """Client, kind and dates, then the terms."""
    today = choices.today
    return [
        *grouped(
            "The contract",
            chosen("client", "Client", document.get("client"), choices.clients, required=True),
            Choice("kind", "Kind", document.get("kind") or "retainer", True, choices=KINDS),
            TextField("name", "Name", document.get("name") or "", hint="as the client knows it"),
            Date(
                "starts", "Starts", _date(document.get("starts")) or today.replace(day=1), True, today=today
            ),
            Date(
                "ends",
                "Ends",
                _date(document.get("ends")),
                hint="the last day; empty: open-ended",
                today=today,
            ),
            Date(
                "cancelled",
                "Cancelled to",
                _date(document.get("cancelled")),
                hint="the new last day",
                today=today,
            ),
            chosen(
                "renews",
                "Follows",
                document.get("renews"),
                [(other.key, other.key) for other in others],
                hint="the contract it renews",
            ),
        ),
        *terms_fields(document, choices),
    ]


def contract_preview(contract: Contract, choices: RecordChoices) -> list[str]:
    """The contract in words, then its first grants and fee lines."""
    words = list(contract_words(contract, choices.desk, choices.names))
    grants = [f" {line}" for line in grant_preview(contract, choices.desk, 3)]
    fees = [f" {line}" for line in fee_preview(contract, choices.desk, 3)]
    details = (["grants:", *grants] if grants else []) + (["fee lines:", *fees] if fees else [])
    return [words[0], *words[1:], *details]


def _date(text: str | None) -> date | None:
    return parse_date(text) if text else None


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# -- opening --------------------------------------------------------------------------------------


async def make(app: DeskApp, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """The form of a contract: known by its key, one that `renews` another, or new for a `client`."""
    choices, me = await record_choices(app), who(app)
    if key is not None:
        document = await app.data.fetch(contract_form, key)
        title, done = f"Contract {key}", "Saved {0}. u undoes it."
    elif defaults.get("renews") is not None:
        document = await app.data.fetch(_following, str(defaults["renews"]))
        title, done = f"After {defaults['renews']}", "Renewed as {0}. u undoes it."
    else:
        document = _fresh(choices, defaults)
        title, done = "New contract", "Sold as {0}. u undoes it."

    def save(contract: Contract) -> Contract:
        if key is not None:
            return edit_contract(key, contract, app.now(), me)
        return create_contract(nameless(contract), app.now(), me)

    client = document.get("client")
    others = await app.data.fetch(_others, choices.desk, client, key) if client else ()
    compare = None if key is None else read_edit_changes
    return ContractForm(title, document, choices, save=save, others=others, compare=compare, done=done)


def _fresh(choices: RecordChoices, defaults: Mapping[str, Any]) -> Document:
    """Twelve months from the first of this month."""
    starts = choices.today.replace(day=1)
    ends = day_before(add_months(starts, 12))
    dates = {"starts": starts.isoformat(), "ends": ends.isoformat()}
    return {"kind": "retainer", "name": "Care plan", **dates, **defaults}


def _following(key: str) -> Document:
    """The document of the contract that renews another, without a key yet."""
    from dataclasses import replace

    from models.queries.values import read_desk

    desk = read_desk()
    following = successor(read_contract(key, desk), read_renewed())
    return {**contract_document(replace(following, key=UNNAMED), desk), "key": None}


def _others(desk: Desk, client: str, key: str | None) -> tuple[Contract, ...]:
    return tuple(contract for contract in read_contracts(desk, client) if contract.key != key)


def nameless(contract: Contract) -> Contract:
    """Without the stand-in for a key, so that the service makes one."""
    from dataclasses import replace

    return replace(contract, key="") if contract.key == UNNAMED else contract
