"""What are the files of statements and exports called, and where do they go?"""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[^\w.-]+")


def slug(text: str) -> str:
    """`text` as a part of a file's name: `Smith & Co [UK]` becomes `Smith_Co_UK`."""
    return _UNSAFE.sub("_", text).strip("._-")[:60] or "unnamed"
