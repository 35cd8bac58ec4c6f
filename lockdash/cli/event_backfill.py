"""`lockdash events --backfill`: reads the past into the log, and says on stderr how far that has come."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from lockdash.cli.event_coverage import gap_text
from lockdash.cli.event_reading import ending
from lockdash.cli.exits import Exit
from lockdash.cli.output import say
from lockdash.cli.session import session
from lockdash.cli.status_line import StatusLine
from lockdash.config.settings import Config
from lockdash.engine.engine import Engine
from lockdash.engine.log.views import Archive
from lockdash.store.store import Store

_STOPPED = "Stopped. The next time, and the dashboard, go on from there."


async def backfill(config: Config, store: Store, accounts: Sequence[str]) -> Exit:
    """Read on until the archive of all `accounts` is complete, or cannot go on; return whether it is. Cancelled, it
    says how far it has come. Raises StoreError."""
    async with session(config, store) as engine:
        progress = _Progress(accounts)
        unsubscribe = engine.log.subscribe(lambda _: progress.show(engine.log.archives))
        try:
            # The newest first: what happens meanwhile belongs to no past, and doors must be known to be asked.
            await engine.read_once(accounts)
            await engine.log.backfill(accounts)
        except asyncio.CancelledError:
            progress.end(engine.log.archives)
            say(_STOPPED)
            raise
        finally:
            unsubscribe()
        progress.end(engine.log.archives)
        troubled = ending(engine, accounts)
        return Exit.done if all(_is_complete(engine, name) for name in accounts) else troubled or Exit.failed


def _is_complete(engine: Engine, account: str) -> bool:
    """An account that is well and has no archive is one of a vendor that shows nothing of the past."""
    known = engine.log.archives.get(account)
    return known.is_complete if known is not None else not engine.snapshot.accounts[account].condition.failing


class _Progress:
    def __init__(self, accounts: Sequence[str]) -> None:
        self._accounts = accounts
        self._line = StatusLine()
        self._told: set[tuple[str, int, int]] = set()

    def show(self, archives: Mapping[str, Archive]) -> None:
        """Show how far it is now. Where no line can be written over, an account tells of each month it comes to."""
        known = [archives[name] for name in self._accounts if name in archives]
        self._line.show("; ".join(map(_so_far, known)))
        for each in known if not self._line.is_shown else ():
            month = (each.account, each.oldest.year, each.oldest.month) if each.oldest is not None else None
            if month is not None and month not in self._told:
                self._told.add(month)
                say(_so_far(each))

    def end(self, archives: Mapping[str, Archive]) -> None:
        """Tell of each account what has come of it, and what nobody can read any more."""
        self._line.clear()
        for name in self._accounts:
            known = archives.get(name)
            if known is None:
                say(f"{name}: nothing of the past was read")
                continue
            say(f"{_so_far(known)}: {'complete' if known.is_complete else known.failure or 'not complete'}")
            for gap in known.gaps:
                say(gap_text(gap))


def _so_far(archive: Archive) -> str:
    count = "1 event" if archive.read == 1 else f"{archive.read:,} events"
    back = f", back to {_day(archive.oldest)}" if archive.oldest is not None else ""
    return f"{archive.account}: {count} of the past read{back}"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d}"
