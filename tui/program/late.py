"""What do the keys of the program need that its first frame does not? Services and dialogs, loaded at their first use.

`late.start_timer` is `start_timer` of `models.services.time.timer`, known to the type checker by the imports below and
loaded through `PLACES`; the two must name the same (`test_what_the_program_loads_late_is_named_twice_alike`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.late import load

if TYPE_CHECKING:
    from models.domain.contracts.free_words import rule_words as rule_words
    from models.queries.desk.colleagues import read_colleagues as read_colleagues
    from models.queries.history.titles import read_named_title as read_named_title
    from models.queries.history.undo_questions import read_next_redo as read_next_redo
    from models.queries.history.undo_questions import read_next_undo as read_next_undo
    from models.queries.overview.announcements import read_announcements as read_announcements
    from models.queries.requests.courtesies import read_given_words as read_given_words
    from models.queries.requests.courtesies import read_proposal as read_proposal
    from models.queries.requests.one_line import read_capture_catalogue as read_capture_catalogue
    from models.queries.time.works import read_works as read_works
    from models.services.core.settings import set_setting as set_setting
    from models.services.desk.duties import do_duties as do_duties
    from models.services.history.undo import redo as redo
    from models.services.history.undo import undo as undo
    from models.services.safety.upkeep import make_backup as make_backup
    from models.services.time.absence import note_idle as note_idle
    from models.services.time.absence import settle_absence as settle_absence
    from models.services.time.absence import sign_of_life as sign_of_life
    from models.services.time.entries import alter_entries as alter_entries
    from models.services.time.entries import delete_entries as delete_entries
    from models.services.time.timer import TimerStart as TimerStart
    from models.services.time.timer import begin_timer as begin_timer
    from models.services.time.timer import continue_timer as continue_timer
    from models.services.time.timer import discard_timer as discard_timer
    from models.services.time.timer import split_timer as split_timer
    from models.services.time.timer import start_timer as start_timer
    from models.services.time.timer import stop_timer as stop_timer
    from models.services.time.timer import switch_timer as switch_timer
    from models.storage.machine.currency import guess_currency as guess_currency
    from models.storage.machine.zone import guess_zone as guess_zone
    from models.storage.rows.reading import read_entry as read_entry
    from tui.dialogs.confirm import Confirm as Confirm
    from tui.dialogs.contracts.pricing import ask_price as ask_price
    from tui.dialogs.contracts.replay import show_replay as show_replay
    from tui.dialogs.help import Help as Help
    from tui.dialogs.history import show_history as show_history
    from tui.dialogs.imports.flow import import_history as import_history
    from tui.dialogs.pick import Option as Option
    from tui.dialogs.pick import Pick as Pick
    from tui.dialogs.requests.one_line import Captured as Captured
    from tui.dialogs.time.entry_form import draft_entry as draft_entry
    from tui.dialogs.time.entry_form import entry_form as entry_form
    from tui.dialogs.time.timer_forms import began_form as began_form
    from tui.dialogs.time.timer_forms import clock_question as clock_question
    from tui.dialogs.time.timer_forms import forgotten_question as forgotten_question
    from tui.dialogs.time.timer_forms import stop_form as stop_form
    from tui.program.start.machine import odd_clock as odd_clock
    from tui.program.telling.terminal_notices import notice_command as notice_command
    from tui.program.telling.terminal_notices import sequence_for as sequence_for
    from tui.records.attention import attention_form as attention_form
    from tui.records.open_form import open_form as open_form
    from tui.screens.setup.first_run import SAMPLE as SAMPLE
    from tui.screens.setup.first_run import FirstRun as FirstRun
    from tui.screens.setup.records import SetUpList as SetUpList

PLACES = {
    "read_colleagues": "models.queries.desk.colleagues",
    "read_named_title": "models.queries.history.titles",
    "read_next_redo": "models.queries.history.undo_questions",
    "read_next_undo": "models.queries.history.undo_questions",
    "read_announcements": "models.queries.overview.announcements",
    "rule_words": "models.domain.contracts.free_words",
    "read_given_words": "models.queries.requests.courtesies",
    "read_proposal": "models.queries.requests.courtesies",
    "read_capture_catalogue": "models.queries.requests.one_line",
    "read_works": "models.queries.time.works",
    "set_setting": "models.services.core.settings",
    "do_duties": "models.services.desk.duties",
    "redo": "models.services.history.undo",
    "undo": "models.services.history.undo",
    "make_backup": "models.services.safety.upkeep",
    "note_idle": "models.services.time.absence",
    "settle_absence": "models.services.time.absence",
    "sign_of_life": "models.services.time.absence",
    "alter_entries": "models.services.time.entries",
    "delete_entries": "models.services.time.entries",
    "TimerStart": "models.services.time.timer",
    "begin_timer": "models.services.time.timer",
    "continue_timer": "models.services.time.timer",
    "discard_timer": "models.services.time.timer",
    "split_timer": "models.services.time.timer",
    "start_timer": "models.services.time.timer",
    "stop_timer": "models.services.time.timer",
    "switch_timer": "models.services.time.timer",
    "guess_currency": "models.storage.machine.currency",
    "guess_zone": "models.storage.machine.zone",
    "read_entry": "models.storage.rows.reading",
    "Confirm": "tui.dialogs.confirm",
    "ask_price": "tui.dialogs.contracts.pricing",
    "show_replay": "tui.dialogs.contracts.replay",
    "Help": "tui.dialogs.help",
    "show_history": "tui.dialogs.history",
    "import_history": "tui.dialogs.imports.flow",
    "Option": "tui.dialogs.pick",
    "Pick": "tui.dialogs.pick",
    "Captured": "tui.dialogs.requests.one_line",
    "draft_entry": "tui.dialogs.time.entry_form",
    "entry_form": "tui.dialogs.time.entry_form",
    "began_form": "tui.dialogs.time.timer_forms",
    "clock_question": "tui.dialogs.time.timer_forms",
    "forgotten_question": "tui.dialogs.time.timer_forms",
    "stop_form": "tui.dialogs.time.timer_forms",
    "odd_clock": "tui.program.start.machine",
    "notice_command": "tui.program.telling.terminal_notices",
    "sequence_for": "tui.program.telling.terminal_notices",
    "attention_form": "tui.records.attention",
    "open_form": "tui.records.open_form",
    "FirstRun": "tui.screens.setup.first_run",
    "SAMPLE": "tui.screens.setup.first_run",
    "SetUpList": "tui.screens.setup.records",
}
"""Each name, and the module that has it."""


def __getattr__(name: str) -> Any:
    """The service or dialog of that name; kept, so that it is looked for once."""
    if name not in PLACES:
        raise AttributeError(name)
    found = globals()[name] = load(f"{PLACES[name]}:{name}")
    return found
