"""The fields of the guest form: what they are called, and what is said to whoever is in one."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.accesses import AccountDefaults
from lockdash.tui.people.form_state import Field, Shape

_WHEN = "By the clock at the door."

FIELDS = (
    Field("account", "Account", Shape.choice, "Whose doors they are to open."),
    Field("kind", "As", Shape.choice, "What the vendor keeps them as; that decides what can be said of them."),
    Field("name", "Name", Shape.text, "As the vendor and the locks are to know them."),
    Field("email", "E-mail", Shape.text, "Where the instructions go.", "name@example.org"),
    Field("department", "Department", Shape.text, "Only for your own order."),
    Field("pin_way", "PIN", Shape.choice, "Who chooses the digits."),
    Field("pin", "Digits", Shape.secret, "They are masked."),
    Field("one_time", "Opens once", Shape.choice, "Whether the PIN is good for one entry only."),
    Field("starts", "From", Shape.text, _WHEN),
    Field("ends", "To", Shape.text, _WHEN),
    Field("week", "Hours", Shape.text, "On which days and hours, by the clock at the door.", "always"),
    Field("zone", "Time zone", Shape.text, "No door says in which time zone it is.", "Europe/Warsaw"),
    Field("schedule_id", "Schedule", Shape.choice, "On which hours of the stay the doors open."),
    Field("letter", "Instructions", Shape.choice, "A letter by e-mail that says when, where and with which PIN."),
    Field("days", "Days before", Shape.text, "How many days before the stay the letter is sent.", "2"),
)
TARGETS = "targets"
"""The picker: a field like the others, with a widget of its own."""
TARGETS_HINT = "Space marks a door, / looks for one. Everybody here has at least one."

IN_ORDER: Mapping[str, str] = {
    "starts_at": "starts",
    "ends_at": "ends",
    "generate_pin": "pin_way",
    "first": TARGETS,
    "target": TARGETS,
    "stay": "starts",
    "origin": "kind",
}
"""From the names that an order has (NewPerson, NewAccess) to those of the form, where they differ."""


def time_placeholder(name: str, defaults: AccountDefaults | None, *, needed: bool) -> str:
    """Return what an empty time field says: the form, and the time of the day that a date alone gets."""
    usual = (defaults.guest_start if name == "starts" else defaults.guest_end) if defaults is not None else None
    form = f"YYYY-MM-DD, and HH:MM if not {usual:%H:%M}" if usual is not None else "YYYY-MM-DD HH:MM"
    return form if needed else f"no limit, or {form}"


def time_hint(defaults: AccountDefaults | None, *, whole_hours: bool) -> str:
    said = "By the clock at the door, as 2026-12-31 16:00"
    if defaults is not None:
        said += ", or the date alone for the account's usual time"
    return f"{said}. Whole hours only." if whole_hours else f"{said}."
