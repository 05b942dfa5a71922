"""What holds for every test? No deadline of Hypothesis on a busy machine, and nobody's real desk is touched."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.fresh import copy_fresh_desks, use_memory

use_memory()
gc.disable()  # what is collected stays to the end: there is nothing to find in it
settings.register_profile("desk", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("desk")


FEW = 3
"""So many lots are drawn at least, wherever they are fewer."""
QUICK = "not long"
"""What a plain `pytest` runs; laws draw all their lots beside what takes long (`-m "long or hypothesis"`)."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--engine postgres` runs the tests on desks of a real server."""
    parser.addoption(
        "--engine", choices=("sqlite", "postgres"), default="sqlite", help="what keeps the desks"
    )
    parser.addoption("--server-bin", help="the folder of a PostgreSQL's programs, instead of those of pip")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test of the screen waits for threads a quarter of its time."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Which server's programs the tests run on (`tests.engines`)."""
    if config.getoption("--server-bin"):
        os.environ["DESKHOURS_TEST_SERVER_BIN"] = config.getoption("--server-bin")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What cannot be asked here is left out; on a server and in a plain run a quarter of the lots is drawn."""
    served = config.getoption("--engine") != "sqlite"
    share = 4 if served or config.getoption("markexpr") == QUICK else 1
    if left_out := [item for item in items if _has_no_place(item, served)]:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not _has_no_place(item, served)]
    laws: dict[int, tuple[Any, str]] = {}
    for item in items:
        if share > 1 and item.get_closest_marker("hypothesis"):
            laws |= {id(holder): (holder, name) for holder, name in _draws(item)}
    for holder, name in laws.values():  # each once, for how many cases it may stand
        said = getattr(holder, name)
        if said.max_examples > FEW:
            setattr(holder, name, settings(said, max_examples=max(FEW, said.max_examples // share)))


def _has_no_place(item: pytest.Item, served: bool) -> bool:
    """A test about a file on a server's desks, or one that asks a program which is not installed."""
    asked = item.get_closest_marker("program")
    missing = asked is not None and shutil.which(asked.args[0]) is None
    return missing or (served and item.get_closest_marker("file") is not None)


def _draws(item: pytest.Item) -> Iterator[tuple[Any, str]]:
    """Where it stands how many lots a law or a machine of states draws."""
    for holder, name in (
        (getattr(item, "function", None), "_hypothesis_internal_use_settings"),
        (getattr(item, "cls", None), "settings"),
    ):
        if isinstance(getattr(holder, name, None), settings):
            yield holder, name


def pytest_collection_finish() -> None:
    """From here on garbage is looked for, but not among the thousands of tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def every_desk_on_the_server(request: pytest.FixtureRequest) -> Iterator[None]:
    """With `--engine postgres` what tests open as a file is a database of the server."""
    if request.config.getoption("--engine") == "sqlite":
        yield
        return
    from tests.engines import to_server

    with pytest.MonkeyPatch.context() as patch:
        to_server(patch)
        yield


@pytest.fixture(autouse=True)
def clean_databases(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test opened on the server is empty for the next one; a desk of its module stays."""
    if request.config.getoption("--engine") == "sqlite":
        yield
        return
    from tests.engines import DATABASES

    kept = DATABASES.names()
    yield
    DATABASES.give_back(kept)


@pytest.fixture(scope="session", autouse=True)
def fresh_desks_are_copies() -> Iterator[None]:
    """The migrations run once, not in every test."""
    with pytest.MonkeyPatch.context() as patch:
        copy_fresh_desks(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_real_desk(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What opens the default database finds an empty folder instead of the user's own."""
    os.environ.pop("DESKHOURS_DATABASE", None)
    for name in ("XDG_DATA_HOME", "HOME"):
        os.environ[name] = str(_folder(tmp_path_factory))


def _folder(factory: pytest.TempPathFactory) -> Path:
    return factory.getbasetemp()
