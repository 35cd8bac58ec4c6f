"""What somebody is now, in a word, a sign and a tone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lockdash.domain.accesses import Access, TargetKind
from lockdash.domain.people import PersonStatus
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone

STATUS_WORDS: Mapping[PersonStatus, str] = {
    PersonStatus.current: "Current",
    PersonStatus.upcoming: "Upcoming",
    PersonStatus.pending: "Pending",
    PersonStatus.unknown: "Unknown",
    PersonStatus.expired: "Expired",
    PersonStatus.deactivated: "Deactivated",
}
STATUS_TONES: Mapping[PersonStatus, Tone] = {
    PersonStatus.current: Tone.calm,
    PersonStatus.upcoming: Tone.calm,
    PersonStatus.pending: Tone.dim,
    PersonStatus.unknown: Tone.unsure,
    PersonStatus.expired: Tone.dim,
    PersonStatus.deactivated: Tone.dim,
}


def status_sign(status: PersonStatus, glyphs: Glyphs) -> str:
    """Return the sign of a status: full for who may enter, hollow for who will, a dash for who may no more."""
    if status is PersonStatus.current:
        return glyphs.current
    if status is PersonStatus.upcoming:
        return glyphs.upcoming
    if status is PersonStatus.pending:
        return glyphs.waiting
    return glyphs.over if status.is_over else glyphs.unknown


def counted(accesses: Sequence[Access]) -> str:
    """Return how many: `2 doors`, or `2 accesses` where one is to a group or location."""
    number, only_doors = len(accesses), all(each.target_kind is TargetKind.device for each in accesses)
    noun, several = ("door", "doors") if only_doors else ("access", "accesses")
    return f"{number} {noun if number == 1 else several}"
