"""Whether the locks have heard of somebody, why not, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lockdash.domain.accesses import Access, Sync, SyncState
from lockdash.domain.ages import age_text
from lockdash.domain.devices import Device
from lockdash.domain.link import Link, link
from lockdash.engine.people.views import PersonAttention
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.contact import link_line
from lockdash.tui.panes.lines import BLANK, Line, Span, line
from lockdash.tui.render.cells import EMPTY, Cell

if TYPE_CHECKING:
    from lockdash.tui.panes.person import PersonDetail

_MOST_LOCKS = 3
"""Locks of a group whose links are told of."""
_ANEW = "The vendor does not say why. See that the lock answers, then take the door away and give it again."
_WAITS = "Nothing to do: {} hears of it when it wakes, or any moment."
_BACK = "{} hears of it when it is back: see to its batteries and its network."
_STILL = "Until then the code may still open it."
_LIVE = line(Span("it answers now", Tone.dim))
_SILENT = frozenset({Link.overdue, Link.offline, Link.no_bridge})


def trouble_line(detail: PersonDetail) -> Line:
    """Return how many locks have not heard, or refused; empty while all is well."""
    view, glyphs = detail.view, detail.glyphs
    sync = view.sync
    total, is_over = sync.synced + sync.pending + sync.failed, view.status.is_over
    if sync.state is SyncState.failed:
        more = f", {sync.pending} not heard yet" if sync.pending else ""
        verb = "forget" if is_over else "take"
        return line(Span(f"{glyphs.alarm} {_of(sync.failed, total)} failed to {verb} it{more}", Tone.alarm))
    if sync.state is not SyncState.pending:
        return BLANK
    tone = Tone.caution if view.attention is PersonAttention.waits_long else Tone.asked
    verb, about = "has" if sync.pending == 1 else "have", " that it is over" if is_over else ""
    return line(Span(f"{glyphs.waiting} {_of(sync.pending, total)} {verb} not heard{about} yet{_since(detail)}", tone))


def remedy(detail: PersonDetail) -> str:
    """Return what to do about `trouble_line`, "" for nothing."""
    state = detail.view.sync.state
    if state not in (SyncState.failed, SyncState.pending):
        return ""
    if state is SyncState.failed:
        said = "The vendor does not say why: see that the lock answers." if detail.view.status.is_over else _ANEW
    else:
        silent = [door.name for each in detail.view.accesses for door in _waits_in_vain(each, detail)]
        names = list(dict.fromkeys(silent))
        if not names:
            said = _WAITS.format("it" if detail.view.sync.pending == 1 else "each")
        else:
            said = _BACK.format(names[0] if len(names) == 1 else f"Each of {len(names)} silent locks")
    return f"{said} {_STILL}" if detail.view.status.is_over else said


def heard(detail: PersonDetail) -> Line:
    """Return that all locks have heard, or that nobody counts them; empty if some have not."""
    sync = detail.view.sync
    if sync.state is SyncState.synced:
        return line(Span("it has heard" if sync.synced == 1 else f"all {sync.synced} have heard", Tone.dim))
    if sync.state is SyncState.uncounted and any(each.sync is not None for each in detail.view.accesses):
        return line(Span("none is counted yet, so that nothing is known of any", Tone.asked))
    return BLANK


def opened(access: Access, detail: PersonDetail) -> list[Device] | None:
    """Return what `access` opens, None if not all of it is known: at a location, what people can be given access to."""
    doors, origin = detail.directory.doors(access), detail.origin
    return None if doors is None else [each for each in doors if origin is None or each.kind in origin.doors]


def sync_cell(access: Access, detail: PersonDetail) -> Cell:
    """Return whether the locks of one access have heard of it."""
    sync, glyphs = access.sync, detail.glyphs
    if access.invited:
        return Cell("invited", Tone.asked)
    if sync is None:
        return EMPTY
    if sync.failed:
        return Cell(f"{glyphs.alarm} {_share(sync.failed, sync)}failed", Tone.alarm)
    if sync.waiting:
        return Cell(f"{glyphs.waiting} {_share(sync.waiting, sync)}pending", Tone.asked, tail=_age_of(access, detail))
    if not sync.total:
        return Cell("none counted", Tone.asked)
    return Cell("synced" if sync.total == 1 else f"all {sync.total} synced", Tone.dim)


def reasons(access: Access, detail: PersonDetail, width: int) -> Iterator[Line]:
    """Yield a line for each lock that may be why an access has not arrived: one that sleeps or does not answer."""
    if access.sync is None or not (access.sync.waiting or access.sync.failed):
        return
    doors = opened(access, detail)
    if doors is None:
        yield line(Span("which of its doors they are is not known", Tone.dim))
        return
    named = len(doors) > 1
    found = 0
    for door in doors:
        reach = link(door.contact, detail.now) if door.contact is not None else None
        if reach is None or (named and reach is Link.live):
            continue
        found += 1
        if found <= _MOST_LOCKS:
            name = f"{door.name}: " if named else ""
            told = _LIVE if reach is Link.live else link_line(reach, door.contact, detail.now, width - len(name))
            yield line(Span(name, Tone.dim), *told)
    if found > _MOST_LOCKS:
        yield line(Span(f"and {found - _MOST_LOCKS} more that do not answer now", Tone.dim))
    elif named and not found:
        yield line(Span("all its locks answer; the vendor does not say which one has not heard", Tone.dim))


def _waits_in_vain(access: Access, detail: PersonDetail) -> list[Device]:
    """Return the locks of `access` that may be waiting for it and do not answer."""
    if access.sync is None or not access.sync.waiting:
        return []
    doors = opened(access, detail) or ()
    return [each for each in doors if each.contact is not None and link(each.contact, detail.now) in _SILENT]


def _since(detail: PersonDetail) -> str:
    since = detail.view.sync.pending_since
    return f", for {age_text((detail.now - since).total_seconds())}" if since is not None else ""


def _age_of(access: Access, detail: PersonDetail) -> str:
    since = access.pending_since
    return f" {age_text(max(0.0, (detail.now - since).total_seconds()))}" if since is not None else ""


def _of(some: int, total: int) -> str:
    """Return `1 of 3 locks`, or `1 lock` where there are no others."""
    return "1 lock" if total == 1 else f"{some} of {total} locks"


def _share(some: int, sync: Sync) -> str:
    return f"{some} of {sync.total} " if sync.total > 1 else ""
