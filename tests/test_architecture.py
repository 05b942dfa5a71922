"""Does every room keep to its own? Who imports whom, who owns a clock, what a command loads."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.services.core.month_records import derive_through
from models.services.time.timer import TimerStart, start_timer
from models.storage.database import open_database
from tests.opened import opened, small_book
from tui.cli import COMMANDS, bare_parser, build_parser
from tui.commands.base import Parsers
from tui.late import load
from tui.program import late
from tui.records.open_form import FORMS

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for room in ("models", "tui") for path in (ROOT / room).rglob("*.py"))
CLOCK_OWNERS = {"tui/program/clock.py", "tui/commands/base.py", "tui/quick_status.py"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("pendulum", "now"),
    ("pendulum", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}
NO_QUESTION_OF_THE_DESK = {"tui/error_log.py"}
"""Stamps the log of program errors, which has nothing to do with what the desk holds."""
BUILDINGS = {"models", "models.domain", "models.queries", "models.services"}
"""Packages that hold rooms and nothing else."""
LINT = "raise SystemExit(lint_imports(no_cache=True))"
HEAVY = ("textual", "rich", "pendulum", "peewee", "holidays", "babel")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a file, in the order of `ast.walk`, which takes its time."""
    return tuple(ast.walk(tree(path)))


@pytest.fixture(scope="module", autouse=True)
def no_trees_stay() -> Iterator[None]:
    """Millions of nodes would make every later search for garbage slow."""
    yield
    for cached in (tree, nodes, arrows):
        cached.cache_clear()


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno} imports relatively"
            yield node.module or ""


