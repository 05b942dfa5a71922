"""Which records have a word that the rules do not know, as a state or a scope? A check of `doctor`, on every engine."""

from __future__ import annotations

from collections.abc import Iterator

from models.domain.values import CHANNELS, KINDS, PREMIUM_WORDS, PRIORITIES, SCOPES, STATES
from models.storage import tables as t
from models.storage.compiled import plain_rows

_WORDS = (
    (t.Request.state, STATES),
    (t.Request.channel, CHANNELS),
    (t.Request.priority, PRIORITIES),
    (t.Request.premium, PREMIUM_WORDS),
    (t.RequestEvent.state, STATES),
    (t.Entry.scope, SCOPES),
    (t.Entry.premium, PREMIUM_WORDS),
    (t.Contract.kind, KINDS),
)


def odd_words() -> Iterator[str]:
    """Each record with such a word, and the column that holds it."""
    for column, words in _WORDS:
        table = column.model
        meta = table._meta
        label = meta.fields.get("key", meta.primary_key)
        rows = table.select(label).where(column.is_null(False), column.not_in(words))
        for (key,) in plain_rows(rows):
            yield f"{meta.table_name.replace('_', ' ')} {key}: {column.column_name} is no word of the rules"
