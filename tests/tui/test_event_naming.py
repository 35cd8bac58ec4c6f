"""People whom a vendor names by number only: read while one looks at the log, and named when they are known."""

from __future__ import annotations

import msgspec

from lockdash.domain.events import EventKind
from tests.tui import build_people
from tests.tui.build_log import row
from tests.tui.event_stage import event_stage
from tests.tui.world import ago

NAMELESS = row(1, ago(60), EventKind.unlocked, "Lodge", who_id="4711")

ZOE = build_people.person("4711", "Zoe Late")


def named(rows, name):
    """What the store answers once it knows who that is."""
    return [msgspec.structs.replace(each, who=name) for each in rows]


async def test_people_are_read_while_the_tab_is_shown_and_no_longer() -> None:
    async with event_stage([NAMELESS]) as on:
        assert (on.engine.people.opened, on.engine.people.closed) == (1, 0)
        await on.press("1")
        await on.quiet()
        assert (on.engine.people.opened, on.engine.people.closed) == (1, 1)


async def test_who_becomes_known_is_named() -> None:
    async with event_stage([NAMELESS]) as on:
        assert "Zoe" not in on.picture()
        on.log.rows = named(on.log.rows, "Zoe Late")
        on.engine.people.show(build_people.people_snapshot([ZOE]), changed=frozenset({ZOE.key}))
        await on.quiet()
        assert "Zoe Late" in on.said_of(on.log.rows[0])


async def test_nothing_is_asked_again_where_everybody_has_a_name() -> None:
    async with event_stage(named([NAMELESS], "Ann")) as on:
        before = len(on.log.asked)
        on.engine.people.show(build_people.people_snapshot([ZOE]), changed=frozenset({ZOE.key}))
        await on.quiet()
        assert len(on.log.asked) == before
