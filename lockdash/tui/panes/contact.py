"""Whether a device can be reached, and when it speaks next, in a line."""

from __future__ import annotations

from datetime import datetime

from lockdash.domain.ages import age_text
from lockdash.domain.devices import Contact
from lockdash.domain.link import Link, next_heartbeat
from lockdash.engine.words import LINK_WORDS
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import ago
from lockdash.tui.panes.lines import Line, Span, line


def link_line(link: Link | None, contact: Contact | None, now: datetime, width: int) -> Line:
    """Return how the link of a device stands at `now` (UTC), in fewer words where `width` asks for it; empty if the
    vendor says nothing of it."""
    if link is None or contact is None:
        return ()
    word, due = LINK_WORDS[link], next_heartbeat(contact)
    if link is Link.asleep and due is not None:
        wait = (due - now).total_seconds()
        when = f"in ~{age_text(wait).lstrip('<')}" if wait > 0 else "due now"
        told = f"{word}, next contact {when}"
        return line(told if len(told) <= width else f"{word}, next {when}")
    if link is Link.overdue and due is not None:
        return line(Span(f"{word}, was due {ago(due, now)}", Tone.alarm))
    if link is Link.offline:
        last = f", last contact {ago(contact.last_at, now)}" if contact.last_at else ""
        return line(Span(f"{word}{last}", Tone.alarm))
    if link is Link.no_bridge:
        return line(Span("no bridge: read only when a phone is near", Tone.dim))
    return line(word)
