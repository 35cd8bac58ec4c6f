"""What happened when somebody was at a door, as the events themselves name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockdash.domain.events import Event
from lockdash.tui.panes.detail_events import happened
from lockdash.tui.panes.lines import Line

if TYPE_CHECKING:
    from lockdash.tui.panes.person import PersonDetail


def person_event(event: Event, detail: PersonDetail) -> Line:
    """Return ` 18:02  unlocked   Pool Gate, PIN`."""
    where = _door(event, detail)
    about = ", ".join(each for each in (where, event.how) if each)
    return happened(event, about, where or None, detail.now, detail.zone)


def _door(event: Event, detail: PersonDetail) -> str:
    """The name of a door that is theirs, or of one that is gone; nothing is known here of others."""
    mine = (each for access in detail.view.accesses for each in detail.directory.doors(access) or ())
    return next((each.name for each in mine if each.vendor_id == event.device_id), event.door or "")
