"""The schedule editor by keys: drawing and typing a week, and that nothing is lost by accident."""

from __future__ import annotations

import msgspec
import pytest
from textual import events

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import text_of
from lockdash.domain.weeks import Week
from lockdash.engine.schedules.orders import CreateSchedule, UpdateSchedule
from lockdash.tui.deliberate import HASTE
from lockdash.tui.screens.form_summary import SummaryScreen
from lockdash.tui.screens.question import QuestionScreen
from lockdash.tui.widgets.choice import Choice
from lockdash.tui.widgets.lines import ScrollingLines
from lockdash.vendors.schedules import ScheduleChange
from tests.tui.build_schedules import CLIMATE, HEATER, OPENING, SCHEDULES, WORK, snapshot
from tests.tui.editor_stage import THEIRS, OnEditor, editor, week


def change_of(made: OnEditor) -> ScheduleChange:
    """What was asked to be changed, of the one order that was sent."""
    (order,) = made.engine.orders
    assert isinstance(order, UpdateSchedule)
    return order.change


async def test_a_span_is_drawn_over_several_days_and_saved() -> None:
    async with editor(WORK) as made:
        assert made.screen.focused is made.screen.grid
        assert made.screen.edit.cursor.cell == 16
        await made.press("space", "right", *["down"] * 4, "space")
        assert made.week == "mon-fri 08:00-12:30, 13:15-17:00"
        await made.press("ctrl+o")
        assert isinstance(made.on.app.screen, SummaryScreen)
        told = made.on.app.screen.query_one("#asked", ScrollingLines).text
        assert "Mon-Fri     - 09:00-12:30, 13:15-17:00" in told
        assert "            + 08:00-12:30, 13:15-17:00" in told
        assert made.engine.orders == []
        await made.yes()
        change = change_of(made)
        assert change == ScheduleChange(week=week("mon-fri 08:00-12:30, 13:15-17:00"))
        assert [each and each.id for each in made.left] == ["s2"]
        assert "Weekdays 9-17 is saved" in made.on.said


async def test_the_summary_says_for_whom_it_counts() -> None:
    async with editor(OPENING) as made:
        await made.press("x", "ctrl+o")
        told = made.on.app.screen.query_one("#asked", ScrollingLines).text
        assert "It counts for 2 devices." in told
        assert "Mon         - 08:00 unlock, 18:00 lock\n            + 18:00 lock" in told
        assert "Tue" not in told


async def test_typing_changes_the_grid_and_drawing_the_text() -> None:
    async with editor(WORK) as made:
        await made.retype("sat 10:00-12:00")
        assert text_of(made.screen.edit.week) == "sat 10:00-12:00"
        assert "▄▄▄▄" in made.screen.grid.text.splitlines()[-3]
        await made.press("shift+tab", "end", "space", "space")
        assert made.week == "mon 23:30-24:00\nsat 10:00-12:00"
        await made.press("z", "z")
        assert made.week == "mon-fri 09:00-12:30, 13:15-17:00"
        assert not made.screen.form.is_edited
        await made.press("Z")
        assert made.week == "sat 10:00-12:00"


async def test_a_new_schedule_of_another_kind() -> None:
    async with editor(None) as made:
        assert made.engine.learnt == ["rentals"]
        assert isinstance(made.screen.focused, Choice)
        await made.press("l")  # lock action
        await made.press("tab", *"Shop", "tab")
        assert made.screen.focused is made.screen.grid
        await made.press("space", "end", "space", "space", "c", "w", "enter")
        assert made.week == "mon-fri 08:00 unlock, 23:30 lock"
        await made.save()
        (order,) = made.engine.orders
        assert isinstance(order, CreateSchedule)
        assert order.account == "rentals"
        assert (order.new.name, order.new.kind, order.new.exception_id) == ("Shop", ScheduleKind.lock_action, None)
        assert text_of(order.new.week) == "mon-fri 08:00 unlock, 23:30 lock"
        assert [each and each.name for each in made.left] == ["Shop"]


