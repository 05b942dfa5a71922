"""Which requests are behind this number? A list to look through; enter goes to the request itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import ClassVar

from textual import on
from textual.widget import Widget

from models.queries.planning.causes import CauseRequest
from tui.dialogs.base import Dialog
from tui.text.format import hm, short_date
from tui.widgets.list.columns import Cell, Column
from tui.widgets.list.rows import RowList

COLUMNS = (
    Column("request"),
    Column("client", minimum=12),
    Column("subject", minimum=18),
    Column("time", align="right", sort=lambda request: request.accounted),
    Column("resolved", minimum=9, drop=1, sort=lambda request: request.resolved_at),
    Column("", minimum=12, drop=2),
)


class CauseRequests(Dialog[str]):
    """The requests of a cause, most costly first; returns the key of the one that was opened."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("enter", "open"), ("/", "filter"), ("esc", "close"))
    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = "CauseRequests RowList { height: 1fr; }"

    def __init__(
        self, title: str, requests: Sequence[CauseRequest], names: Mapping[str, str], zone: tzinfo | None
    ) -> None:
        """`names` are those of the clients by key."""
        super().__init__(title, ((hm(sum(request.accounted for request in requests)), "strong"),))
        self._requests, self._names, self._zone = tuple(requests), names, zone
        self._list: RowList[CauseRequest] = RowList(
            COLUMNS,
            key=lambda request: request.key,
            cells=self._cells,
            search=lambda request: f"{request.key} {self._client(request)} {request.subject}",
            noun="request",
            empty="No request behind this number.",
        )

    def compose_body(self) -> Iterable[Widget]:
        yield self._list

    def on_mount(self) -> None:
        self._list.set_rows(self._requests)

    def _client(self, request: CauseRequest) -> str:
        return self._names.get(request.client, request.client)

    def _cells(self, request: CauseRequest) -> Sequence[Cell]:
        resolved = datetime.fromtimestamp(request.resolved_at, self._zone).date()
        again = f"again {request.repeat_of}" if request.repeat_of else ""
        flags = ", ".join(word for word in ("rework" if request.rework else "", again) if word)
        return (
            (request.key, "dim"),
            self._client(request),
            request.subject,
            (hm(request.accounted) if request.accounted else "–", "strong"),
            (short_date(resolved), "dim"),
            (flags, "warn" if request.rework else "dim"),
        )

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.dismiss(str(event.key))
