"""What are the files of statements and exports called, and where do they go?"""

from __future__ import annotations

import re
from pathlib import Path

from models.files import refused, write_file

__all__ = ["make_folder", "slug", "write_file"]
_UNSAFE = re.compile(r"[^\w.-]+")


def make_folder(path: Path) -> None:
    """See that the folder is there; raises DeskError."""
    with refused(path):
        path.mkdir(parents=True, exist_ok=True)


def slug(text: str) -> str:
    """`text` as a part of a file's name: `Smith & Co [UK]` becomes `Smith_Co_UK`."""
    return _UNSAFE.sub("_", text).strip("._-")[:60] or "unnamed"
