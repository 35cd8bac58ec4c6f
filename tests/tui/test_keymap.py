"""The user's own keys: what of them counts, and that everything goes by those that do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping

import pytest

from lockdash.domain.commands import CommandKind
from lockdash.tui.action import Scope
from lockdash.tui.actions import ACTIONS
from lockdash.tui.keymap import in_use
from lockdash.tui.keymap.custom import custom, problems
from lockdash.tui.keymap.names import key_of_text
from lockdash.tui.look.glyphs import UNICODE
from lockdash.tui.panes.help import help_lines
from lockdash.tui.screens.accounts import AccountsScreen
from lockdash.tui.screens.help import HelpScreen
from lockdash.tui.widgets.lines import plain
from tests.tui.stage import stage
from tests.tui.world import FRONT, GARAGE

Keys = Mapping[str, tuple[str, ...]]


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    yield
    in_use.use(ACTIONS)


def keys(made: Keys) -> dict[str, tuple[str, ...]]:
    return {each.id: each.keys for each in custom(made).actions}


def usual(id: str) -> tuple[str, ...]:
    return next(each.keys for each in ACTIONS if each.id == id)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("x", "x"),
        ("X", "X"),
        ("shift+x", "X"),
        ("?", "question_mark"),
        ("question_mark", "question_mark"),
        (",", "comma"),
        ("+", "plus"),
        ("F5", "f5"),
        ("Ctrl+R", "ctrl+r"),
        ("alt+x", "alt+x"),
        ("Shift+Up", "shift+up"),
        ("PgDn", "pagedown"),
        ("Esc", "escape"),
        (" ", "space"),
        ("é", "é"),
        ("ctrl+1", None),
        ("hyper+x", None),
        ("ctrl+ctrl+x", None),
        ("", None),
        ("enter enter", None),
        ("f25", None),
    ],
)
def test_keys_are_known_by_the_names_that_people_write(written: str, key: str | None) -> None:
    assert key_of_text(written) == key


def test_every_key_of_the_registry_is_a_name_that_can_be_written() -> None:
    for action in ACTIONS:
        for key in action.keys:
            assert key_of_text(key) == key


def test_a_good_keymap_is_taken_whole() -> None:
    made: Keys = {"lock": ("f9",), "sort": ("r",), "refresh": ("f5", "s"), "people.stay": ("h",), "palette": ()}
    assert problems(made) == []
    found = keys(made)
    assert found["lock"] == ("f9",)
    assert found["sort"] == ("r",)
    assert found["refresh"] == ("f5", "s")
    assert found["stay"] == ("h",)
    assert found["palette"] == ()
    assert found["unlock"] == usual("unlock")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"unlok": ("u",)}, 'there is no action "unlok"; did you mean "unlock"?'),
        ({"events.stay": ("h",)}, 'there is no action "events.stay"; did you mean "stay"?'),
        ({"sort": ("hyper+s",)}, 'sort: there is no key "hyper+s"; s stays'),
        ({"sort": ("pagedwn",)}, 'sort: there is no key "pagedwn"; did you mean "pagedown"?; s stays'),
        ({"lock": ("ctrl+b",)}, "lock: Ctrl+B does not get here: tmux, GNU screen or the terminal takes it; l stays"),
        ({"unlock": ("space",)}, "unlock: Space is pressed too easily for something that opens a door; u stays"),
        ({"open": ("enter",)}, "open: Enter is pressed too easily for something that opens a door; o stays"),
        ({"open": ("escape",)}, "open: Esc is pressed too easily for something that opens a door; o stays"),
        ({"leave": ()}, "leave: Quit must have a key; q/Ctrl+C stays"),
        ({"help": ()}, "help: Help must have a key; ? stays"),
        ({"clear": ("f2",)}, "clear: the keys of Back are the same everywhere; Esc stays"),
        ({"sort": ("G",)}, "sort: G goes to the last row; s stays"),
        ({"sort": ("r",)}, "sort: r is Refresh (refresh) already; s stays"),
        ({"sort": ("j",)}, "sort: j is Move (cursor) already; s stays"),
        ({"refresh": ("z",), "sort": ("z",)}, "sort: z is Refresh (refresh) already; s stays"),
        ({"sort": ("z",), "rows.sort": ("f3",)}, 'sort: "rows.sort" names it a second time; s stays'),
        (
            {"unlock": ("h",)},
            "unlock: h is Histogram (histogram) on another tab, and a key of doors means nothing else; u stays",
        ),
        (
            {"stay": ("u",)},
            "stay: u is Unlock (unlock) on another tab, and a key of doors means nothing else; e stays",
        ),
    ],
)
def test_what_does_not_count_is_told_and_changes_nothing(made: Keys, said: str) -> None:
    assert problems(made) == [said]
    named = said.partition(":")[0]
    if named in keys({}) and len(made) == 1:
        assert keys(made)[named] == usual(named)


def test_a_key_that_is_free_only_because_of_a_mistake_is_not() -> None:
    made: Keys = {"sort": ("r",), "refresh": ("hyper+x",)}
    assert [each.partition(":")[0] for each in problems(made)] == ["refresh", "sort"]
    assert keys(made) == keys({})


@pytest.mark.parametrize("key", ["r", "x", "f4", "plus", "u", "1", "slash"])
def test_no_keymap_gives_two_actions_of_one_tab_the_same_key(key: str) -> None:
    shared = {Scope.app, Scope.list, Scope.rows, Scope.table}
    for action in ACTIONS:
        made = custom({action.id: (key,), "sort": (key,), "new_guest": (key,)}).actions
        for tab in set(Scope) - shared:
            bound = [each for one in made if one.scope in {*shared, tab} for each in one.keys]
            assert len(bound) == len(set(bound)), (action.id, tab)


def test_they_can_be_checked_without_a_screen() -> None:
    code = (
        "import sys; from lockdash.tui.keymap.custom import problems; print(problems({'unlok': ('u',)}));"
        "assert not any(each.split('.')[0] in ('textual', 'rich') for each in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "unlok" in said


# On the screen


async def test_new_keys_work_on_each_tab_and_old_ones_do_not() -> None:
    async with stage(keys={"refresh": ("f5",), "lock": ("f9",), "sort": ("z",), "help": ("f1",)}) as on:
        await on.go_to(FRONT.key)
        await on.press("r", "l", "s")
        assert on.engine.refreshes == []
        assert on.engine.requests == []
        await on.press("f5", "f9")
        assert on.engine.refreshes == [None]
        assert on.engine.requests == [(FRONT.key, CommandKind.lock)]
        await on.press("z")
        assert on.said.startswith("Sorted: ")
        await on.press("f1")
        assert isinstance(on.app.screen, HelpScreen)
        await on.press("f1")
        assert len(on.app.screen_stack) == 1


async def test_two_actions_can_change_places() -> None:
    async with stage(keys={"refresh": ("s",), "sort": ("r",)}) as on:
        await on.press("s")
        assert on.engine.refreshes == [None]
        await on.press("r")
        assert on.said.startswith("Sorted: ")


async def test_an_action_without_a_usual_key_can_have_one_and_one_can_lose_its() -> None:
    async with stage(keys={"power_on": ("f7",), "accounts": ()}) as on:
        await on.press("a")
        assert len(on.app.screen_stack) == 1
        await on.press("f7")
        assert "cannot be switched on" in on.said


async def test_the_grace_goes_by_the_new_key() -> None:
    async with stage(keys={"unlock": ("f8", "U")}) as on:
        await on.go_to(GARAGE.key)
        await on.press("u")
        assert "unlocking" not in on.row(GARAGE.key)
        await on.press("f8")
        assert "unlocking in 2 s" in on.row(GARAGE.key)
        on.clock.advance(0.2)
        await on.press("U")
        await on.wait(0.15)
        assert on.engine.requests == [(GARAGE.key, CommandKind.unlock)]


async def test_any_other_key_still_stops_the_grace() -> None:
    async with stage(keys={"unlock": ("f8",)}) as on:
        await on.go_to(GARAGE.key)
        await on.press("f8", "u")
        await on.wait(3)
        assert on.engine.requests == []
        assert "stopped" in on.said


async def test_a_key_that_is_a_letter_types_it_in_the_filter() -> None:
    async with stage(keys={"refresh": ("z",), "filter": ("f",)}) as on:
        await on.press("f", "z", "f", "enter")
        assert on.devices.roster.wanted == "zf"
        assert on.engine.refreshes == []


async def test_footer_help_palette_and_hints_name_the_new_keys() -> None:
    made = {"refresh": ("f5",), "help": ("f1",), "accounts": ("A",), "tab_people": ("f2",)}
    async with stage(width=120, keys=made, devices=[], commands=[]) as on:
        assert "f1 Help" in on.text("#status")
        assert "f5 Refresh" in on.text("#status")
        assert "f2 People" in on.text("#title")
        assert "f5 asks again, A shows the accounts." in on.picture()
        assert "f5" in plain(help_lines(100, UNICODE))
        await on.press("A")
        assert isinstance(on.app.screen, AccountsScreen)
        assert "f5 reads again" in on.picture()
        await on.press("f5")
        assert on.engine.refreshes == [None]
        await on.press("A")
        assert len(on.app.screen_stack) == 1


async def test_problems_are_told_at_the_start_and_kept_with_the_accounts() -> None:
    made = {"unlok": ("u",), "sort": ("r",)}
    async with stage(width=160, height=40, keys=made) as on:
        assert 'In [keys], there is no action "unlok"; did you mean "unlock"? (1 more: a shows them)' in on.said
        await on.press("a")
        assert "In [keys], sort: r is Refresh (refresh) already; s stays" in on.picture()


def test_what_has_no_key_is_named_as_the_palette_has_it() -> None:
    in_use.use(custom({"refresh": (), "palette": ("f3",)}).actions)
    assert in_use.key_of("refresh") == "f3 Refresh"
    in_use.use(custom({"refresh": (), "palette": ()}).actions)
    assert in_use.key_of("refresh") == "Refresh"
