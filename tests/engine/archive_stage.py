"""A scripted vendor with a past, on the engine's stage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from lockdash.domain.budget import Purpose
from lockdash.domain.events import Event
from lockdash.store.archive import Job, JobState
from lockdash.store.store import Store
from lockdash.vendors.base import Connection, Context, Gate
from lockdash.vendors.past import Lost, PastPage, Series, Stretch
from tests.engine.stage import START, ScriptedClient, ScriptedPlugin, Stage, event

LONG_AGO = START - timedelta(days=400)


class Page(NamedTuple):
    """`by`: the client of the session that asked."""

    at: float
    series: str
    stretch: Stretch
    cursor: str | None
    by: object


class PastScript:
    """What the vendor still knows. `events`: by series; `size`: of a page; `lost`: told with the last page of a series;
    `fails`: what a page of a series raises."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.events: dict[str, list[Event]] = {}
        self.size = 10
        self.lost: dict[str, tuple[Lost, ...]] = {}
        self.fails: dict[str, Exception] = {}
        self.pages: list[Page] = []

    def fill(self, series: str, count: int, newest: datetime = LONG_AGO, device_id: str = "1") -> None:
        """Let `count` events be there, an hour apart."""
        self.events[series] = [
            event(f"{series}{number}", newest - timedelta(hours=number), device_id) for number in range(count)
        ]

    @property
    def ids(self) -> set[str]:
        return {each.id for events in self.events.values() for each in events}

    def at(self, series: str | None = None) -> list[float]:
        return [each.at for each in self.pages if series in (None, each.series)]

    def page(self, series: str, stretch: Stretch, cursor: str | None) -> PastPage:
        before = datetime.fromisoformat(cursor) if cursor is not None else stretch.before
        there = [each for each in self.events[series] if before is None or each.occurred_at < before]
        wanted = [each for each in there if stretch.until is None or each.occurred_at >= stretch.until]
        page = tuple(wanted[: self.size])
        is_last = len(wanted) <= self.size
        oldest = page[-1].occurred_at if page else before
        cursor = None if is_last or oldest is None else oldest.isoformat()
        return PastPage(events=page, cursor=cursor, oldest=oldest, lost=self.lost.get(series, ()) if is_last else ())


class ScriptedPast:
    def __init__(self, script: PastScript, gate: Gate) -> None:
        self._script = script
        self._gate = gate

    def series(self, context: Context) -> tuple[Series, ...]:
        return tuple(Series(name, f"Door {name}") for name in self._script.events)

    async def read_past(self, series: str, stretch: Stretch, cursor: str | None, context: Context) -> PastPage:
        await self._gate.spend(Purpose.poll)
        self._script.pages.append(Page(self._script.stage.clock.elapsed, series, stretch, cursor, self))
        if series in self._script.fails:
            raise self._script.fails[series]
        return self._script.page(series, stretch, cursor)


class ArchivePlugin(ScriptedPlugin):
    def __init__(self, stage: ArchiveStage, **more) -> None:
        super().__init__(stage.script, **more)
        self._stage = stage

    def connect(self, connection: Connection) -> ScriptedClient:
        client = super().connect(connection)
        client.past = ScriptedPast(self._stage.past, connection.gate)
        return client


class ArchiveStage(Stage):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.past = PastScript(self)
        self.plugins["pretend"] = ArchivePlugin(self)


def jobs(engine) -> list[Job]:
    return engine._store.archive.jobs()


def is_read(engine) -> bool:
    found = jobs(engine)
    return bool(found) and all(each.state is not JobState.open for each in found)


def stored(store: Store) -> set[str]:
    """The ids of the vendors' events that are kept."""
    return ids(store.events(limit=-1))


def ids(events: Iterable[Event]) -> set[str]:
    return {each.id for each in events if not each.kind.is_ours}
