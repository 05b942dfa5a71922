"""What did a client buy? A contract of any kind, its terms in words and its grants to come beside it (RULES 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from models.book.contracts import parse_contract
from models.book.terms.contracts import contract_document
from models.domain.basics.months import add_months, day_before, parse_date
from models.domain.contracts.contract_words import contract_words, fee_preview, grant_preview
from models.domain.contracts.promise_words import promise_preview
from models.domain.contracts.renewals import successor
from models.domain.values import Contract, Desk
from models.queries.contracts.contracts import read_contract, read_renewed
from models.queries.desk.forms import contract_form
from models.queries.desk.record_choices import RecordChoices
from models.services.contracts.contracts import create_contract, edit_contract
from models.services.core.together import Base
from models.storage.rows.reading import read_contracts, read_desk
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records.base import Document, RecordForm, base_of, chosen, grouped, record_choices
from tui.records.contracts.own_weights import weights_said
from tui.records.contracts.proposals import CARE_PLAN, Proposals, kind_of, proposed
from tui.records.contracts.terms import KINDS, PLACES, in_order, terms_document, terms_fields
from tui.records.contracts.terms_form import TermsForm
from tui.records.courtesy import contract_courtesy_field
from tui.widgets.form.fields import Choice, Date, Field, Parsed, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

NO_FEE = "It has no fee: what it includes is never billed. Is that meant?"
UNNAMED = "~"
"""The key of a contract that gets one when it is saved."""


class ContractForm(TermsForm):
    """A contract; ctrl+o opens its further allowances."""

    def __init__(
        self,
        title: str,
        document: Document,
        choices: RecordChoices,
        *,
        save: Callable[[Contract], Any],
        others: Sequence[Contract] = (),
        **more: Any,
    ) -> None:
        """Filled from the document; `save` takes a contract of the domain. `others` are the client's contracts."""
        self._proposals = Proposals(first_start(choices, document.get("kind")), document)
        desk = choices.desk

        def written(values: Values) -> Document:
            return self._written(values)

        def store(given: Document) -> Any:
            return save(parse_contract(given, desk))

        super().__init__(
            title,
            contract_fields(document, choices, others),
            document,
            choices,
            since=choices.today,
            document=written,
            save=store,
            words=lambda values: contract_preview(parse_contract(written(values), desk), choices),
            places=PLACES,
            ledger=True,
            doubts=self._asked,
            better="m on the client's page gives other terms from a day on",
            **more,
        )

    def _leave_out(self) -> None:
        """Name, days and how the fee is paid fit the kind of a new contract until others are typed."""
        super()._leave_out()
        kind = kind_of(self.view.texts)
        if self._base.get("key") or self._base.get("renews") or kind is None:
            return
        starts = first_start(self._choices, kind)
        self._proposals.follow(self.view, {"starts": starts.isoformat()})
        starts = self.view.values().get("starts") or starts
        self._proposals.follow(self.view, proposed(kind, starts, self.view.texts))
        super()._leave_out()

    def _asked(self, values: Values) -> list[str]:
        """A contract without a fee is meant, not forgotten; one that has none already is not asked again."""
        had = self._base.get("key") and not self._base.get("fee")
        if had or values.get("fee") or values.get("kind") == "on_demand":
            return []
        return [NO_FEE]

    def _written(self, values: Values) -> Document:
        kind = values.get("kind") or "retainer"
        starts = values.get("starts") or self._choices.today
        base = self._base
        terms = terms_document(values, self._further, self._choices.desk.currency, self.tables)
        return {
            **base,
            "key": base.get("key") or UNNAMED,
            "client": values.get("client") or base.get("client") or UNNAMED,
            "name": values.get("name") or dict(KINDS).get(kind, kind).partition(":")[0].capitalize(),
            "starts": starts.isoformat(),
            "ends": _day(values.get("ends")),
            **in_order(terms, base),
            # Who lets it be renewed again no longer declines it.
            "declined": bool(base.get("declined")) and values.get("mode") == "none",
            "renews": values.get("renews"),
            "cancelled": _day(values.get("cancelled")),
            "recurring": self.promises,
            "free": values.get("free"),
        }


