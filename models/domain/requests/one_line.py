"""How does one typed line become a request? Client, subject, marks.

`kirk contact form broken !high #forms @phone >dana %maintenance`: first the client by key, name, or the
beginning of one of its words, then the subject; `!` priority, `#` cause, `@` channel (or agent), `>` agent and `%` work
type may stand anywhere, shortened as far as they stay clear. A backslash keeps a word as it is: `\\#404`.

Guarantees (`test_no_line_is_an_error_and_parts_lie_in_it`): no text is ever an error. What is not clear is said with
its candidates, and nothing typed is lost: a mark that names nothing stays in the subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import dropwhile, takewhile
from typing import Literal

from models.domain.basics.folding import fold
from models.domain.basics.text import clean
from models.domain.values import CHANNELS, PRIORITIES, Channel, Priority

Kind = Literal["client", "priority", "cause", "channel", "agent", "work_type", "subject"]
Standing = Literal["known", "new", "ambiguous", "unknown"]
"""`new`: a cause that was never used before."""

MARKS: dict[str, Kind] = {"!": "priority", "#": "cause", "@": "channel", ">": "agent", "%": "work_type"}
_WORD = re.compile(r"\S+")
_INNER = re.compile(r"[^\w]+")
_MOST_WORDS = 8
"""A client's name is looked for in so many words at most."""
_MOST_OPTIONS = 8
_MOST_NEAR = 3
"""So many guesses at what a slip of the fingers meant."""
_LEAST_SLIP = 3
"""Of shorter words nobody can say what was meant."""
_LIKENESS = 0.65
"""Share of letters that stand in the same order in both words: two letters changed about in four are 0.75."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be named: what it is stored as, and what people call it."""

    key: str
    name: str
    people: tuple[str, ...] = ()
    """Names of people who stand for it: the contacts of a client."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The clients, causes, agents and kinds of work that a captured line may name."""

    clients: tuple[Choice, ...] = ()
    causes: tuple[str, ...] = ()
    """Causes in use, the ones used last first."""
    agents: tuple[Choice, ...] = ()
    work_types: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch `text[first:last]` of the line and what it was taken for."""

    kind: Kind
    first: int
    last: int
    standing: Standing
    value: str = ""
    """The key that it names; of an unclear one what was typed."""
    candidates: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """What a line says so far; what it leaves out is None."""

    parts: tuple[Part, ...]
    subject: str = ""
    client: str | None = None
    priority: Priority | None = None
    channel: Channel | None = None
    cause: str | None = None
    assignee: str | None = None
    work_type: str | None = None

    @property
    def missing(self) -> str | None:
        """What stands in the way of saving, as a sentence; None when it can be saved."""
        for part in self.parts:
            if part.standing == "ambiguous":
                names = ", ".join(choice.name for choice in part.candidates[:_MOST_OPTIONS])
                return f"{part.kind.replace('_', ' ')} {part.value!r} could be {names}"
        if self.client is None:
            typed = next((part.value for part in self.parts if part.kind == "client"), None)
            return "begin with the client" if typed is None else f"no client is called {typed!r}"
        return None if self.subject else "say what it is about"


@dataclass(frozen=True, slots=True)
class Completion:
    """What the word at the cursor could become: `text[first:last]` is replaced by an option's `insert`."""

    kind: Kind
    first: int
    last: int
    options: tuple[Choice, ...]
    """Each with the text to insert (the mark included) and the name to show."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the line with its place; `kind` by its mark, subject without one."""

    text: str
    first: int
    last: int
    kind: Kind


def parse_capture(text: str, catalogue: Catalogue) -> Capture:
    """Read one line of capture; never raises, whatever was typed."""
    words = _words(text)
    plain = [word for word in words if word.kind == "subject"]
    client, used = _client(_in_a_row(words), catalogue.clients)
    parts = [client] if client is not None else []
    named: dict[Kind, str] = {}
    subject = []
    for word in words:
        if word.kind == "subject":
            if not any(word is one for one in plain[:used]):
                subject.append(word.text.removeprefix("\\"))
            continue
        part = _part(word, catalogue)
        parts.append(part)
        if part.standing in ("known", "new"):
            named[part.kind] = part.value
        elif part.standing == "unknown":
            subject.append(word.text)
    return Capture(
        parts=tuple(sorted(parts, key=lambda part: part.first)),
        subject=clean(" ".join(subject)).strip(),
        client=client.value if client is not None and client.standing == "known" else None,
        priority=next((word for word in PRIORITIES if word == named.get("priority")), None),
        channel=next((word for word in CHANNELS if word == named.get("channel")), None),
        cause=named.get("cause"),
        assignee=named.get("agent"),
        work_type=named.get("work_type"),
    )


