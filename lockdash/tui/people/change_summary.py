"""What is about to be changed of somebody, in words."""

from __future__ import annotations

from msgspec import UnsetType

from lockdash.tui.panes.lines import Line
from lockdash.tui.people.change_form import ChangeForm
from lockdash.tui.people.form_options import MADE, VENDOR
from lockdash.tui.people.guest_summary import fact


def change_summary(form: ChangeForm, width: int) -> list[Line]:
    """Return each thing that differs, as it is and as it will be."""
    lines: list[Line] = []
    for name, label in (("name", "Name"), ("email", "E-mail"), ("department", "Department")):
        after = getattr(form.change, name)
        if not isinstance(after, UnsetType):
            before = getattr(form.person, name) or "nothing"
            lines += fact(label, f"{before}, from now on {after or 'nothing'}", width)
    way = form.choices["pin_way"]
    if way == VENDOR:
        lines += fact("PIN", "a new one, which the vendor makes: reveal it after that", width)
    elif form.pin is not None:
        digits = form.known.hidden * len(form.pin.reveal())
        lines += fact("PIN", f"{digits}, {'made here' if way == MADE else 'as typed'}", width)
    if way == VENDOR or form.pin is not None:
        lines += fact("", "The old one counts at each lock until it has heard of the new one.", width)
    return lines