async def test_another_kind_loses_no_week() -> None:
    async with editor(None, ScheduleKind.access) as made:
        made.screen.go_to(made.screen.grid)
        await made.press("space", "space")
        made.screen.go_to(made.screen.rows["kind"].control)
        await made.press("p")
        assert made.week == "never"
        await made.press("a")
        assert made.week == "mon 08:00-08:30"


async def test_name_and_exception_are_changed_alone() -> None:
    async with editor(WORK) as made:
        made.screen.go_to(made.screen.rows["name"].control)
        await made.press("end", "s", "tab", "home")
        assert made.screen.form.exception_id is None
        await made.save()
        assert change_of(made) == ScheduleChange(name="Weekdays 9-17s", exception_id=None)


async def test_exact_times_are_typed_into_the_day() -> None:
    async with editor(WORK) as made:
        await made.press("down", "1", "1")
        assert "Tue at 11" in made.said("place")
        assert "or 14 to go there" in made.said("place")
        await made.press("enter")
        assert tuple(made.screen.edit.cursor) == (1, 22)
        await made.press("enter")
        assert "Tue at 09:00-12:30" in made.said("place")
        await made.press(*["backspace"] * 4, *"1:45", "enter")
        assert made.week.splitlines()[1] == "tue 09:00-11:45, 13:15-17:00"
        await made.press("8", "minus", "enter")
        assert "not understood" in made.said("place")
        await made.press("escape")
        assert "not understood" not in made.said("place")
        assert made.week.splitlines()[1] == "tue 09:00-11:45, 13:15-17:00"


async def test_keys_that_come_in_one_go_count_in_their_order() -> None:
    async with editor(WORK) as made:
        keys = ["down", *"22:00-23:15", "enter", "down", "space", "right", "space", "ctrl+o"]
        for key in keys:
            made.on.app.post_message(_key(key))
        await made.on.quiet()
        assert isinstance(made.on.app.screen, SummaryScreen)
        assert made.week.splitlines() == [
            "mon,thu-fri 09:00-12:30, 13:15-17:00",
            "tue 09:00-12:30, 13:15-17:00, 22:00-23:15",
            "wed 08:00-12:30, 13:15-17:00",
        ]


def _key(name: str) -> events.Key:
    return events.Key(name, name if len(name) == 1 else " " if name == "space" else None)


async def test_exact_times_can_be_pasted() -> None:
    async with editor(WORK) as made:
        await made.press("2")
        await made.paste("0:15-21:00")
        await made.press("enter")
        assert made.week.splitlines()[0] == "mon 09:00-12:30, 13:15-17:00, 20:15-21:00"


async def test_temperatures_are_typed_at_the_cursor() -> None:
    async with editor(CLIMATE) as made:
        await made.press("pagedown", "pagedown", "space")
        assert "Mon at 12:00 cool 76 heat 68" in made.said("place")
        await made.press("backspace", "5", "enter")
        assert made.week.splitlines()[0] == "mon 07:00 cool 76 heat 68, 12:00 cool 76 heat 65, 22:30 cool 82 heat 60"


async def test_trouble_is_named_and_keeps_it_from_being_sent_until_mended() -> None:
    async with editor(WORK) as made:
        await made.retype("mon-fri 09:00-12:00, 11:00-14:00; sat 22:00-02:00")
        told = made.said("troubles")
        assert "Mon-Fri 09:00-12:00 and 11:00-14:00 overlap: drawn together" in told
        assert "Sat 22:00-02:00 ends on the next day: split at midnight" in told
        assert "Ctrl+F mends it" in told
        await made.press("ctrl+o")
        assert made.on.app.screen is made.screen
        await made.press("ctrl+f")
        assert made.week == "mon-fri 09:00-14:00\nsat 22:00-24:00\nsun 00:00-02:00"
        assert made.said("troubles") == ""
        await made.save()
        assert change_of(made).week == week("mon-fri 09:00-14:00; sat 22:00-24:00; sun 00:00-02:00")


