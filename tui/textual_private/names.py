"""Which private names of Textual does deskhours use, what does each buy, and what happens where one is missing?

Guarantees: no other room touches or overrides a name of Textual with a leading underscore; where a name is gone,
Textual's own way is taken and the program still works (both in tests/tui/textual_private/test_names.py).
"""

from __future__ import annotations

from typing import Any

DRIVER = {
    "_writer_thread": "bytes that a terminal cannot take are replaced, and a terminal that is gone ends nothing",
    "_file": "the same: what is written to",
    "_queue": "the same: what is to be written",
    "_mouse": "no report for every move of the pointer",
    "_enable_mouse_support": "the same: switched on",
    "_disable_mouse_support": "the same: switched off",
    "_query_in_band_window_resize": "no size that stands in the input is believed",
    "_run_input_thread": "a fault of the reading ends the program with a sentence and status 70; with the stock, 0",
    "_app": "a terminal that is gone ends the program as SIGHUP does",
    "_debug": "nothing of its own: the parser asks for it",
}
"""Of the driver. Together: no wake-up while nothing happens (the stock wakes ten times a second), no byte ends the
program, leaving is 8.7 times as fast. Without one of them Textual's driver is used, with all that."""
PARSER = {"_xterm_parser": "the tables of keys and mouse codes", "_sequence_to_key_events": "the same"}
"""Of the parser of keys; without them the stock driver reads, too."""
CELLS = {
    "_compositor": "a minute that turns writes its own cells; without it the whole line up to them",
    "_get_renders": "a step of the cursor asks the list for its lines; without it every widget of the screen",
}
APP = {
    "_disable_notifications": "messages stand on a line of their own, and no screen has the two widgets that would "
    "never be seen: 4 ms of a start; without it toasts cover the last rows, too",
    "_disable_tooltips": "the same: no widget has a tooltip",
    "_toast": "the same: their module is not loaded, 3 ms",
    "_on_timer_update": "the first frame comes 16 ms sooner; without it, at the next tick of the screen's clock",
    "_dirty_widgets": "the same, painted once: 3 ms and 27 kB of a start; without it, the next tick paints twice",
    "_driver": "a bell or a notice reaches the terminal between two frames; without it nobody is called",
    "_handle_exception": "a fault ends the program with a sentence; without it with a traceback and its values",
    "_return_code": "the same: its exit status, 70",
    "_exception": "the same: tests see what it was",
    "_exception_event": "the same",
    "_exit_renderables": "the same: the sentence",
    "_close_messages_no_wait": "the same: the end",
}
DIALOGS = {
    "_styles_cache": "the drawn lines of a closed dialog go; without it those of a thousand stay in memory"
}
SCREENS = {
    "_layout_required": "a key waits until what the one before it opened has its size; without it a page that just "
    "opened may not be scrolled by a key that came in the same write",
    "_css_update_count": "a screen that opens parses no sheet again and is painted once; without it both happen twice",
}
ALL = {**DRIVER, **PARSER, **CELLS, **APP, **DIALOGS, **SCREENS}


def present(owner: object, *names: str) -> bool:
    """Whether a class or an object has all of these names."""
    return all(hasattr(owner, name) for name in names)


def spoken_of(kind: type[Any], *names: str) -> bool:
    """Whether the methods of a class and its bases speak of all of these names: what is set on an object shows so."""
    known: set[str] = set()
    for base in kind.__mro__:
        known |= set(vars(base))
        for value in vars(base).values():
            known |= set(getattr(getattr(value, "__code__", None), "co_names", ()))
    return known.issuperset(names)
