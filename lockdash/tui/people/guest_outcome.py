"""What became of the steps that add somebody, as far as the form has to know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from lockdash.engine.people.orders import Create
from lockdash.engine.people.steps import Step, StepState
from lockdash.tui.people.form_doors import target_key
from lockdash.tui.people.guest_fields import IN_ORDER


class GuestOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """`finished`: everybody was added; what went wrong after that was told where it happened. `given`: keys of the
    doors of those who were added, where each has one of their own. `fields`: refusals by the form's fields. `words`:
    what is about none. `doubtful`: somebody may have been added."""

    finished: bool
    given: frozenset[str] = frozenset()
    fields: Mapping[str, str] = {}
    words: tuple[str, ...] = ()
    doubtful: bool = False


def outcome_of(steps: Sequence[Step]) -> GuestOutcome:
    """Return what became of `steps` of `plans.guest_steps`."""
    made = [(each, each.order) for each in steps if isinstance(each.order, Create)]
    left = [each for each, _ in made if each.state is not StepState.done]
    if not left:
        return GuestOutcome(finished=True)
    given = [order.new.first for step, order in made if step.state is StepState.done]
    fields: dict[str, str] = {}
    words = [f"{each.target.name}: added there already" for each in given if each is not None]
    for step in left:
        said = step.outcome.fields if step.outcome is not None else {}
        fields |= {IN_ORDER.get(name, name): text for name, text in said.items() if name}
        if not any(name for name in said):
            words.append(said.get("") or step.reason or f"{step.title}: not sent")
        elif said.get(""):
            words.append(said[""])
    return GuestOutcome(
        finished=False,
        given=frozenset(target_key(each.target) for each in given if each is not None),
        fields=fields,
        words=tuple(dict.fromkeys(words)),
        doubtful=any(each.state is StepState.unknown for each in left),
    )