async def test_a_mistake_is_pointed_at_and_keeps_it_from_being_sent() -> None:
    async with editor(WORK) as made:
        await made.retype("mon 08:00-09:00\nmun 08:00-09:00")
        lines = made.said("troubles").splitlines()
        assert "no day is called 'mun'" in lines[0]
        assert lines[-2].index("mun") == lines[-1].index("^")
        await made.press("ctrl+o")
        assert made.on.app.screen is made.screen
        assert made.screen.focused is made.screen.text
        assert made.engine.orders == []


async def test_what_a_vendor_sent_in_disorder_can_keep_its_week() -> None:
    odd = msgspec.structs.replace(WORK, week=week("mon 09:00-12:00, 11:00-13:00"))
    async with editor(odd, people=snapshot([odd])) as made:
        assert "overlap" in made.said("troubles")
        made.screen.go_to(made.screen.rows["name"].control)
        await made.press("end", "2")
        await made.save()
        assert change_of(made) == ScheduleChange(name="Weekdays 9-172")


async def test_nothing_that_is_unchanged_is_sent() -> None:
    async with editor(WORK) as made:
        await made.press("space", "escape", "ctrl+o")
        assert made.on.app.screen is made.screen
        assert "nothing is changed" in made.said("notices")
        await made.press("escape")
        assert made.left == [None]


async def test_escape_asks_if_something_would_be_lost() -> None:
    async with editor(WORK) as made:
        await made.press("x", "right", "right", "x", "escape")
        assert isinstance(made.on.app.screen, QuestionScreen)
        await made.on.wait(HASTE)
        await made.press("escape")
        assert made.on.app.screen is made.screen
        assert made.week.startswith("mon 09:30-12:30")
        await made.press("escape")
        await made.yes()
        assert made.left == [None]
        assert made.engine.orders == []


async def test_a_week_of_nothing_asks_first() -> None:
    async with editor(HEATER) as made:
        await made.retype("never")
        await made.press("ctrl+o")
        assert "It does nothing at all." in made.on.picture()
        await made.yes()
        assert made.engine.orders == []
        await made.yes()
        assert change_of(made).week == Week()


async def test_what_others_do_meanwhile_is_told_while_one_draws() -> None:
    async with editor(WORK) as made:
        people = made.on.engine.people
        others = [THEIRS if each is WORK else each for each in SCHEDULES]
        people.show(snapshot(others))
        await made.on.quiet()
        assert "somebody has changed it meanwhile" in made.said("notices")
        people.show(snapshot([each for each in SCHEDULES if each is not WORK]))
        await made.on.quiet()
        assert "somebody has deleted it meanwhile" in made.said("notices")


@pytest.mark.parametrize("size", [(20, 5), (39, 11), (40, 12), (53, 20), (80, 24), (120, 40), (300, 100)])
async def test_any_size_shows_something(size: tuple[int, int]) -> None:
    async with editor(WORK, width=size[0], height=size[1]) as made:
        assert made.on.picture().strip()
        await made.press("tab", "tab", "shift+tab")
        await made.on.pilot.resize_terminal(100, 30)
        await made.on.quiet()
        assert "13:15-17:00" in made.on.picture()


async def test_where_there_is_little_room_what_one_is_at_is_shown() -> None:
    async with editor(WORK, width=60, height=14) as made:
        assert "Sun" in made.on.picture()
        assert "As text" not in made.on.picture()
        await made.press("tab")
        assert "As text" in made.on.picture()
        assert "Sun" not in made.on.picture()
        await made.press("tab")
        assert "Exception" in made.on.picture()


async def test_a_click_puts_the_cursor_there() -> None:
    async with editor(WORK) as made:
        await made.on.pilot.click("#edit-grid", offset=(5 + 20, 3))
        await made.on.quiet()
        assert tuple(made.screen.edit.cursor) in {(2, 20), (1, 20)}


async def test_pasted_text_is_cleaned() -> None:
    async with editor(WORK) as made:
        await made.retype("mon 08:00\u201309:00\r\ntue\u00a010:00\u201411:00\x1b[31m")
        assert made.week == "mon 08:00-09:00\ntue 10:00-11:00[31m"
