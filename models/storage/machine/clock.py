"""How long did this machine sleep since it was started? One clock counts sleep, another does not."""

from __future__ import annotations

import os
import time

BOOT_FILE = "/proc/sys/kernel/random/boot_id"


def slept_seconds() -> int | None:
    """Seconds of sleep since the machine was started, None where its clocks do not tell."""
    for counting, waking in (("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"), ("CLOCK_MONOTONIC", "CLOCK_UPTIME_RAW")):
        if hasattr(time, counting) and hasattr(time, waking):
            both = (time.clock_gettime(getattr(time, name)) for name in (counting, waking))
            return max(0, round(next(both) - next(both)))
    return None


def boot_name() -> str:
    """What names this run of the machine; empty where nothing does."""
    try:
        with open(BOOT_FILE, encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""


def machine_name() -> str:
    """What this machine is called by its user; empty where nobody says."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
