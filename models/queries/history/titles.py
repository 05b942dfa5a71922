"""How is a recorded change said to people? Its title with names where it was written down with keys.

Law: the title in the history stays as it is; only what is shown is named.
"""

from __future__ import annotations

import re

from models.storage import tables as t

_KINDS = "client|agent|tier|plan|charge|work|absence|time"
_KEY = re.compile(
    r"\b(for|to(?! renew)|on|of|client|agent|renew|Renewed|Cancelled|Reviewed|Unmarked"
    rf"|(?:Edited|Deleted)(?! (?:{_KINDS})\b)) ([\w.-]+)"
)


def read_named_title(title: str) -> str:
    """`Added time for kirk` as `Added time for Kirk & Daughters`; what is no key of a record stays."""
    keys = [key for _, key in _KEY.findall(title)]
    if not keys:
        return title
    names = dict(t.Client.select(t.Client.key, t.Client.name).where(t.Client.key.in_(keys)).tuples())
    names |= dict(t.Agent.select(t.Agent.key, t.Agent.name).where(t.Agent.key.in_(keys)).tuples())
    sold = t.Contract.select(t.Contract.key, t.Contract.name, t.Client.name)
    found = sold.join(t.Client, on=(t.Client.key == t.Contract.client)).where(t.Contract.key.in_(keys))
    names |= {key: f"{name} of {client}" for key, name, client in found.tuples()}
    return _KEY.sub(lambda part: f"{part[1]} {names.get(part[2], part[2])}", title)
