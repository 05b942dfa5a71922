"""Which rows does a list show, in which order? Items or a window on them, filtered and sorted, found by key.

Nothing is formatted, copied or searched before somebody looks: a list of 100,000 items costs as much as one of ten
until it is filtered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from models.domain.basics.folding import fold, holds

T = TypeVar("T")
Key = Hashable
PAGE = 256
PAGES_KEPT = 16


class Window(Sequence[T]):
    """Items fetched in pages when somebody looks: `fetch(start, stop)` runs while drawing: be quick."""

    def __init__(self, count: int, fetch: Callable[[int, int], Sequence[T]]) -> None:
        """`count` items; `fetch` gives those from `start` to before `stop`."""
        self._count = count
        self._fetch = fetch
        self._pages: dict[int, Sequence[T]] = {}

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: Any) -> Any:
        """One item; slices are not needed here."""
        number, offset = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            while len(self._pages) >= PAGES_KEPT:
                self._pages.pop(next(iter(self._pages)))
            page = self._fetch(number * PAGE, min(self._count, (number + 1) * PAGE))
            self._pages[number] = page
        return page[offset]


class RowSet(Generic[T]):
    """The items of a list behind a filter and an order; positions are those of the shown rows."""

    def __init__(self, key: Callable[[T], Key], search: Callable[[T], str]) -> None:
        """`key` names an item for good, `search` gives the text that the filter looks at."""
        self._key = key
        self._search = search
        self._items: Sequence[T] = ()
        self._order: list[int] | None = None
        self._texts: list[str] | None = None
        self._sort: Callable[[T], Any] | None = None
        self._reverse = False
        self.filter = ""
        self._words: list[str] = []

    def __len__(self) -> int:
        """The number of rows that the filter leaves."""
        return len(self._items) if self._order is None else len(self._order)

    @property
    def total(self) -> int:
        """Rows before the filter."""
        return len(self._items)

    def replace(self, items: Sequence[T]) -> None:
        """Take new items; filter and order stay."""
        self._items = items
        self._texts = None
        self._arrange()

    def item(self, position: int) -> T:
        """The item in a shown row."""
        return self._items[position if self._order is None else self._order[position]]

    def key_of(self, item: T) -> Key:
        """The key that stays with an item whatever its place."""
        return self._key(item)

    def key(self, position: int) -> Key:
        """The key of a shown row."""
        return self._key(self.item(position))

    def __iter__(self) -> Iterator[T]:
        """The items of the shown rows."""
        return (self.item(position) for position in range(len(self)))

    def sample(self, most: int) -> Iterator[T]:
        """At most so many of the items, whatever the filter says: the first ones, and some of all the others."""
        total = len(self._items)
        if isinstance(self._items, Window):
            total = min(total, PAGE)  # what nobody has looked at is not fetched for this
        first = total if total <= most else most * 2 // 3
        yield from (self._items[at] for at in range(first))
        if total > first:
            step = -(-(total - first) // (most - first))
            yield from (self._items[at] for at in range(first, total, step))

    def position(self, key: Key, hint: int = 0) -> int | None:
        """Where the row of a key is shown, looking at `hint` first; None when it is not."""
        if 0 <= hint < len(self) and self.key(hint) == key:
            return hint
        return next((at for at in range(len(self)) if self.key(at) == key), None)

    def set_filter(self, text: str) -> None:
        """Show the rows whose search text holds every word of `text`, folded (RULES 12)."""
        narrower = bool(self.filter) and text.startswith(self.filter) and self._order is not None
        self.filter, self._words = text, fold(text).split()
        if narrower and self._order is not None:
            self._order = [index for index in self._order if self._matches(index)]
        else:
            self._arrange()

    def set_sort(self, key: Callable[[T], Any] | None, reverse: bool = False) -> None:
        """Order the rows by `key`, or as given when None; rows for which the key is None stand last."""
        self._sort, self._reverse = key, reverse
        self._arrange()

    def _arrange(self) -> None:
        if not self.filter and self._sort is None:
            self._order = None
            return
        order = [index for index in range(len(self._items)) if not self.filter or self._matches(index)]
        sort = self._sort
        if sort is not None:
            values = {index: sort(self._items[index]) for index in order}
            known = [index for index in order if values[index] is not None]
            known.sort(key=values.__getitem__, reverse=self._reverse)
            order = known + [index for index in order if values[index] is None]
        self._order = order

    def _matches(self, index: int) -> bool:
        if self._texts is None:
            self._texts = [fold(self._search(item)) for item in self._items]
        text = self._texts[index]
        return holds(self._words, text)