def _in_a_row(words: Sequence[_Word]) -> list[_Word]:
    """The first words without a mark, up to the next one with a mark: a name is not parted by one."""
    begun = dropwhile(lambda word: word.kind != "subject", words)
    return list(takewhile(lambda word: word.kind == "subject", begun))


def _words(text: str) -> list[_Word]:
    words = []
    for match in _WORD.finditer(text):
        word = match[0]
        marked = len(word) > 1 and word[0] in MARKS and word[1] not in MARKS
        words.append(_Word(word, match.start(), match.end(), MARKS[word[0]] if marked else "subject"))
    return words


def _part(word: _Word, catalogue: Catalogue) -> Part:
    """What a marked word names; `@dana` is the agent where no channel is called so."""
    typed, kind = word.text[1:], word.kind
    found = find(typed, _choices(kind, catalogue))
    if kind == "channel" and not found and (agents := find(typed, catalogue.agents)):
        word, found = replace(word, kind="agent"), agents
    standing: Standing = "known" if len(found) == 1 else "ambiguous" if found else "unknown"
    if standing == "known":
        return Part(word.kind, word.first, word.last, standing, found[0].key)
    if standing == "unknown" and word.kind == "cause":
        cause = clean(typed).strip()
        return Part(word.kind, word.first, word.last, "new" if cause else "unknown", cause)
    return Part(word.kind, word.first, word.last, standing, typed, found)


def _choices(kind: Kind, catalogue: Catalogue) -> tuple[Choice, ...]:
    plain: dict[Kind, Iterable[str]] = {
        "priority": PRIORITIES,
        "channel": CHANNELS,
        "cause": catalogue.causes,
    }
    if kind in plain:
        return tuple(Choice(word, word) for word in plain[kind])
    return {"agent": catalogue.agents, "work_type": catalogue.work_types}.get(kind, catalogue.clients)


def plain_words(text: str) -> str:
    """Words as they are compared, folded and without signs: `Kirk & Daughters` is `kirk daughters`."""
    folded = fold(text)
    return " ".join(_INNER.sub(" ", folded.replace("_", " ")).split()) or folded.strip()


