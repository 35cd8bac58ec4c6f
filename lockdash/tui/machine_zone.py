"""The viewer's zone: this machine's, by its rules for each moment. A fixed offset of today would be wrong in winter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo


class MachineZone(tzinfo):
    """What the clock of this machine shows, also at moments at which it is put forward or back."""

    def utcoffset(self, at: datetime | None) -> timedelta:
        return (at.replace(tzinfo=None) if at is not None else datetime.now()).astimezone().utcoffset() or timedelta()

    def dst(self, at: datetime | None) -> None:
        return None

    def tzname(self, at: datetime | None) -> str | None:
        return (at.replace(tzinfo=None) if at is not None else datetime.now()).astimezone().tzname()

    def fromutc(self, at: datetime) -> datetime:
        here = at.replace(tzinfo=UTC).astimezone()
        shown = here.replace(tzinfo=self, fold=0)
        # Shown for the second time, if the first reading is another moment.
        return shown if shown.utcoffset() == here.utcoffset() else shown.replace(fold=1)
