"""Which characters may a text hold? Control, escape and direction characters are taken out or refused.

Guarantees (`test_clean_twice_is_clean_once`): `clean(clean(x)) == clean(x)`, and a text of printable characters stays
what it was but for its Unicode form: it comes out composed (NFC, RULES 12), so that é is one character however a
keyboard or a file wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from models.domain.basics.errors import InvalidValue

MOST_KEY, MOST_NAME, MOST_LINE, MOST_BODY = 100, 200, 500, 100_000
"""Longest key, name, one-line text and text of several lines, in characters."""
_SHOWN = 60
_MOST_LISTED = 8

_BREAKS = re.compile("[\t\n\x0b\x0c\x85\u2028\u2029]")
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""C0 without tab and newline, DEL, C1, and the characters that override or isolate a direction."""
_SURROGATES = re.compile("[\ud800-\udfff]")


_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def json_safe(text: str) -> str:
    """JSON in which nothing can steer a terminal: what could stands as an escape, so that nothing is lost.

    `"\x9b2J"` becomes `"\\u009b2J"`, which reads back as it was; what JSON itself escapes is not touched.
    """
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def clean(text: str, *, lines: bool = False) -> str:
    """`text` without control characters, escape bytes and direction overrides; lone surrogates become U+FFFD.

    With `lines` tabs and newlines stay (CR LF and CR become a newline), else each becomes a blank. In NFC.
    """
    if text.isprintable():
        return unicodedata.normalize("NFC", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = _BREAKS.sub(" ", text)
    return unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", _HIDDEN.sub("", text)))


def shown(value: object) -> str:
    """A refused value as a message may quote it: short, on one line, unprintable characters escaped."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    written = repr(value[:_SHOWN]) if isinstance(value, str) else repr(value)
    cut = len(written) > _SHOWN or (isinstance(value, str) and len(value) > _SHOWN)
    return f"{written[:_SHOWN]}…" if cut else written


def parse_key(value: object, path: str) -> str:
    """A key as it stands: refused with `path` when empty, over 100 characters, or not plainly readable."""
    if isinstance(value, str):
        key = unicodedata.normalize("NFC", value)
        if 0 < len(key) <= MOST_KEY and clean(key) == key == key.strip():
            return key
    raise InvalidValue(
        path,
        f"{shown(value)} is no key; accepted are 1 to {MOST_KEY} characters"
        " without control characters, and no blanks at the ends",
    )


def parse_name(value: object, path: str, most: int = MOST_NAME) -> str:
    """A name on one line, cleaned and stripped; refused when empty or over `most` characters."""
    if isinstance(value, str):
        name = clean(value).strip()
        if 0 < len(name) <= most:
            return name
    raise InvalidValue(
        path, f"{shown(value)} is no name; accepted are 1 to {most} characters, not only blanks"
    )


def parse_line(value: object, path: str) -> str:
    """A subject or description on one line: a name of up to 500 characters."""
    return parse_name(value, path, MOST_LINE)


def parse_body(value: object, path: str) -> str:
    """A note or body, empty or of several lines, cleaned; refused when over 100,000 characters."""
    if isinstance(value, str):
        body = clean(value, lines=True)
        if len(body) <= MOST_BODY:
            return body
    raise InvalidValue(path, f"{shown(value)} is no text; accepted are up to {MOST_BODY:,} characters")


def join_path(path: str, key: str) -> str:
    """The path of `key` in the object at `path`; a key that could disturb a terminal is escaped."""
    word = key if key.isprintable() and len(key) <= _SHOWN else shown(key)
    return f"{path}.{word}" if path else word


def refuse_repeats(values: tuple[object, ...], path: str, noun: str) -> None:
    """Refuses the second of two equal values at `path[position]`."""
    seen: set[object] = set()
    for position, value in enumerate(values):
        if value in seen:
            raise InvalidValue(f"{path}[{position}]", f"{shown(str(value))} is {noun} named twice")
        seen.add(value)


def check_known(key: str | None, keys: Collection[str], path: str, noun: str) -> None:
    """Refuses a key that is not among `keys`, with the first of those that are accepted; None names nothing."""
    if key is None or key in keys:
        return
    raise InvalidValue(path, f"{shown(key)} is no {noun}; accepted are {first_of(keys)}")


def first_of(keys: Collection[str]) -> str:
    """The first of these keys as a refusal lists them: "acme, bolt", "none yet"."""
    some = (key if key.isprintable() else shown(key) for key in list(keys)[:_MOST_LISTED])
    return ", ".join(some) + (" …" if len(keys) > _MOST_LISTED else "") or "none yet"
