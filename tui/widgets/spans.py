"""How does styled text become one line of the screen? Spans in, one strip of exact width out.

A span is plain text with the name of a tone, never markup; `strip` cleans every text and makes a line of exactly the
asked width, whatever characters it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.text.format import WORDS, Align, cut, parts, safe, width_of
from tui.text.privacy import money_is_hidden, struck

Span = tuple[str, str]
"""Text and its tone: `("1:05 late", "bad")`."""
Spans = Sequence[Span]


def spans_width(spans: Spans) -> int:
    """Cells that the spans take once cleaned."""
    return sum(width_of(safe(text)) for text, _ in spans)


def fit_spans(spans: Spans, width: int, align: Align = "left") -> list[Span]:
    """The spans cut (with …) or padded to exactly `width` cells."""
    cleaned = [(safe(text), tone) for text, tone in spans]
    used = sum(width_of(text) for text, _ in cleaned)
    if used > width:
        return _cut_spans(cleaned, width)
    gap = width - used
    if not gap:
        return cleaned
    left = gap if align == "right" else gap // 2 if align == "center" else 0
    padded = [(" " * left, ""), *cleaned, (" " * (gap - left), "")]
    return [span for span in padded if span[0]]


def _cut_spans(spans: Spans, width: int) -> list[Span]:
    kept: list[Span] = []
    room = width
    for position, (text, tone) in enumerate(spans):
        size = width_of(text)
        last = position == len(spans) - 1
        if size < room or (size == room and last):
            kept.append((text, tone))
            room -= size
            continue
        shown = cut(text, room) if size > room else cut(text + " ", room)
        kept.append((shown + " " * (room - width_of(shown)), tone))
        break
    return kept


def spread(left: Spans, right: Spans, width: int, gap: int = 2) -> list[Span]:
    """One line with `left` at its beginning and `right` at its end; the right side goes first when narrow."""
    size = spans_width(right)
    if size + gap + 8 > width:
        return fit_spans(left, width)
    return [*fit_spans(left, width - size - gap), (" " * gap, ""), *fit_spans(right, size)]


def wrap_spans(spans: Spans, width: int, indent: int = 0) -> list[list[Span]]:
    """The spans in lines of at most `width` cells, broken between words; further lines begin `indent` cells in."""
    if spans_width(spans) <= width:
        return [list(spans)]
    lines: list[list[Span]] = [[]]
    used, first = 0, True
    for text, tone in spans:
        for word in WORDS.findall(safe(text)):
            if used + width_of(word.rstrip()) > width and not first:
                lines.append([(" " * indent, "")])
                used, word = indent, word.lstrip()
            if not word.strip():
                word = word[: max(0, width - used)]
            for at, part in enumerate(parts(word, width - used, width - indent)):
                if at:
                    lines.append([(" " * indent, "")])
                    used = indent
                lines[-1].append((part, tone))
                used, first = used + width_of(part), False
    return lines


def strip(spans: Spans, width: int, styles: Mapping[str, Style]) -> Strip:
    """A strip of exactly `width` cells; neighbours of one style become one segment."""
    return Strip(segments(fit_spans(spans, width), styles), max(0, width))


def segments(spans: Iterable[Span], styles: Mapping[str, Style]) -> list[Segment]:
    """Segments of cleaned spans, merged where the style is the same."""
    plain = styles[""]
    if money_is_hidden():
        spans = [(struck(text), tone) for text, tone in spans]
    merged: list[Segment] = []
    text, style = "", plain
    for more, tone in spans:
        next_style = styles.get(tone, plain)
        if next_style is style:
            text += more
            continue
        if text:
            merged.append(Segment(text, style))
        text, style = more, next_style
    if text:
        merged.append(Segment(text, style))
    return merged


def changed_cells(old: Spans, new: Spans, width: int) -> tuple[int, int] | None:
    """The cells (from, before) in which two lines of `width` cells differ; None when they look the same."""
    before, after = _cells(old, width), _cells(new, width)
    if before == after:
        return None
    first = next(at for at in range(width) if before[at] != after[at])
    last = next(at for at in reversed(range(width)) if before[at] != after[at])
    return first, last + 1


def different_cells(old: Strip | None, new: Strip | None, width: int) -> tuple[int, int] | None:
    """As `changed_cells`, of two strips; all cells where one of them is missing."""
    if old == new:
        return None
    if old is None or new is None:
        return 0, width
    before, after = ([(segment.text, str(segment.style)) for segment in one] for one in (old, new))
    return changed_cells(before, after, width)


def _cells(spans: Spans, width: int) -> list[Span]:
    cells: list[Span] = []
    for text, tone in fit_spans(spans, width):
        if text.isascii():
            cells += [(char, tone) for char in text]
            continue
        for char in text:
            size = width_of(char)
            if size:
                cells += [(char, tone)] * size
            elif cells:  # a combining sign belongs to the cell before it
                cells[-1] = (cells[-1][0] + char, tone)
    return (cells + [(" ", "")] * width)[:width]
