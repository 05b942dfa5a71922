"""Which version is this?"""

from __future__ import annotations

VERSION = "1.0.0"
"""As in pyproject.toml; a test compares the two."""
