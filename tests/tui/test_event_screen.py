"""The Events tab: what its keys do, where its links lead, and what it says when it has nothing to show."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.events import EventKind, Outcome
from lockdash.engine.log.views import Archive
from lockdash.store.errors import StoreError
from lockdash.tui.actions import ACTIONS
from lockdash.tui.layout import Form
from lockdash.tui.screens.devices import DevicesScreen
from lockdash.tui.screens.events import EventsScreen
from lockdash.tui.screens.heat_map import HeatMapScreen
from lockdash.tui.screens.people import PeopleScreen
from lockdash.tui.widgets.lines import ScrollingLines
from tests.tui.build_log import (
    ARCHIVES,
    BATTERY,
    DENIED,
    GONE,
    HELD,
    LATE,
    READING,
    STORY,
    UNKNOWN,
    UNLOCKED,
    WITH_GAP,
    busy,
    row,
)
from tests.tui.build_people import ADA, BY_NAME, EMIL
from tests.tui.event_stage import EventStage, event_stage, events_app
from tests.tui.world import HOME_SIGNED_OUT, NOW, RENTALS, ago

replace = msgspec.structs.replace


async def test_rows_say_when_what_where_who_and_how() -> None:
    async with event_stage(width=200) as on:
        assert on.said_of(UNLOCKED) == "17:31 | □ unlocked | Front Door | Ada Sample | PIN"
        assert on.said_of(DENIED) == "14:02 new | ▲ denied | Front Door | – | PIN"
        assert on.said_of(LATE) == "13:02 | ■ locked | Lodge | – | late 3 h"
        assert on.said_of(BATTERY) == "09:02 | ▲ battery | The battery of Garage is at 12 %"
        assert on.said_of(HELD) == "15:02 | ▲ door | Pool gate was held open too long"
        assert on.said_of(GONE) == "14:02 | □ unlocked | Old shed | Old Guest | card"
        assert on.said_of(UNKNOWN) == "18:02 | ? unknown | Moon phase event at Lodge"


async def test_what_failed_is_not_told_as_if_it_had_come_about() -> None:
    failed = row(1, ago(60), EventKind.unlocked, "Lodge", "Ben Example", outcome=Outcome.failed)
    unsure = row(2, ago(50), EventKind.locked, "Lodge", "Ben Example", outcome=Outcome.unknown)
    async with event_stage([failed, unsure]) as on:
        assert "▲ unlock failed | Lodge" in on.said_of(failed)
        assert "? locked? | Lodge" in on.said_of(unsure)


async def test_a_narrow_list_tells_sentences() -> None:
    async with event_stage(width=50) as on:
        assert on.said_of(UNLOCKED) == "17:31 | □ Ada Sample unlocked Front Door with a PIN"
        assert on.said_of(LATE) == "13:02 | ■ (late 3 h) Lodge locked by itself"
        await on.resize(120, 40)
        assert on.said_of(UNLOCKED) == "17:31 | □ unlocked | Front Door | Ada Sample | PIN"


async def test_calm_is_what_is_fine_and_only_trouble_is_loud() -> None:
    async with event_stage() as on:
        loud = {
            row.place.seq
            for row in STORY
            if {str(cell.tone) for cell in on.tab._cells(f"e{row.place.seq}")} & {"alarm", "caution", "warm"}
        }
        assert loud == {110, 107, 105, 112, 103, 113}


async def test_what_is_lost_is_a_row_with_its_reason() -> None:
    async with event_stage(STORY, WITH_GAP, width=200, height=50) as on:
        key = next(key for key in on.tab.table.order if key[0] == "g")
        assert on.said_of(key) == (
            "Nothing is known of Front Door (home) from 4 Mar 09:02 to 5 Mar 06:02: lockdash was off, and the vendor "
            "keeps only the newest 200"
        )
        on.tab.table.cursor_key = key
        await on.quiet()
        assert "lockdash was off, and the vendor" in " ".join(on.tab.pane.text.split())
        await on.press("w", "p", "y")
        assert on.app.clipboard.startswith("Nothing is known of Front Door")


async def test_the_title_says_how_far_the_past_is_read() -> None:
    async with event_stage(STORY, READING, width=120) as on:
        assert "reading the past: 4,200 events, back to 3 Mar" in on.text("#title")
        on.log.push(archives=[replace(READING[1], is_complete=True, oldest=ago(days=90))])
        await on.quiet()
        assert "back to 30 Jan 2025" in on.text("#title")
        on.log.push(archives=[Archive(account="rentals", failure="no right to events")])
        await on.quiet()
        assert "past of rentals not read" in on.text("#title")


async def test_more_than_can_be_counted_is_said_so() -> None:
    async with event_stage(busy(10_500)) as on:
        assert on.text("#title").strip().startswith("Events · 10,000+ ·")


# Keys


async def test_w_goes_to_the_device() -> None:
    async with event_stage() as on:
        await on.go(UNLOCKED)
        await on.press("w")
        await on.quiet()
        assert isinstance(on.app.screen, DevicesScreen)
        assert on.devices.cursor_key == BY_NAME["Front Door"].key


async def test_a_device_that_is_gone_says_so() -> None:
    async with event_stage() as on:
        await on.go(GONE)
        await on.press("w")
        assert on.said == "Old shed is not among the devices any more."
        await on.press("p")
        assert on.said == "Old Guest is not among the people that are known."
        assert on.cursor == GONE.place.seq
        nobody = row(300, NOW, EventKind.system, None)
        on.log.push(nobody)
        await on.quiet()
        await on.go(nobody)
        await on.press("w")
        assert on.said == "This did not happen at a device."
        await on.press("p")
        assert on.said == "This event names nobody."


async def test_p_goes_to_the_person_also_if_they_have_left() -> None:
    gone = row(300, NOW, EventKind.unlocked, "Lodge", EMIL.name, person_key=EMIL.key)
    async with event_stage([*STORY, gone]) as on:
        await on.go(UNLOCKED)
        await on.press("p")
        await on.quiet()
        people = on.app.screen
        assert isinstance(people, PeopleScreen)
        assert list(people.table.order) == [ADA.key]
        await on.press("4")
        await on.go(gone)
        await on.press("p")
        await on.quiet()
        assert list(people.table.order) == [EMIL.key]


async def test_from_a_device_and_from_a_person_to_their_events() -> None:
    async with event_stage() as on:
        await on.press("1")
        await on.go_to(BY_NAME["Garage"].key)
        await on.press("E")
        await on.quiet()
        assert isinstance(on.app.screen, EventsScreen)
        assert on.tab.view.wanted == 'door:"Garage"'
        assert on.listed == [104, 105]
        await on.press("2")
        await on.quiet()
        on.app.screen.table.cursor_key = ADA.key
        await on.press("E")
        await on.quiet()
        assert on.tab.view.wanted == 'who:"Ada Sample"'
        assert on.listed == [108, 109]


async def test_of_two_devices_of_one_name_the_account_tells_which() -> None:
    twin = replace(BY_NAME["Lodge"], key="home/x", account="home", vendor_id="x", name='Ga"rage')
    other = replace(BY_NAME["Garage"], name='Ga"rage')
    async with event_stage(devices=[other, twin]) as on:
        await on.press("1")
        await on.go_to("home/x")
        await on.press("E")
        await on.quiet()
        assert on.tab.view.wanted == r'door:"Ga\"rage"'
        on.engine.push(replace(twin, account="rentals"))
        await on.press("1")
        await on.go_to("home/x")
        await on.press("E")
        await on.quiet()
        assert on.tab.view.wanted == r'door:"Ga\"rage" account:"rentals"'


async def test_y_copies_when_and_what() -> None:
    async with event_stage() as on:
        await on.go(UNLOCKED)
        await on.press("y")
        assert on.app.clipboard == "Fri 6 Mar 2026 17:31: Ada Sample unlocked Front Door with a PIN"
        assert on.said.startswith("Copied")


async def test_the_footer_knows_what_can_be_done() -> None:
    by_id = {each.id: each for each in ACTIONS}
    async with event_stage() as on:
        for at, expected in ((UNLOCKED, (True, True)), (DENIED, (True, False)), (GONE, (False, False))):
            await on.go(at)
            assert (on.tab.possible(by_id["event_device"]), on.tab.possible(by_id["event_person"])) == expected
        assert "Mark" not in on.text("#status")
        assert "Sort" not in on.text("#status")


async def test_h_shows_and_hides_the_histogram_and_nothing_is_counted_for_a_hidden_one() -> None:
    async with event_stage() as on:
        assert "a day" in on.text("#bars")
        assert on.tab.has_class("-bars")
        await on.press("h")
        assert not on.tab.has_class("-bars")
        on.log.asked.clear()
        on.log.push(row(300, NOW, EventKind.locked, "Lodge"))
        await on.quiet()
        await on.wait(10)
        assert [each for each in on.log.asked if each[0] == "bars"] == []
        await on.press("h")
        await on.quiet()
        assert [each for each in on.log.asked if each[0] == "bars"]
        assert on.tab.has_class("-bars")


@pytest.mark.parametrize(("size", "shown"), [((80, 24), True), ((80, 23), False), ((59, 40), False), ((60, 24), True)])
async def test_there_is_no_histogram_where_there_is_no_room(size: tuple[int, int], shown: bool) -> None:
    async with event_stage(width=size[0], height=size[1]) as on:
        assert on.tab.has_class("-bars") is shown
        assert bool([each for each in on.log.asked if each[0] == "bars"]) is shown


async def test_the_histogram_follows_the_filter() -> None:
    async with event_stage() as on:
        on.log.asked.clear()
        await on.press("slash", *"kind:denied since:6h", "enter")
        await on.quiet()
        asked = [each for each in on.log.asked if each[0] == "bars"]
        assert asked[-1][1] == on.tab.view.query
        assert asked[-1][4] == 3600
        assert "an hour" in on.text("#bars")
        assert on.text("#bars").count("▲") == 1


async def test_m_shows_the_week_by_the_hour_and_m_hides_it() -> None:
    async with event_stage(busy(500, every=3600), width=120, height=40) as on:
        await on.press("m")
        await on.quiet()
        assert isinstance(on.app.screen, HeatMapScreen)
        told = on.app.screen.query_one("#sheet", ScrollingLines).text
        assert "500 events" in told
        assert "Busiest: " in told
        await on.press("m")
        assert isinstance(on.app.screen, EventsScreen)


async def test_enter_shows_all_of_an_event_and_esc_goes_back() -> None:
    async with event_stage() as on:
        await on.go(LATE)
        await on.press("enter")
        assert on.tab.form is Form.detail
        for part in ("Lodge locked by itself", "At the door", "Denver", "First seen", "locked_event", "•••"):
            assert part in on.tab.pane.text, part
        assert "Lodge locked by itself" in on.picture()
        await on.press("escape")
        assert on.tab.form is Form.below


# What it says when it has nothing to show


async def test_while_the_store_is_read_it_says_so() -> None:
    app = events_app(STORY)
    async with app.run_test(size=(80, 24)) as pilot:
        on = EventStage(app, pilot)
        await on.quiet()
        on.log.held.clear()
        await on.press("4")
        await on.quiet()
        assert "Loading the events from the store" in on.picture()
        on.log.held.set()
        await on.quiet()
        assert on.cursor == 109


async def test_a_log_without_events_says_what_it_will_be() -> None:
    async with event_stage([]) as on:
        picture = " ".join(on.picture().split())
        assert "Nothing happened yet in home and rentals" in picture
        assert "kept here for ever" in picture
        assert "r asks again" in picture


async def test_a_filter_that_nothing_matches_says_how_it_works() -> None:
    async with event_stage() as on:
        await on.press("slash", *"attic", "enter")
        await on.quiet()
        picture = " ".join(on.picture().split())
        assert "No event matches /attic" in picture
        assert "kind:denied" in picture
        assert "Esc shows all again." in picture


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        ([], "No accounts yet"),
        ([HOME_SIGNED_OUT], "home is signed out"),
        ([RENTALS], "Nothing happened yet in rentals"),
    ],
    ids=["no accounts", "signed out", "nothing"],
)
async def test_nothing_at_all_says_why(accounts, said: str) -> None:
    async with event_stage([], [], accounts=accounts) as on:
        assert said in on.picture()


async def test_a_store_that_cannot_be_read_says_why_since_when_and_is_tried_again() -> None:
    async with event_stage([]) as on:
        on.log.failure = StoreError("the disk is full")
        on.tab.read_again()
        await on.quiet()
        picture = " ".join(on.picture().split())
        assert "The event log cannot be read: it failed <1 m ago" in picture
        assert "the disk is full" in picture
        on.log.failure = None
        on.log.rows = list(reversed(STORY))
        on.tab.read_again()
        await on.quiet()
        assert len(on.listed) == len(STORY)


async def test_rows_stay_when_the_store_cannot_be_read_any_more() -> None:
    async with event_stage() as on:
        on.log.failure = StoreError("the disk is full")
        on.log.push(row(300, NOW + timedelta(seconds=1), EventKind.locked, "Lodge"))
        await on.quiet()
        assert len(on.listed) == len(STORY)
        assert "not read" in on.text("#title")
        assert "the disk is full" in on.said
        on.log.failure = None
        on.tab.read_again()
        await on.quiet()
        assert "not read" not in on.text("#title")
        assert on.cursor == 300


async def test_every_size_shows_something() -> None:
    for width, height in ((20, 5), (25, 11), (39, 60), (40, 12), (60, 13), (110, 12), (300, 100)):
        async with event_stage(STORY, ARCHIVES, width=width, height=height) as on:
            picture = on.picture()
            assert "Front" in picture or "UNLOCKED" in picture, (width, height)
            await on.press("end", "up", "home", "enter", "escape", "h", "m", "escape")
            assert isinstance(on.app.screen, EventsScreen)
