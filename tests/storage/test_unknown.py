"""What is said of a key that names nothing? What was given, and what is accepted (RULES 9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.storage import tables as t
from models.storage.rows.unknown import not_known
from tests.opened import entry, opened, small_book

MANY = [{"key": f"c{number:02}", "name": f"Client {number}"} for number in range(30)]
BOOK = small_book(
    clients=[{"key": "acme-ltd", "name": "Acme"}, *MANY],
    agents=[{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}],
    entries=[
        entry(key, f"2026-03-02T{hour}:00", f"2026-03-02T{hour}:30", client="acme-ltd")
        for key, hour in (("E-1", "09"), ("E-2", "10"))
    ],
)


@pytest.mark.parametrize(
    ("table", "key", "noun", "says"),
    [
        (t.Agent, "zoe", "agent", "agent: 'zoe' is not known; accepted are dana, eli"),
        (t.Client, "Acme", "client", "client: 'Acme' is not known; near it is acme-ltd"),
        (t.Client, "c1", "client", "client: 'c1' is not known; near it is c10, c11, c12"),
        (t.Client, "zz", "client", "client: 'zz' is not known; accepted are acme-ltd, c00, c01"),
        (t.Client, "", "client", "client: '' is not known; accepted are acme-ltd, c00, c01"),
        (t.Entry, "E-9", "entry", "entry: 'E-9' is not known; accepted is the key of one, such as E-2"),
        (t.Request, "R-1", "request", "request: 'R-1' is not known; there is no request yet"),
        (t.Contract, "k", "contract", "contract: 'k' is not known; accepted are none yet"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_key_that_names_nothing(
    tmp_path: Path, table: type[t.Table], key: str, noun: str, says: str
) -> None:
    with opened(tmp_path, BOOK):
        words = str(not_known(table, key, noun))
    assert words.startswith(says)
    assert words == says or words.endswith(" …")
