"""The guest form with all that it needs."""

from __future__ import annotations

from typing import Any

from lockdash.tui.people.guest_form import GuestForm
from tests.tui.build_people import BY_NAME
from tests.tui.form_known import known

BEACH1, BEACH2, FRONT = BY_NAME["Beach House 1"], BY_NAME["Beach House 2"], BY_NAME["Front Door"]


def filled(account: str = "rentals", kind: str | None = None, doors: Any = (BEACH1,), **texts: str) -> GuestForm:
    form = GuestForm(known(), account)
    if kind is not None:
        form.choose("kind", kind)
    values = {"name": "Ada Two", "starts": "2026-03-10", "ends": "2026-03-12"} | texts
    for name, text in values.items():
        form.type(name, text)
    form.mark(frozenset(each.key for each in doors))
    return form
