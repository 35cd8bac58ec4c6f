"""Two thousand people with four accesses each, read from RemoteLock: what it costs, what may be said meanwhile, and
who goes on when somebody leaves."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lockdash.domain.accounts import Condition
from lockdash.domain.budget import Budget
from lockdash.engine.engine import Engine
from tests.engine.vendor_stage import VendorStage

RENTALS = "rentals"


class Watched:
    """What is asked of the simulator, and what is left of the budget, second by second."""

    def __init__(self, stage: VendorStage) -> None:
        self.stage = stage
        self.started = stage.clock.elapsed
        self.requests = 0
        self.least = 10_000
        self.refused = 0
        self.conditions: set[Condition] = set()
        self.progress: list[tuple[int, int]] = []

    @property
    def seconds(self) -> float:
        return self.stage.clock.elapsed - self.started

    async def until_whole(self, engine: Engine, within: float = 3600) -> None:
        while engine.people.snapshot.accounts[RENTALS].accesses_read_at is None:
            assert self.seconds < within
            await self.pass_time(engine, 5)

    async def pass_time(self, engine: Engine, seconds: float) -> None:
        await self.stage.pass_time(seconds)
        heard, requests = self.stage.sim.requests, len(self.stage.sim.requests)
        self.requests += requests
        self.refused += sum(each.status == 429 for each in heard)
        heard.clear()
        budget = engine.snapshot.accounts[RENTALS].budget
        assert isinstance(budget, Budget)
        self.least = min(self.least, budget.remaining)
        self.conditions.add(engine.snapshot.accounts[RENTALS].condition)
        self.progress.append(engine.people.snapshot.accounts[RENTALS].progress)


@pytest.fixture
def stage(tmp_path):
    return VendorStage(tmp_path / "state")


async def test_two_thousand_people_are_read_within_the_budget_while_progress_is_shown(stage):
    with stage.over(RENTALS, world="empty", devices=24, people=2000):
        async with stage.engine() as engine:
            await stage.pass_time(60)
            stage.sim.requests.clear()
            watched = Watched(stage)
            await engine.people.open()
            await watched.until_whole(engine)
            people = engine.people.snapshot
            assert (len(people.people), len(people.accesses)) == (1600, 6400), "a fifth are expired"
            assert all(len(each) == 4 for each in people.by_person.values())
            assert watched.seconds < 6 * 60
            assert watched.requests < 400
            first = [done for done, of in watched.progress if of == 24]
            assert len(first) > 8
            assert all(one <= other for one, other in pairwise(first))
            assert watched.least > 12, "the reserve"
            assert (watched.refused, watched.conditions) == (0, {Condition.live})


async def test_whoever_leaves_is_followed_by_another_session_that_reads_nothing_twice(stage):
    with stage.over(RENTALS, world="empty", devices=20, people=1000):
        async with stage.engine() as watching:
            await stage.pass_time(60)
            stage.sim.requests.clear()
            watched = Watched(stage)
            async with stage.engine(seed=2) as first:
                await first.people.open()
                for _ in range(6):
                    await watched.pass_time(watching, 5)
                doors = first.people.snapshot.accounts[RENTALS].feeds["device_accesses"]
                assert 0 < doors.part < doors.parts == 20
                assert doors.read_at is None
                first.people.close()
                await watched.pass_time(watching, 120)
                paused = watched.requests
                await watched.pass_time(watching, 120)
                assert watched.requests - paused < 20, "devices only"
            await watching.people.open()
            await watched.pass_time(watching, 1)
            assert watching.people.snapshot.accounts[RENTALS].feeds["device_accesses"].part >= doors.part
            await watched.until_whole(watching)
            assert len(watching.people.snapshot.accesses) == 3200
            assert (watched.refused, watched.conditions) == (0, {Condition.live})


async def test_until_every_door_was_read_nobody_is_said_to_have_none(stage):
    with stage.over(RENTALS, world="empty", devices=20, people=1000):
        async with stage.engine() as engine:
            await engine.people.open()
            await stage.until(lambda: engine.people.snapshot.people)
            people = engine.people.snapshot
            without = [each for each in people.people.values() if each.key not in people.by_person]
            assert without
            assert not any(people.knows_accesses(each) for each in without)
            one = without[0]
            engine.people.focus(one.key)
            await stage.until(lambda: engine.people.snapshot.knows_accesses(one), within=30)
            assert len(engine.people.snapshot.by_person[one.key]) == 4
            await stage.until(lambda: engine.people.snapshot.accounts[RENTALS].accesses_read_at, within=1200)
            people = engine.people.snapshot
            assert all(people.knows_accesses(each) and people.by_person[each.key] for each in people.people.values())
            assert await engine.people.ask(RENTALS, ["former_people"]) == ""
            await stage.until(lambda: len(engine.people.snapshot.people) == 1000)
            people = engine.people.snapshot
            over = [each for each in people.people.values() if each.status is not None and each.status.is_over]
            assert over
            assert not any(people.knows_accesses(each) for each in over)
        async with stage.engine(seed=2) as other:
            await other.people.open()
            await stage.until(lambda: other.people.snapshot.accounts[RENTALS].origins, within=5)
            assert other.people.snapshot.accounts[RENTALS].accesses_read_at is not None
