"""What the doors form sends: give first, then take. Pure."""

from __future__ import annotations

import msgspec

from lockdash.domain.accesses import Access
from lockdash.engine.people.orders import ChangeAccess, Grant, Revoke
from lockdash.engine.people.plans import Target
from lockdash.engine.people.steps import Step
from lockdash.tui.people.doors_form import DoorsForm
from lockdash.vendors.people import NewAccess, Terms


def doors_steps(form: DoorsForm) -> list[Step]:
    """Return the steps of `form`. Nothing is taken unless all was given: nobody stands before a closed door."""
    steps: list[Step] = []
    for key, schedule in form.given.items():
        before = len(steps) - 1 if steps and form.taken else None
        steps.append(_grant(form, form.offered[key], schedule, before))
    last = len(steps) - 1 if steps else None
    held = form.held
    for key, schedule in form.moved.items():
        steps += [_move(form, access, schedule) for access in held[key]]
    for key in sorted(form.taken):
        for access in held[key]:
            name = form.known.directory.name(access)
            steps.append(Step(title=f"take {name}", order=Revoke(form.person, access), needs=last))
    return steps


def _grant(form: DoorsForm, target: Target, schedule: str, needs: int | None) -> Step:
    label, window = form.window()
    new = NewAccess(target=target, schedule_id=schedule or None, window=window)
    title = ", ".join(filter(None, (f"give {target.name}", form.schedule_name(schedule) if schedule else label)))
    return Step(title=title, order=Grant(form.person, new), needs=needs)


def _move(form: DoorsForm, access: Access, schedule: str) -> Step:
    kept = {each: getattr(access, each) for each in Terms.__struct_fields__}
    terms = msgspec.structs.replace(Terms(**kept), schedule_id=schedule or None)
    title = f"change the schedule at {form.known.directory.name(access)} to {form.schedule_name(schedule)}"
    return Step(title=title, order=ChangeAccess(form.person, access, terms))
