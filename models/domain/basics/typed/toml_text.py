"""How is a TOML file read that a person wrote? Its tables, with the path of what is not accepted."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from models.domain.basics.errors import InvalidValue
from models.domain.basics.text import shown


def read_toml(data: bytes, path: str) -> dict[str, Any]:
    """The document of a file's bytes; raises InvalidValue naming the byte or the line that is none."""
    try:
        return tomllib.loads(unicodedata.normalize("NFC", data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise InvalidValue(path, f"byte {error.start + 1} is no UTF-8; accepted is a TOML file") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        raise InvalidValue(path, f"{error}; accepted is a TOML file") from error


def check_names(table: Mapping[str, Any], accepted: Iterable[str], path: str) -> None:
    """Raises InvalidValue for a name that is not among the accepted ones."""
    accepted = list(accepted)
    for name in table:
        if name not in accepted:
            raise InvalidValue(f"{path}.{name}", f"is not known; accepted are {', '.join(accepted)}")


def table_of(document: Mapping[str, Any], name: str, holds: str) -> dict[str, Any]:
    """The table of that name, empty where there is none; `holds` says what its lines give to a name."""
    table: Any = document.get(name, {})
    if not isinstance(table, dict):
        raise InvalidValue(
            name, f"{shown(table)} is no table; accepted is [{name}] with name = {holds} lines"
        )
    return table
