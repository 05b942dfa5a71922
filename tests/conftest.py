"""What holds for every test? No deadline of Hypothesis on a busy machine, and nobody's real desk is touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--engine postgres` runs the tests on desks of a real server."""
    parser.addoption(
        "--engine", choices=("sqlite", "postgres"), default="sqlite", help="what keeps the desks"
    )


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The engine that keeps what tests open as a file."""
    wanted = str(request.config.getoption("--engine"))
    if wanted == "sqlite":
        yield wanted
        return
    from tests.engines import on_server

    with on_server(monkeypatch):
        yield wanted


@pytest.fixture(scope="session", autouse=True)
def no_real_desk(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What opens the default database finds an empty folder instead of the user's own."""
    os.environ.pop("DESKHOURS_DATABASE", None)
    for name in ("XDG_DATA_HOME", "HOME"):
        os.environ[name] = str(_folder(tmp_path_factory))


def _folder(factory: pytest.TempPathFactory) -> Path:
    return factory.getbasetemp()