def find(typed: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """What `typed` names: the one called exactly so, else those that begin so, else those with such words.

    Of Acme Ltd and New Acme `acme` is the first, `new` the second, `ac` the first, and of none is `zz`.
    """
    asked = plain_words(typed)
    if not asked:
        return ()
    exact = tuple(choice for choice in choices if choice.key == typed)
    if exact:
        return exact
    for test in (_is, _begins, _has_words, _has_people):
        found = tuple(choice for choice in choices if test(asked, choice))
        if found:
            return found
    return ()


def _is(asked: str, choice: Choice) -> bool:
    return asked in (plain_words(choice.key), plain_words(choice.name))


def _begins(asked: str, choice: Choice) -> bool:
    return plain_words(choice.key).startswith(asked) or plain_words(choice.name).startswith(asked)


def _has_words(asked: str, choice: Choice) -> bool:
    """Each word asked for begins a word of the name or key."""
    return _names(asked, f"{plain_words(choice.name)} {plain_words(choice.key)}".split())


def _has_people(asked: str, choice: Choice) -> bool:
    """Each word asked for begins a word of one of its people's names."""
    return any(_names(asked, plain_words(person).split()) for person in choice.people)


def _names(asked: str, words: Sequence[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in asked.split())


def _client(plain: Sequence[_Word], clients: Sequence[Choice]) -> tuple[Part | None, int]:
    """The client that the line begins with, and how many plain words name it."""
    if not plain:
        return None, 0
    for count in range(min(len(plain), _MOST_WORDS), 0, -1):
        typed = _joined(plain, count)
        exact = [choice for choice in clients if choice.key == typed] or [
            choice for choice in clients if _is(plain_words(typed), choice)
        ]
        if len(exact) == 1:
            return _client_part(plain, count, exact), count
    return _shortened(plain, clients)


def _shortened(plain: Sequence[_Word], clients: Sequence[Choice]) -> tuple[Part, int]:
    """As many words as it takes to make clear which client is meant, and those of its name that follow."""
    found: tuple[Choice, ...] = ()
    count = 0
    while count < min(len(plain), _MOST_WORDS) and len(found) != 1:
        narrower = find(_joined(plain, count + 1), clients)
        if not narrower:
            break
        found, count = narrower, count + 1
    if len(found) == 1:
        rest = _rest_of_name(_joined(plain, count), found[0])
        while count < len(plain) and plain_words(plain[count].text) in (*rest, "&"):
            count += 1
    return _client_part(plain, max(1, count), found), count


def _rest_of_name(typed: str, choice: Choice) -> list[str]:
    """Words that may follow in the line as part of the same name: of the client, or of the person at the client."""
    asked = plain_words(typed)
    if _has_words(asked, choice) or _begins(asked, choice):
        return plain_words(choice.name).split()
    named = (plain_words(person).split() for person in choice.people)
    return [word for words in named if _names(asked, words) for word in words]


def _joined(plain: Sequence[_Word], count: int) -> str:
    return " ".join(word.text for word in plain[:count])


def _client_part(plain: Sequence[_Word], count: int, found: Sequence[Choice]) -> Part:
    first, last = plain[0].first, plain[count - 1].last
    if len(found) == 1:
        return Part("client", first, last, "known", found[0].key)
    standing: Standing = "ambiguous" if found else "unknown"
    return Part("client", first, last, standing, _joined(plain, count), tuple(found))


def complete(text: str, cursor: int, catalogue: Catalogue) -> Completion | None:
    """What the word before the cursor could become, best first; None where the subject is written."""
    cursor = max(0, min(cursor, len(text)))
    first = max((match.end() for match in re.finditer(r"\s", text[:cursor])), default=0)
    last = next((match.start() + cursor for match in re.finditer(r"\s", text[cursor:])), len(text))
    typed = text[first:cursor]
    if typed[:1] in MARKS and typed:
        kind = MARKS[typed[0]]
        found = _options(typed[1:], _choices(kind, catalogue))
        options = tuple(Choice(f"{typed[0]}{choice.key.replace(' ', '-')}", choice.name) for choice in found)
        return Completion(kind, first, last, options)
    plain = [word for word in _words(text[:cursor]) if word.kind == "subject"]
    if plain and (near := _near_client(plain, catalogue)):
        return Completion("client", plain[0].first, plain[0].last, near)
    if plain and typed:
        found = _options(_joined(plain, len(plain)), catalogue.clients)
        return (
            Completion("client", plain[0].first, last, found)
            if found and _at_client(plain, catalogue)
            else None
        )
    return None if plain else Completion("client", first, last, catalogue.clients[:_MOST_OPTIONS])


def _near_client(plain: Sequence[_Word], catalogue: Catalogue) -> tuple[Choice, ...]:
    """Where the line begins with nobody: whom its first word almost names, however much is written behind it."""
    part, _ = _client(plain, catalogue.clients)
    if part is None or part.standing != "unknown":
        return ()
    return _nearest(plain_words(plain[0].text), catalogue.clients)


def _at_client(plain: Sequence[_Word], catalogue: Catalogue) -> bool:
    """Is the last word still part of what names the client?"""
    _, used = _client(plain, catalogue.clients)
    return len(plain) <= max(1, used)


def _options(typed: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """All that fit what is typed, the closest first; without anything typed the first ones."""
    asked = plain_words(typed)
    if not asked:
        return tuple(choices[:_MOST_OPTIONS])
    ranked: dict[Choice, None] = {}
    for test in (_is, _begins, _has_words, _has_people):
        ranked.update(dict.fromkeys(choice for choice in choices if test(asked, choice)))
    return tuple(ranked)[:_MOST_OPTIONS] or _nearest(asked, choices)


def _nearest(asked: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """What was meant by a word with a slip in it, the nearest first: `amce` Acme Ltd, `hihg` high, `zz` nothing."""
    if len(asked) < _LEAST_SLIP:
        return ()
    called: dict[str, list[Choice]] = {}
    for choice in choices:
        for word in {*plain_words(choice.name).split(), plain_words(choice.key)}:
            called.setdefault(word, []).append(choice)
    near = get_close_matches(asked, called, _MOST_OPTIONS, _LIKENESS)
    return tuple(dict.fromkeys(choice for word in near for choice in called[word]))[:_MOST_NEAR]