def within(module: str, *rooms: str) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def calls_of_clocks(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            word = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if (word, node.func.attr) in CLOCKS:
                yield f"{name(path)}:{node.lineno}: {word}.{node.func.attr}()"


def test_the_contracts_of_imports_are_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"from importlinter.cli import lint_imports; {LINT}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """The room that a module stands in: models.domain.ledger.draws stands in models.domain.ledger."""
    parts = module.split(".")
    deep = parts[0] == "models" and len(parts) > 2 and parts[1] in ("domain", "queries", "services")
    return ".".join(parts[: 3 if deep else 2]) if parts[0] == "models" else parts[0]


@cache
def arrows() -> dict[str, set[str]]:
    """Every module of the house and those that it imports, wherever in it."""
    known = {module_of(path) for path in SOURCES}
    found: dict[str, set[str]] = {}
    for path in SOURCES:
        wanted = set(imports(path))
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom):
                wanted |= {f"{node.module}.{alias.name}" for alias in node.names}
        found[module_of(path)] = (wanted & known) - {module_of(path)}
    return found


def floors(below: dict[str, set[str]]) -> list[list[str]]:
    """From the ground up: what stands on a floor imports only from lower ones; raises for a circle."""
    house: list[list[str]] = []
    waiting, done = dict(below), set[str]()
    while waiting:
        ready = sorted(room for room, others in waiting.items() if others <= done)
        assert ready, f"these import each other in a circle: {sorted(waiting)}"
        house.append(ready)
        done |= set(ready)
        for room in ready:
            del waiting[room]
    return house


def test_the_rooms_stand_on_floors(capsys: pytest.CaptureFixture[str]) -> None:
    rooms: dict[str, set[str]] = {}
    for module, others in arrows().items():
        below = rooms.setdefault(room_of(module), set())
        below |= {room_of(other) for other in others} - {room_of(module)}
    house = floors({room: below for room, below in rooms.items() if room not in BUILDINGS})
    with capsys.disabled():
        print()
        for number, ready in reversed(list(enumerate(house))):
            print(f"  floor {number:2}  {', '.join(ready)}")
    assert house[0] == ["models.domain.basics"]
    assert house[-1] == ["tui"]


def test_no_two_files_of_models_import_each_other_in_a_circle() -> None:
    assert floors({module: others for module, others in arrows().items() if within(module, "models")})


@pytest.mark.parametrize("path", [p for p in SOURCES if p.is_relative_to(ROOT / "models")], ids=name)
def test_models_know_no_terminal(path: Path) -> None:
    assert [module for module in imports(path) if within(module, "tui", "textual", "rich")] == []


def test_the_domain_imports_the_standard_library_pendulum_and_itself() -> None:
    foreign = [
        f"{name(path)}: {module}"
        for path in SOURCES
        if path.is_relative_to(ROOT / "models" / "domain")
        for module in imports(path)
        if not within(module, "models.domain")
        and module.split(".")[0] not in sys.stdlib_module_names | {"pendulum"}
    ]
    assert foreign == []


def test_the_terminal_knows_no_tables() -> None:
    found = [
        f"{name(path)}: {module}"
        for path in SOURCES
        if path.is_relative_to(ROOT / "tui")
        for module in imports(path)
        if within(module, "peewee", "playhouse", "sqlite3", "models.storage.tables", "models.storage.fields")
    ]
    assert found == []


RAW = "models/storage/raw.py"
"""Where every statement stands that is text, each with its reason."""
PLAIN = {"models/storage/status.py", "models/storage/status_left.py", "models/storage/postgres/plain.py"}
"""`status` runs without peewee, so it has statements of its own; it only reads."""
ENGINE_ROOMS = ("models/storage/sqlite/", "models/storage/postgres/")
"""What only one engine knows stands behind `models.storage.engine.Speech`."""
STATEMENT = re.compile(
    r"\s*((SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|ALTER|DROP|GRANT|REVOKE|PRAGMA|BEGIN|SAVEPOINT|LISTEN"
    r"|NOTIFY|SET|COPY|DO|EXPLAIN|REINDEX|TRUNCATE|LOCK) \S|(BEGIN|COMMIT|ROLLBACK|VACUUM|ANALYZE)(;|$))"
)
"""A statement, not the mere word that one begins with."""
ONE_ENGINE_ONLY = {"collate", "regexp", "fn.strftime", "fn.julianday", "fn.json_extract", "fn.json_valid"}


def calls(path: Path) -> Iterator[tuple[str, str]]:
    """The names of the functions that a file calls, each with its place."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            called = node.func
            word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            owner = getattr(called, "value", None)
            word = f"fn.{word}" if getattr(owner, "id", "") == "fn" else word
            yield word, f"{name(path)}:{node.lineno}: {word}"


def test_statements_are_expressions_that_every_engine_understands() -> None:
    found = [
        place
        for path in SOURCES
        for word, place in calls(path)
        if (word in {"execute_sql", "raw"} and name(path) != RAW)
        or (word in ONE_ENGINE_ONLY and not name(path).startswith(ENGINE_ROOMS))
    ]
    assert found == []


def pieces(path: Path) -> Iterator[str]:
    """The pieces of SQL that a file gives to peewee as text, but for what a column refers to: migrations add those."""
    clauses = {
        node
        for keyword in ast.walk(tree(path))
        if isinstance(keyword, ast.keyword) and keyword.arg == "constraints"
        for node in ast.walk(keyword.value)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "SQL" and node not in clauses:
            text = node.args[0]
            if not (isinstance(text, ast.Constant) and str(text.value).startswith("REFERENCES ")):
                yield f"{name(path)}:{node.lineno}"


def test_no_piece_of_sql_is_text_but_what_peewee_wrote_before() -> None:
    places = [place for path in SOURCES for place in pieces(path)]
    assert [place.split(":")[0] for place in places] == ["models/storage/compiled.py"], places


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every text of a file but its docstrings, with its place."""
    explained = {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in explained:
            yield node.value, f"{name(path)}:{node.lineno}: {node.value[:40]}"


def test_statements_that_are_text_stand_in_one_file() -> None:
    models = [path for path in SOURCES if path.is_relative_to(ROOT / "models")]
    found = {path: [place for text, place in texts(path) if STATEMENT.match(text)] for path in models}
    elsewhere = [
        place for path, places in found.items() if name(path) not in {RAW, *PLAIN} for place in places
    ]
    assert elsewhere == []
    assert len(found[ROOT / RAW]) > 30  # the search finds what it looks for


MOST_LINES = 400
"""One file answers one question."""


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES} == {}


def test_each_statement_of_that_file_says_why_it_is_there() -> None:
    functions = [node for node in tree(ROOT / RAW).body if isinstance(node, ast.FunctionDef)]
    assert [each.name for each in functions if not ast.get_docstring(each)] == []


def test_the_search_for_statements_finds_them() -> None:
    words = {word for path in SOURCES for word, _ in calls(path)}
    assert {"execute_sql", "SQL", "fn.json_valid"} <= words


def test_the_contract_of_screens_names_every_screen() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    named = next(each["modules"] for each in contracts if each["type"] == "independence")
    folders = {path.parent.name for path in (ROOT / "tui" / "screens").glob("*/__init__.py")}
    assert {module.removeprefix("tui.screens.") for module in named} == folders


LATE_TABLES = {
    "tui/cli.py",
    "tui/__main__.py",
    "tui/launch.py",
    "tui/open.py",
    "tui/records/open_form.py",
    "tui/screens/base.py",
    "tui/screens/dashboard/screen.py",
    "tui/screens/requests/queue_filters.py",
    *(f"tui/screens/{screen}/actions.py" for screen in ("requests", "clients", "timesheet", "capacity")),
    "tui/screens/month/screen.py",
    "tui/screens/month/papers.py",
    "tui/screens/renewals/screen.py",
}
"""Who loads something late through `tui.late`, each in one named place, beside `tui/program`."""


def test_what_is_loaded_late_is_named_in_a_table() -> None:
    terminal = [path for path in SOURCES if path.is_relative_to(ROOT / "tui")]
    users = {name(path) for path in terminal if "tui.late" in imports(path)}
    assert {user for user in users if not user.startswith("tui/program/")} == LATE_TABLES


def test_what_a_screen_loads_late_is_what_the_type_checker_sees() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        late_ones = dict(re.findall(r'^    (\w+) = Late\("([\w.]+)"\)$', text, re.MULTILINE))
        froms = (each for each in nodes(path) if isinstance(each, ast.ImportFrom))
        modules = {
            one.asname or one.name: f"{each.module}.{one.name}" for each in froms for one in each.names
        }
        assert {alias: modules.get(alias) for alias in late_ones} == late_ones, path
        assert all(import_module(module) for module in late_ones.values())


@pytest.mark.parametrize("module", COMMANDS)
def test_a_file_declares_the_commands_that_the_table_says(module: str) -> None:
    parser = bare_parser()
    place = next(action for action in parser._actions if isinstance(action.choices, dict))
    load(module).declare(Parsers(place, COMMANDS[module]))
    declared = [
        word
        for word, each in dict(place.choices or {}).items()
        if each._defaults or each._subparsers is not None
    ]
    assert declared == list(COMMANDS[module])


def test_what_the_program_loads_late_is_named_twice_alike() -> None:
    source = tree(ROOT / "tui" / "program" / "late.py")
    known = next(node for node in source.body if isinstance(node, ast.If))
    named = [(alias.asname, each.module) for each in known.body for alias in each.names]  # type: ignore[attr-defined]
    assert dict(named) == dict(late.PLACES)
    for word in late.PLACES:
        assert getattr(late, word) is getattr(import_module(late.PLACES[word]), word)


LATE_IN_MODELS = {
    (
        "models/domain/basics/typed/typed_time.py",
        "models.domain.basics.typed.named_days",
    ): "few times name a day",
    (
        "models/domain/basics/typed/typed_day.py",
        "models.domain.basics.typed.named_days",
    ): "few days that are typed name a month",
    (
        "models/domain/basics/typed/wallclock.py",
        "pendulum",
    ): "only a time in words needs it, no command and no start",
    ("models/exporters/statements/pdf_form.py", "typst"): "an extra that need not be installed",
    ("models/exporters/statements/xlsx_form.py", "xlsxwriter"): "an extra that need not be installed",
    ("models/exporters/statements/words.py", "babel"): "months by name in another language than English",
    ("models/holiday_dates.py", "holidays"): "most days of a desk are kept; a tenth of a second",
    ("models/queries/desk/request_rows.py", "models.queries.desk.due_days"): "most desks promise nothing",
    ("models/queries/ledger/ledgers.py", "models.queries.ledger.engine"): "a start finds every month stored",
    ("models/queries/ledger/ledgers.py", "models.queries.ledger.papers"): "a start shows no paper",
    ("models/storage/database.py", "models.storage.postgres.opened"): "a file needs no driver",
    ("models/storage/database.py", "models.storage.postgres.keeping"): "nor its care",
    ("models/storage/database.py", "models.storage.sqlite.keeping"): "a first frame backs nothing up",
    ("models/storage/database.py", "models.storage.sqlite"): "nor does it write a file",
    ("models/storage/location.py", "pathlib"): "`status` does without",
    ("models/storage/location.py", "platformdirs"): "who names the desk needs no folder found",
    ("models/storage/location.py", "models.storage.urls"): "a file has no URL",
    ("models/storage/machine/user.py", "pwd"): "another system has none",
    ("models/storage/postgres/schema.py", "playhouse.migrations"): "only a new or an older desk",
    ("models/storage/sqlite/opened.py", "models.storage.sqlite.care"): "only a new, older or damaged file",
    ("models/storage/status.py", "models.storage.postgres.plain"): "a file needs no driver",
    ("models/storage/status.py", "models.storage.sqlite.backup"): "only where the file is gone",
    ("models/storage/status.py", "models.storage.status_left"): "only who asks what is left",
    ("models/storage/status.py", "models.domain.absence"): "only who was away",
    ("models/storage/status.py", "json"): "a status bar's text has none",
}
"""What models load late, where, and why the wait is worth it."""


def imported_late(path: Path) -> set[str]:
    """The modules that a file imports inside functions."""
    functions = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
    nodes = [node for function in functions for node in ast.walk(function)]
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_what_models_load_late_is_named_with_its_reason() -> None:
    models = [path for path in SOURCES if path.is_relative_to(ROOT / "models")]
    found = {(name(path), module) for path in models for module in imported_late(path)}
    assert found == set(LATE_IN_MODELS)


def test_nothing_else_is_imported_inside_a_function() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        if path.is_relative_to(ROOT / "tui") and not name(path).startswith("tui/textual_private/")
        for function in nodes(path)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


@pytest.mark.parametrize("kind", FORMS)
def test_the_form_of_a_record_stands_where_the_table_says(kind: str) -> None:
    assert callable(load(FORMS[kind]))


def test_only_the_owners_of_the_clock_ask_what_time_it_is() -> None:
    others = [path for path in SOURCES if name(path) not in CLOCK_OWNERS | NO_QUESTION_OF_THE_DESK]
    assert [call for path in others for call in calls_of_clocks(path)] == []


def test_the_search_for_clocks_finds_them() -> None:
    assert {call.split(":")[0] for path in SOURCES for call in calls_of_clocks(path)} >= {
        "tui/program/clock.py",
        "tui/commands/base.py",
    }


def commands() -> list[str]:
    parsers = next(action for action in build_parser()._actions if isinstance(action.choices, dict))
    return sorted(set(parsers.choices or ()) - {"demo"})


def loaded(folder: Path, lines: list[list[str]]) -> list[set[str]]:
    """The heavy libraries that one program has loaded after each of its command lines, whatever they answered."""
    code = (
        "import sys, tui.__main__ as program\n"
        f"for words in {lines!r}:\n"
        "    sys.argv[1:] = words\n"
        "    try:\n        program.main()\n    except SystemExit:\n        pass\n"
        f"    print('\\nLOADED', *(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"DESKHOURS_DATABASE": str(folder / "desk.db"), "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [set(line.split()[1:]) for line in done.stdout.splitlines() if line.startswith("LOADED")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    with opened(folder, small_book()):
        pass
    return folder


def test_status_loads_nothing_it_can_do_without(desk: Path) -> None:
    forms = [["--json"], ["--format", "{elapsed} {client} {left}"], ["--json", "--all"]]
    forms += [["--for", reader] for reader in ("waybar", "polybar", "i3blocks", "tmux", "starship")]
    with open_database(desk / "desk.db").connection():
        start_timer(TimerStart("dana", "acme"), int(time.time()) - 60)
    assert loaded(desk, [["status", *form] for form in forms]) == [set()] * len(forms)


NOT_YET = (
    *("models.services", "models.demo", "models.importers", "models.exporters"),
    *("models.book.parsing", "models.book.references", "models.book.writing", "models.book.jsonstream"),
    *("models.domain.month_end", "models.queries.ledger.engine", "models.queries.ledger.papers"),
    *(
        f"models.domain.ledger.{part}"
        for part in ("document", "draws", "lines", "provisional", "results", "units")
    ),
    *(f"models.book.{part}" for part in ("streaming", "writing", "references", "records", "plans")),
    *(f"models.storage.{part}" for part in ("files", "ledger_texts", "migrations", "postgres")),
    *(f"models.storage.sqlite.{part}" for part in ("backup", "care", "keeping", "soundness", "upgrading")),
    *(
        "tui.cli",
        "tui.commands",
        "tui.dialogs",
        "tui.records.base",
        "tui.program.palette",
        "tui.sample.folder",
    ),
    *(
        f"tui.screens.{part}"
        for part in ("requests", "clients", "renewals", "timesheet", "month", "capacity")
    ),
    *("tui.screens.setup", "tui.widgets.form.fields", "tui.widgets.form.formview"),
    *("holidays", "babel", "pendulum", "textual.command", "textual.widgets._text_area"),
)
"""What the first frame of a stored desk waits for nothing of: forms, the engine of ledgers, care for damaged files."""
MOST_MODULES = 183
"""So many modules of ours the first frame may load; each costs every start about half a millisecond."""
FIRST_FRAME = """
import asyncio, sys
from tui.textual_private.slim_import import load_textual
load_textual()
import tui.program.app as program
from tui.open import open_desk
place = open_desk(sys.argv[1])
program.after_first_frame = lambda app: (print("LOADED", *sorted(sys.modules)), app.exit(0))
program.DeskApp(place.data, place=place).run(headless=True)
"""


def test_the_first_frame_loads_what_it_shows_and_nothing_else(tmp_path: Path) -> None:
    with opened(tmp_path, small_book()):
        derive_through(Month.of(zone("UTC").date_of(int(time.time()))))  # as the start before this one did
    words = [sys.executable, "-c", FIRST_FRAME, str(tmp_path / "desk.db")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    names = next(line.split()[1:] for line in done.stdout.splitlines() if line.startswith("LOADED"))
    assert [each for each in names if within(each, *NOT_YET)] == []
    assert len([each for each in names if within(each, "models", "tui")]) <= MOST_MODULES


ARGUMENTS = {
    "add": ["acme", "2026-03-05T10:00", "2026-03-05T11:00"],
    "close": ["2026-03"],
    "export": ["csv"],
    "import": ["toggl", str(ROOT / "tests" / "data" / "import" / "toggl.csv"), "--dry-run"],
    "ledger": ["acme", "2026-03"],
    "load": [str(ROOT / "pyproject.toml")],
    "month": ["2026-03"],
    "start": ["acme"],
    "statement": ["acme", "2026-03"],
}
"""Words after a command so that it has something to do; without them some only show their usage."""


def test_no_command_loads_the_screen(desk: Path) -> None:
    words = commands()
    after = loaded(desk, [[word, *ARGUMENTS.get(word, ())] for word in words])
    assert [word for word, heavy in zip(words, after, strict=True) if heavy & {"textual", "rich"}] == []
