"""How is a whole desk written as JSON and read back? The book of RULES 10, read with every check."""

from models.book.contracts import parse_contract, parse_promise
from models.book.parsing import VERSION, parse_book, read_book
from models.book.reading import decode, load_json
from models.book.records import parse_charge, parse_entry, parse_request
from models.book.references import (
    check_book,
    check_closed,
    check_contracts,
    check_late,
)
from models.book.sections import (
    parse_agent,
    parse_client,
    parse_desk,
    parse_rounding,
    parse_target,
    parse_tier,
    parse_work_type,
)
from models.book.streaming import BookFile, open_book
from models.book.terms.contracts import (
    allowance_document,
    contract_document,
    promise_document,
    rounding_document,
)
from models.book.terms.windows import window_text
from models.book.writing import (
    agent_document,
    charge_document,
    client_document,
    desk_document,
    dump_lines,
    dump_text,
    entry_document,
    request_document,
    target_text,
    tier_document,
    work_type_document,
)

__all__ = [
    "VERSION",
    "BookFile",
    "agent_document",
    "allowance_document",
    "charge_document",
    "check_book",
    "check_closed",
    "check_contracts",
    "check_late",
    "client_document",
    "contract_document",
    "decode",
    "desk_document",
    "dump_lines",
    "dump_text",
    "entry_document",
    "load_json",
    "open_book",
    "parse_agent",
    "parse_book",
    "parse_charge",
    "parse_client",
    "parse_contract",
    "parse_desk",
    "parse_entry",
    "parse_promise",
    "parse_request",
    "parse_rounding",
    "parse_target",
    "parse_tier",
    "parse_work_type",
    "promise_document",
    "read_book",
    "request_document",
    "rounding_document",
    "target_text",
    "tier_document",
    "window_text",
    "work_type_document",
]
