"""Keys, footer, help, palette and documentation are made of one registry: here is what holds them together."""

from __future__ import annotations

from textual.binding import Binding

from lockdash.tui.action import TAKEN_KEYS, Scope
from lockdash.tui.actions import ACTIONS, keys_table, of_scopes
from lockdash.tui.binding import NO_KEY
from lockdash.tui.dashboard import LockdashApp
from lockdash.tui.keymap.in_use import footer
from lockdash.tui.look.glyphs import UNICODE
from lockdash.tui.panes.help import help_lines
from lockdash.tui.screens.devices import DevicesScreen
from lockdash.tui.screens.events import EventsScreen
from lockdash.tui.screens.people import PeopleScreen
from lockdash.tui.screens.schedules import SchedulesScreen
from lockdash.tui.widgets.lines import plain
from lockdash.tui.widgets.row_table import RowTable

OWNERS: dict[type, tuple[Scope, ...]] = {
    LockdashApp: (Scope.app,),
    DevicesScreen: (Scope.list, Scope.rows, Scope.devices),
    PeopleScreen: (Scope.list, Scope.rows, Scope.people),
    SchedulesScreen: (Scope.list, Scope.rows, Scope.schedules),
    EventsScreen: (Scope.list, Scope.events),
}


def bound(owner: type) -> dict[str, str]:
    """Key to action of the bindings that a class declares itself."""
    pairs = {}
    for binding in owner.__dict__["BINDINGS"]:
        assert isinstance(binding, Binding)
        for key in binding.key.split(","):
            if key != NO_KEY:
                pairs[key] = binding.action
    return pairs


def test_every_action_has_a_handler_and_its_keys_are_bound_to_it() -> None:
    for owner, scopes in OWNERS.items():
        keys = bound(owner)
        for action in of_scopes(*scopes):
            assert callable(getattr(owner, action.handler)), action.id
            for key in action.keys:
                assert keys.pop(key) == action.id
        assert keys == {}, "a key that is bound but not declared"


def test_what_the_table_binds_is_documented() -> None:
    documented = {key for action in of_scopes(Scope.table) for key in action.keys}
    for key, action in bound(RowTable).items():
        assert key in documented or action != "move(-1)", key
    assert documented <= bound(RowTable).keys()


def test_no_key_means_two_things_on_one_tab_and_none_belongs_to_others() -> None:
    shared = (Scope.app, Scope.list, Scope.rows, Scope.table)
    for tab in set(Scope) - set(shared):
        keys = [key for action in of_scopes(*shared, tab) for key in action.keys]
        assert len(keys) == len(set(keys))
        assert not set(keys) & TAKEN_KEYS


def test_a_key_that_asks_something_of_a_door_means_nothing_else_anywhere() -> None:
    """Whoever thinks to be on another tab must not open a door."""
    keys = [key for action in ACTIONS for key in action.keys]
    doors = [key for action in of_scopes(Scope.devices) if action.commands for key in action.keys]
    assert all(keys.count(key) == 1 for key in doors)


def test_ids_are_unique_and_every_action_says_what_it_does() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    for action in ACTIONS:
        assert action.label
        assert action.help.endswith("."), action.id
        assert action.keys or action.palette, f"{action.id} cannot be reached"


def test_whatever_opens_a_door_is_marked_as_danger() -> None:
    assert {action.id for action in ACTIONS if action.danger} == {"unlock", "open"}
    assert all(action.commands for action in ACTIONS if action.danger)


def test_footer_help_and_documentation_name_the_same_actions() -> None:
    helped = plain(help_lines(100, UNICODE))
    table = keys_table()
    for action in ACTIONS:
        if action.keys:
            assert action.key_text in helped
            assert action.help.split(".")[0].split()[0] in helped
            assert f"| `{action.key_text}` | {action.label} | {action.help} |" in table
    assert [action.footer for action in footer(frozenset(Scope))] == sorted(a.footer for a in ACTIONS if a.footer)
    assert all(action.keys for action in footer(frozenset(Scope)))


def test_read_only_help_offers_no_commands() -> None:
    helped = plain(help_lines(100, UNICODE, read_only=True))
    for action in ACTIONS:
        assert (action.help[:30] in helped) == (bool(action.keys) and not action.commands), action.id
