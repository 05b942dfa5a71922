"""How many lines of a file become what? Two lines above the plan."""

from __future__ import annotations

from tui.dialogs.imports.work import Looked
from tui.widgets.spans import Spans


def sums(looked: Looked) -> Spans:
    """How many lines become what."""
    counts = looked.plan.counts
    words = {
        "to add": (counts.add, "strong"),
        "to update": (counts.update, "strong"),
        "open": (counts.unmapped, "warn"),
        "changed at the source": (counts.changed, "warn"),
        "left out": (counts.skipped, "dim"),
        "bad": (counts.bad, "bad"),
        "here already": (counts.exists, "dim"),
    }
    return [(f" {count:,} {name}  ", tone) for name, (count, tone) in words.items() if count]


def doubts(looked: Looked) -> Spans:
    """What a person should look at, counted."""
    names = {
        "duration": "with a duration that does not fit",
        "clock_change": "in a repeated hour",
        "long": "over 24 hours",
        "overlap": "overlapping",
        "not_billable": "not billable",
        "closed": "in closed months",
        "date_order": "date order guessed",
    }
    found = [f"{count:,} {names[code]}" for code, count in looked.plan.doubts.most_common()]
    more = [f"{looked.more:,} more lines are not listed"] if looked.more else []
    return [(" " + ", ".join((*found, *more)), "dim")]
