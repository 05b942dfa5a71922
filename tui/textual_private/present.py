"""Does this Textual still have a private name? Asked before each is used; where it is gone, the stock way is taken."""

from __future__ import annotations


def present(owner: object, *names: str) -> bool:
    """Whether a class or an object has all of these names."""
    return all(hasattr(owner, name) for name in names)
