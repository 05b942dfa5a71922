"""What does a new contract propose by itself? Texts that fit its kind, as long as nobody typed another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.domain.basics.months import add_months, day_before
from tui.records.contracts.allowance import EVERY
from tui.records.contracts.terms import KINDS
from tui.widgets.form.formview import FormView

CARE_PLAN = "Care plan"


class Proposals:
    """The texts that a form proposed, by field; a field in which another one stands is let be."""

    def __init__(self, starts: date, document: Mapping[str, Any]) -> None:
        """What was proposed in the beginning for a contract from a day on; a fee that is set was not."""
        self._proposed = {"starts": starts.isoformat(), "ends": _end(starts), "name": CARE_PLAN}
        if not document.get("fee"):
            self._proposed["fee_every"] = proposed_fee_every("retainer")

    def follow(self, view: FormView, wanted: Mapping[str, str]) -> None:
        """Put what is wanted now into the fields that nobody wrote into."""
        for name, text in wanted.items():
            if view.texts[name] != self._proposed.get(name):
                continue
            self._proposed[name] = text
            if view.texts[name] != text:
                view.set_text(name, text)


def kind_of(texts: Mapping[str, str]) -> str | None:
    """The kind that is chosen; None while something else stands there."""
    return next((key for key, text in KINDS if text == texts.get("kind")), None)


def proposed(kind: str, starts: date, texts: Mapping[str, str]) -> dict[str, str]:
    """End, name and payment that fit a kind; no end where months say how long it is valid."""
    valid = kind == "block" and texts["valid_months"].strip()
    name = CARE_PLAN if kind == "retainer" else dict(KINDS)[kind].capitalize()
    return {"ends": "" if valid else _end(starts), "name": name, "fee_every": proposed_fee_every(kind)}


def proposed_fee_every(kind: str) -> str:
    """A block is paid once, all else by the month."""
    return dict(EVERY)["term" if kind == "block" else "month"]


def _end(starts: date) -> str:
    """The last of twelve months."""
    return day_before(add_months(starts, 12)).isoformat()