def contract_fields(
    document: Mapping[str, Any], choices: RecordChoices, others: Sequence[Contract]
) -> list[Field]:
    """Client, kind and dates, then the terms."""
    today = choices.today
    *terms, more = terms_fields(document, choices)
    return [
        *grouped(
            "The contract",
            chosen("client", "Client", document.get("client"), choices.clients, required=True),
            Choice("kind", "Kind", document.get("kind") or "retainer", True, choices=KINDS),
            _name(document),
            Date(
                "starts", "Starts", _date(document.get("starts")) or today.replace(day=1), True, today=today
            ),
            Date(
                "ends",
                "Ends",
                _date(document.get("ends")),
                hint="the last day; empty: open-ended",
                today=today,
                far=True,
            ),
            Date(
                "cancelled",
                "Cancelled to",
                _date(document.get("cancelled")),
                hint="the new last day",
                today=today,
                far=True,
            ),
            chosen(
                "renews",
                "Follows",
                document.get("renews"),
                [(other.key, other.key) for other in others],
                hint="the contract it renews",
            ),
        ),
        *terms,
        *grouped("Courtesy", contract_courtesy_field(document)),
        more,
    ]


def _name(document: Mapping[str, Any]) -> Field:
    """The name; typing replaces one that is only proposed, and writes on in one that was given."""
    hint, name = "as the client knows it", document.get("name") or ""
    if document.get("key"):
        return TextField("name", "Name", name, hint=hint)
    return Parsed("name", "Name", name, hint=hint)


def contract_preview(contract: Contract, choices: RecordChoices) -> list[str]:
    """The contract in words, then its first grants and fee lines."""
    words = list(contract_words(contract, choices.desk, choices.names))
    grants = [f" {line}" for line in grant_preview(contract, choices.desk, 3)]
    fees = [f" {line}" for line in fee_preview(contract, choices.desk, 3)]
    rounds = [f" {line}" for line in promise_preview(contract, choices.today, 3)]
    details = (["grants:", *grants] if grants else []) + (["fee lines:", *fees] if fees else [])
    details += ["promised work, next:", *rounds] if rounds else []
    return [words[0], *words[1:], *weights_said(contract, choices.desk), *details]


def _date(text: str | None) -> date | None:
    return parse_date(text) if text else None


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# -- opening --------------------------------------------------------------------------------------


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """The form of a contract: known by its key, one that `renews` another, or new for a `client`."""
    choices, me = await record_choices(program), who(program)
    bases: tuple[Base, ...] = ()
    if key is not None:
        document = await program.data.fetch(contract_form, key)
        bases = base_of("contract", key, f"contract {document['name']}", document, contract_form)
        title, done = f"Contract {_named(document, choices)}", "Saved {0}. u undoes it."
    elif defaults.get("renews") is not None:
        document = await program.data.fetch(_following, str(defaults["renews"]))
        bases = base_of("contract", str(defaults["renews"]), "what it renews", document, _following)
        title, done = f"After {_named(document, choices)}", "Renewed: {0}. u undoes it."
    else:
        document = _fresh(choices, defaults)
        title, done = "New contract", "Sold: {0}. u undoes it."

    def save(contract: Contract) -> Contract:
        if key is not None:
            return edit_contract(key, contract, program.now(), me)
        return create_contract(nameless(contract), program.now(), me)

    client = document.get("client")
    others = await program.data.fetch(_others, choices.desk, client, key) if client else ()
    form = ContractForm(title, document, choices, save=save, others=others, done=done, bases=bases)
    if key is None and client:
        form.view.filled.begin_at("kind")
    return form


def _named(document: Document, choices: RecordChoices) -> str:
    """`Care plan 8 of Acme Ltd`."""
    client = str(document["client"])
    return f"{document['name']} of {dict(choices.clients).get(client, client)}"


def first_start(choices: RecordChoices, kind: object) -> date:
    """When what is sold today begins: a block today, so that it takes no work done before; else this month."""
    return choices.today if kind == "block" else choices.today.replace(day=1)


def _fresh(choices: RecordChoices, defaults: Mapping[str, Any]) -> Document:
    """Twelve months from the first of this month."""
    starts = first_start(choices, defaults.get("kind"))
    ends = day_before(add_months(starts, 12))
    dates = {"starts": starts.isoformat(), "ends": ends.isoformat()}
    return {"kind": "retainer", "name": CARE_PLAN, **dates, **defaults}


def _following(key: str) -> Document:
    """The document of the contract that renews another, without a key yet."""
    desk = read_desk()
    following = successor(read_contract(key, desk), read_renewed())
    return {**contract_document(replace(following, key=UNNAMED), desk), "key": None}


def _others(desk: Desk, client: str, key: str | None) -> tuple[Contract, ...]:
    return tuple(contract for contract in read_contracts(desk, client) if contract.key != key)


def nameless(contract: Contract) -> Contract:
    """Without the stand-in for a key, so that the service makes one."""
    return replace(contract, key="") if contract.key == UNNAMED else contract
