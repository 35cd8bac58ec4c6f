"""Which parts of the past are to be read, and how each moves on: pure rules over the jobs that the store keeps.

Every series has one job for all of its past. What a read of the newest events left out is a job as well (a hole), and
what cannot be read any more is one that is lost: the gaps that are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from lockdash.store.archive import Job, JobState
from lockdash.vendors.past import Lost, PastPage, Series, Stretch

NEAR = timedelta(minutes=10)
"""Holes that lie so close to each other are read as one: a flood of events leaves a small one with each read."""
NO_LONGER_KNOWN = "the vendor no longer knows it"

replace = msgspec.structs.replace


def missing(jobs: Collection[Job], account: str, series: Iterable[Series]) -> list[Job]:
    """Return the jobs that `jobs`, all of the account, lack: one for each series whose whole past nobody has begun to
    read. Series that are called otherwise now come with their new label."""
    whole = {each.series: each for each in jobs if is_whole(each)}
    found = []
    for each in series:
        known = whole.get(each.name)
        if known is None:
            found.append(Job(account=account, series=each.name, label=each.label))
        elif known.label != each.label:
            found.append(replace(known, label=each.label))
    return found


def is_whole(job: Job) -> bool:
    """Whether it is about all of a series, back to its beginning."""
    return job.until is None and job.state is not JobState.lost


def dug(jobs: Collection[Job], account: str, holes: Iterable[tuple[str, Stretch]]) -> list[Job]:
    """Return the jobs that fill `holes`, new or changed; none for what an open job of `jobs` will read anyway.

    A new hole takes the place of one that is filled: years of them make no heap.
    """
    now = {each.id: each for each in jobs if each.id is not None}
    found: list[Job] = []
    for series, stretch in holes:
        own = [each for each in (*now.values(), *found) if each.series == series and each.state is not JobState.lost]
        if any(_will_read(each, stretch) for each in own):
            continue
        near = next((each for each in own if not is_begun(each) and _is_near(each, stretch)), None)
        if near is not None:
            job = replace(near, before=_later(near.before, stretch.before), until=_earlier(near.until, stretch.until))
        else:
            label = next((each.label for each in own), series)
            job = Job(account=account, series=series, label=label, before=stretch.before, until=stretch.until)
            filled = next((each for each in own if each.state is JobState.done and not is_whole(each)), None)
            if filled is not None:
                job = replace(job, id=filled.id, read=filled.read)
        found = [each for each in found if each is not near]
        found.append(job)
        if job.id is not None:
            now.pop(job.id, None)
    return found


def is_begun(job: Job) -> bool:
    return job.state is not JobState.open or job.cursor is not None


def stretch_of(job: Job, pruned: datetime | None) -> Stretch | None:
    """Return what is to be read of `job`, None if nothing is left above `pruned`: what the user has removed is not read
    again."""
    until = job.until if pruned is None else pruned if job.until is None else max(job.until, pruned)
    newest = job.oldest if is_begun(job) else job.before
    if until is not None and newest is not None and newest <= until:
        return None
    return Stretch(job.before, until)


def moved(job: Job, page: PastPage) -> Job:
    """Return `job` after `page`."""
    return replace(
        job,
        cursor=page.cursor,
        oldest=page.oldest or job.oldest,
        read=job.read + len(page.events),
        state=JobState.open if page.cursor is not None else JobState.done,
        why="",
    )


def ended(job: Job) -> Job:
    """Return `job` with nothing left to read."""
    return replace(job, state=JobState.done, cursor=None, why="")


def gaps(jobs: Collection[Job], job: Job, lost: Iterable[Lost]) -> list[Job]:
    """Return the gaps that `lost`, told by a page of `job`, leaves; what is lost twice for one reason is one gap."""
    known = [each for each in jobs if each.series == job.series and each.state is JobState.lost]
    found = []
    for each in lost:
        gap = Job(
            account=job.account,
            series=job.series,
            label=job.label,
            before=each.until,
            until=each.since,
            state=JobState.lost,
            why=each.why,
        )
        same = next((other for other in known if other.why == gap.why and _overlap(other, gap)), None)
        if same is not None:
            gap = replace(same, before=_later(same.before, gap.before), until=_earlier(same.until, gap.until))
        if gap != same:
            found.append(gap)
    return found


def rest_of(job: Job) -> Lost:
    """Return what of `job` was not read yet, as lost: its vendor does not know the series any more."""
    return Lost(since=job.until, until=job.oldest or job.before, why=NO_LONGER_KNOWN)


def in_turn(jobs: Iterable[Job]) -> Sequence[Job]:
    """Return the open jobs, the one to be read first first: holes, which are young and short; then what was never
    begun; then what has been read the least far back, so that all doors go back in time together."""
    return sorted((each for each in jobs if each.state is JobState.open), key=_rank)


def _rank(job: Job) -> tuple[bool, bool, float, int]:
    is_whole_past = job.until is None
    reached = -job.oldest.timestamp() if job.oldest is not None else 0.0
    return is_whole_past, job.cursor is not None, reached, job.id or 0


def _will_read(job: Job, stretch: Stretch) -> bool:
    """Whether what an open job has not read yet covers `stretch`."""
    if job.state is not JobState.open or (is_begun(job) and job.oldest is None):
        return False
    newest = job.oldest if is_begun(job) else job.before
    is_newer = newest is None or (stretch.before is not None and stretch.before <= newest)
    return is_newer and (job.until is None or (stretch.until is not None and job.until <= stretch.until))


def _is_near(job: Job, stretch: Stretch) -> bool:
    above = job.until is None or stretch.before is None or stretch.before >= job.until - NEAR
    below = job.before is None or stretch.until is None or stretch.until <= job.before + NEAR
    return above and below


def _overlap(one: Job, other: Job) -> bool:
    """Whether two gaps have more in common than an end."""
    above = one.until is None or other.before is None or other.before > one.until
    below = one.before is None or other.until is None or other.until < one.before
    return above and below


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """Of two newest ends; None is now."""
    return None if one is None or other is None else max(one, other)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """Of two oldest ends; None is the beginning."""
    return None if one is None or other is None else min(one, other)
