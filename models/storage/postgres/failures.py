"""What did the server raise, in a sentence that says what to do? Never with a password."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg

from models.domain.basics.errors import MonthClosed, NotAllowed, StorageError, Unusable
from models.storage.postgres.outcome import OutcomeUnknown
from models.storage.raw import MARK

_BY_STATE = {
    "53100": "the server's disk is full; nothing was saved, free some space there and try again",
    "53200": "the server is out of memory; nothing was saved, try again",
    "53300": "the server takes no more connections; close some, or ask its administrator",
    "55P03": "somebody else has been changing the desk for a while; nothing was saved, try again",
    "25006": "the desk can only be read; nothing was saved",
    "25P03": "the change waited for this program for too long; nothing was saved, try again",
    "25P02": "something before this had failed; nothing was saved, try again",
    "40P01": "two changes waited for each other; nothing was saved, try again",
    "57014": "the server ended the statement; nothing was saved, try again",
}
_PREFIX = re.compile(
    r"^(connection failed: |connection is bad: |connection to server .*? failed: |FATAL: +)+"
)
"""What the driver puts before what matters: the place is named anyhow."""
CLOSED = "DH001"
"""What the trigger of closed months raises."""
_WITHHELD = ("42501", "42P01", "3F000")
"""Not allowed; or not even to be seen, as everything is to who is no member any more."""
_NO_VALUE = "23502"
"""A revision that is none: `models.storage.raw.COMMIT_CHANGE`."""
_LOGIN = ("28000", "28P01")
_GONE = ("57P01", "57P02", "57P03", "08000", "08003", "08006", "08001", "08004")
_WORDS = (
    ("password authentication failed", "the server does not take this name and password"),
    ("no password supplied", "the server wants a password; put it into ~/.pgpass"),
    ("definition of service", "{detail}; a service file names what it stands for"),
    ("certificate", "the server is not trusted ({detail})"),
    ("rejects connection", "the server does not let this user in from here ({detail})"),
    ('database "', "{detail}; its administrator makes one: createdb NAME"),
    ('role "', "{detail}; a lead adds people: deskhours team add KEY --role agent --login NAME"),
    ("password has expired", "the password has expired; ask the server's administrator"),
    ("does not exist", "{detail}"),
    ("SSL", "the encrypted connection failed ({detail})"),
    ("no pg_hba.conf entry", "the server does not let this user in from here ({detail})"),
)


def closed_month(error: BaseException) -> MonthClosed | None:
    """The refusal where the server itself kept what is closed (RULES 6.2); None for any other fault."""
    cause = _driver_error(error)
    if getattr(cause, "sqlstate", None) != CLOSED:
        return None
    return MonthClosed(f"{_first_line(cause)}; record the work late as a new entry, or reopen the month")


def refused(error: BaseException) -> str:
    """What the server says against a statement, in its own words."""
    return _first_line(_driver_error(error))


def explained(error: BaseException, shown: str) -> StorageError:
    """The refusal for what the engine raised; Unusable where the server cannot be reached."""
    cause = _driver_error(error)
    state = getattr(cause, "sqlstate", None) or ""
    detail = _first_line(cause)
    if isinstance(cause, OutcomeUnknown):
        return Unusable(
            f"{shown}: the line broke while this was being saved; whether it was saved shows when the server is back:"
            " look before you do it again"
        )
    if state == _NO_VALUE and isinstance(cause, psycopg.Error) and cause.diag.table_name == MARK:
        return NotAllowed(
            f"{shown}: a newer deskhours changed this desk; nothing was saved, install that one"
        )
    if state in _BY_STATE:
        return StorageError(f"{shown}: {_BY_STATE[state]}")
    if state in _WITHHELD:
        return NotAllowed(f"{shown}: the server does not allow this ({detail}); nothing was saved")
    if state in _LOGIN or not state:
        for word, sentence in _WORDS:
            if word in str(cause):
                return Unusable(f"{shown}: {sentence.format(detail=detail)}")
    if state in _GONE or not state:
        return Unusable(
            f"{shown}: the server cannot be reached ({detail}); nothing is saved until it is back"
        )
    return StorageError(f"{shown}: {detail}; nothing was saved")


def _driver_error(error: BaseException) -> BaseException:
    return next((each for each in _chain(error) if isinstance(each, psycopg.Error)), error)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        yield from (each for each in error.args if isinstance(each, psycopg.Error))
        error = error.__cause__ or error.__context__


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = lines[0] if lines else type(error).__name__
    return _PREFIX.sub("", text).removesuffix(".")
