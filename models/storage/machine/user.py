"""Who is the user of this machine? Settings such as who sits here are kept by this name."""

from __future__ import annotations

import os


def user_name() -> str:
    """The name that `getpass.getuser` gives, without loading that; `unknown` where there is none."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable):
            return name
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError, AttributeError, OSError):
        return "unknown"
