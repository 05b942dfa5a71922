"""What do the sample desk and its clients put on paper? Addresses, tax, bank, and clients who want it otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from models.domain.papers import ClientPaper, DeskPaper, StatementChoice, TaxRate

DESK = DeskPaper(
    address=("Northgate Web Support Ltd", "14 Northgate", "Whitby YO21 1AB"),
    tax_id="VAT No. GB 000 0000 00",
    bank=("Northgate Web Support Ltd", "Sort code 00-00-00, account 00000000"),
    footer="Northgate Web Support Ltd, registered in England No. 00000000 · support@northgate.example",
    tax=(TaxRate(date(2011, 1, 4), Decimal("20"), "VAT"),),
    payment_days=14,
)
CLIENTS = {
    "acme": ClientPaper(
        address=("Acme House", "3 Foundry Lane", "Leeds LS10 1AA"),
        order_number="PO-4711",
        payment_days=30,
        statement=StatementChoice(annex="full", causes=True),
    ),
    "bluefin": ClientPaper(address=("The Slipway", "Whitby YO22 4AA")),
    "halden": ClientPaper(
        address=("Halden Dental", "Storgata 12", "1771 Halden, Norway"),
        tax="reverse_charge",
        statement=StatementChoice(annex="none"),
    ),
    "zoe": ClientPaper(
        address=("Ateliér Čapek", "Dlouhá 5", "110 00 Praha"), statement=StatementChoice(language="en-GB")
    ),
}
"""By the key of the client; the others have none."""
