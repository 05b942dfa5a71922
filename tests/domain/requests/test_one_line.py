"""Is one line read as it was meant, said what is unclear, and never refused with an error?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.requests.one_line import (
    MARKS,
    Capture,
    Catalogue,
    Choice,
    Part,
    complete,
    find,
    parse_capture,
    plain_words,
)

ACME, KIRK = Choice("acme", "Acme Ltd"), Choice("kirk", "Kirk & Daughters")
IVY, ACORN = Choice("ivy", "Ivy Street"), Choice("acorn", "Acorn Street School")
MILL, MILLS = Choice("C 7", "The Mill"), Choice("C 8", "The Mills")
MÜLLER = Choice("bm", "Bäckerei Müller")
DESK = Catalogue(
    clients=(ACME, KIRK, IVY, ACORN, MILL, MILLS, MÜLLER),
    causes=("forms", "content update", "format"),
    agents=(Choice("dana", "Dana"), Choice("mo", "Mo Ali")),
    work_types=(Choice("maintenance", "Maintenance"), Choice("level2", "Level 2")),
)


def unclear(capture: Capture) -> tuple[Part, ...]:
    """What is ambiguous or names nothing."""
    return tuple(part for part in capture.parts if part.standing in ("ambiguous", "unknown"))


def read(text: str) -> dict[str, Any]:
    """What the line says, without what it does not."""
    found = parse_capture(text, DESK)
    names = ("client", "subject", "priority", "cause", "channel", "assignee", "work_type")
    return {name: value for name in names if (value := getattr(found, name))}


def test_the_line_of_the_rules() -> None:
    assert read("acme contact form broken !high #forms @phone") == {
        "client": "acme",
        "subject": "contact form broken",
        "priority": "high",
        "cause": "forms",
        "channel": "phone",
    }
    assert parse_capture("acme contact form broken !high #forms @phone", DESK).missing is None


def test_every_mark_at_any_place_the_last_of_two_counts() -> None:
    assert read("!l acme >da !h contact %lev form @ph #content-update") == {
        "client": "acme",
        "subject": "contact form",
        "priority": "high",
        "cause": "content update",
        "channel": "phone",
        "assignee": "dana",
        "work_type": "level2",
    }


@pytest.mark.parametrize(
    ("text", "client", "subject"),
    [
        ("kirk newsletter", "kirk", "newsletter"),
        ("Kirk & Daughters newsletter", "kirk", "newsletter"),
        ("kirk daughters newsletter", "kirk", "newsletter"),
        ("kir & daughters newsletter", "kirk", "newsletter"),
        ("daught newsletter", "kirk", "newsletter"),
        ("ivy street down", "ivy", "down"),
        ("str school roof", "acorn", "roof"),
        ("acme ltd the form", "acme", "the form"),
        ("ACME form", "acme", "form"),
        ("C 7 form", "C 7", "form"),
        ("the mill form", "C 7", "form"),
        ("the mills form", "C 8", "form"),
        ("müll brot", "bm", "brot"),
        ("acme", "acme", None),
    ],
)
def test_clients_by_key_name_and_words(text: str, client: str, subject: str | None) -> None:
    found = parse_capture(text, DESK)
    assert (found.client, found.subject or None) == (client, subject)
    assert unclear(found) == ()


@pytest.mark.parametrize(
    ("text", "candidates"),
    [("ac help", (ACME, ACORN)), ("street down", (IVY, ACORN)), ("mil x", (MILL, MILLS))],
)
def test_an_unclear_client_is_asked_for(text: str, candidates: tuple[Choice, ...]) -> None:
    found = parse_capture(text, DESK)
    (part,) = unclear(found)
    assert (part.kind, part.standing, part.candidates) == ("client", "ambiguous", candidates)
    assert found.client is None
    assert candidates[0].name in (found.missing or "")


def test_two_clients_of_one_name_are_not_guessed() -> None:
    twins = Catalogue(clients=(Choice("a1", "Acme"), Choice("a2", "Acme")))
    assert len(unclear(parse_capture("acme form", twins))[0].candidates) == 2
    assert parse_capture("a2 form", twins).client == "a2"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", "begin with the client"),
        ("@phone !h", "begin with the client"),
        ("nobody is here", "no client is called 'nobody'"),
        ("acme !h", "say what it is about"),
        ("acme form @p", "channel 'p' could be phone, portal"),
        ("acme form #form", "cause 'form' could be forms, format"),
    ],
)
def test_what_stands_in_the_way_is_said(text: str, missing: str) -> None:
    assert parse_capture(text, DESK).missing == missing


def test_what_names_nothing_stays_in_the_subject() -> None:
    assert read("acme !zzz is !!! > now >nobody") == {
        "client": "acme",
        "subject": "!zzz is !!! > now >nobody",
    }
    assert [part.value for part in unclear(parse_capture("acme x !zzz >nobody", DESK))] == ["zzz", "nobody"]


def test_a_new_cause_is_taken_and_marked_as_new() -> None:
    found = parse_capture("acme x #tls-renewal", DESK)
    assert found.cause == "tls-renewal"
    assert [part.standing for part in found.parts] == ["known", "new"]
    assert parse_capture("acme x #\x1b", DESK).cause is None


def test_a_backslash_keeps_a_word() -> None:
    assert read("acme \\#404 page") == {"client": "acme", "subject": "#404 page"}


def test_exact_names_come_before_beginnings() -> None:
    assert find("format", [Choice("formats", "x"), Choice("format", "y")]) == (Choice("format", "y"),)
    assert find("Formats", [Choice("formats", "x"), Choice("format", "y")]) == (Choice("formats", "x"),)
    assert find("", DESK.clients) == ()
    assert plain_words("Kirk & Daughters") == "kirk daughters"
    assert plain_words("&") == "&"


@pytest.mark.parametrize(
    ("text", "kind", "span", "keys"),
    [
        ("", "client", (0, 0), ("acme", "kirk", "ivy", "acorn", "C 7", "C 8", "bm")),
        ("ac", "client", (0, 2), ("acme", "acorn")),
        ("!h ac", "client", (3, 5), ("acme", "acorn")),
        ("street", "client", (0, 6), ("ivy", "acorn")),
        ("the mi", "client", (0, 6), ("C 7", "C 8")),
        ("acme !", "priority", (5, 6), ("!low", "!normal", "!high", "!urgent")),
        ("acme #", "cause", (5, 6), ("#forms", "#content-update", "#format")),
        ("acme #upd", "cause", (5, 9), ("#content-update",)),
        ("acme @p", "channel", (5, 7), ("@phone", "@portal")),
        ("acme form  @p", "channel", (11, 13), ("@phone", "@portal")),
        ("acme >al", "agent", (5, 8), (">mo",)),
        ("acme %zz", "work_type", (5, 8), ()),
        ("amce", "client", (0, 4), ("acme",)),
        ("amce printer is on fire", "client", (0, 4), ("acme",)),
        ("dauhgters mail ", "client", (0, 9), ("kirk",)),
        ("acme !hihg", "priority", (5, 10), ("!high",)),
        ("acme @phoen", "channel", (5, 11), ("@phone",)),
        ("acme #froms", "cause", (5, 11), ("#forms",)),
    ],
)
def test_completions(text: str, kind: str, span: tuple[int, int], keys: tuple[str, ...]) -> None:
    found = complete(text, len(text), DESK)
    assert found is not None
    assert (found.kind, (found.first, found.last)) == (kind, span)
    assert tuple(choice.key for choice in found.options) == keys


@pytest.mark.parametrize("text", ["acme ", "acme con", "zz", "zz top", "acme form b"])
def test_no_completions_in_the_subject(text: str) -> None:
    assert complete(text, len(text), DESK) is None


def test_a_key_is_meant_before_a_name_that_says_the_same() -> None:
    named, keyed = Choice("other", "Acme"), Choice("acme", "Acme Ltd")
    assert find("acme", (named, keyed)) == (keyed,)
    assert find("Acme", (named, keyed)) == (named, keyed)


@pytest.mark.parametrize(("typed", "keys"), [("iyv", ["ivy"]), ("yv", []), ("vy", [])])
def test_a_slip_is_forgiven_in_three_letters(typed: str, keys: list[str]) -> None:
    found = complete(typed, len(typed), DESK)
    assert [choice.key for choice in found.options] == keys if found else not keys


def test_the_word_under_the_cursor_is_completed_whole() -> None:
    found = complete("acme @phxx broken", 8, DESK)
    assert found is not None
    assert (found.first, found.last) == (5, 10)
    assert [choice.key for choice in found.options] == ["@phone"]


def test_a_name_is_not_parted_by_a_marked_word() -> None:
    """`m` and the last word do not name one client around what is marked between them."""
    first, second = parse_capture("m >\\ >", DESK).parts
    assert (first.kind, first.last, second.first) == ("client", 1, 2)


LINES = st.text(alphabet="acme kirk!#@>%\\ph&\x1b\t \N{FIRE}mill", max_size=30)


@given(LINES, st.integers(-5, 40))
def test_no_line_is_an_error_and_parts_lie_in_it(text: str, cursor: int) -> None:
    found = parse_capture(text, DESK)
    for part in found.parts:
        assert 0 <= part.first < part.last <= len(text)
    assert all(one.last <= other.first for one, other in zip(found.parts, found.parts[1:], strict=False))
    completion = complete(text, cursor, DESK)
    if completion is not None:
        assert 0 <= completion.first <= completion.last <= len(text)


@given(st.sampled_from(DESK.clients), st.text(alphabet="bdefgx ", min_size=1, max_size=20))
def test_a_key_in_front_is_always_that_client(client: Choice, words: str) -> None:
    found = parse_capture(f"{client.key} {words}", DESK)
    assert found.client == client.key
    assert found.subject == " ".join(words.split())


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_alone_is_a_word(mark: str) -> None:
    assert parse_capture(f"acme a {mark} b", DESK).subject == f"a {mark} b"


@pytest.mark.parametrize(
    ("text", "channel", "assignee"),
    [
        ("acme form @dana", None, "dana"),
        ("acme form @ali", None, "mo"),
        ("acme form @phone", "phone", None),
        ("acme form @ph", "phone", None),
        ("acme form @mo @phone", "phone", "mo"),
    ],
)
def test_found_3_9_an_agent_is_named_with_the_sign_of_a_channel(
    text: str, channel: str | None, assignee: str | None
) -> None:
    found = parse_capture(text, DESK)
    assert (found.channel, found.assignee, found.subject) == (channel, assignee, "form")


def test_found_3_9_a_channel_keeps_its_name_whoever_is_called_so() -> None:
    desk = Catalogue(clients=(ACME,), agents=(Choice("phoebe", "Phoebe Phone"),))
    assert parse_capture("acme form @phone", desk).channel == "phone"
    assert parse_capture("acme form @phoebe", desk).assignee == "phoebe"


@pytest.mark.parametrize(
    ("text", "client", "subject"),
    [
        ("jane form broken", "acme", "form broken"),
        ("Jane Miller form broken", "acme", "form broken"),
        ("miller form broken", "acme", "form broken"),
        ("kirk jane said", "kirk", "jane said"),
        ("sørensen form", "kirk", "form"),
        ("ann form", None, "ann form"),
    ],
)
def test_found_3_9_the_name_of_a_contact_finds_the_client(
    text: str, client: str | None, subject: str
) -> None:
    desk = Catalogue(
        clients=(
            Choice("acme", "Acme Ltd", ("Jane Miller", "Ann Lee")),
            Choice("kirk", "Kirk & Daughters", ("Bo Sørensen", "Ann Poe")),
        )
    )
    found = parse_capture(text, desk)
    assert found.client == client
    if client is not None:
        assert found.subject == subject
    else:
        assert found.missing == "client 'ann' could be Acme Ltd, Kirk & Daughters"
    completion = complete("jan", 3, desk)
    assert completion is not None
    assert [option.key for option in completion.options] == ["acme"]
