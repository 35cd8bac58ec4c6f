"""Several orders after each other, as steps that can be watched, and stopped between two of them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum

import msgspec

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import Person
from lockdash.engine.failures import where_of
from lockdash.engine.people.orders import Order, Outcome
from lockdash.engine.policy import Refusal

log = logging.getLogger("lockdash.engine.people.steps")

UNWATCHED = "it may have happened: what was done to them is in their record"

Maker = Callable[[Person], Order]


class StepState(StrEnum):
    """`skipped`: not sent, because a step that it needs did not succeed, or somebody stopped."""

    waiting = "waiting"
    doing = "doing"
    done = "done"
    refused = "refused"
    failed = "failed"
    unknown = "unknown"
    skipped = "skipped"

    @property
    def is_over(self) -> bool:
        return self not in (StepState.waiting, StepState.doing)


class Step(msgspec.Struct, kw_only=True):
    """`title`: in words. `order`: what is sent, or what makes it of the person whom the step `of` has created.
    `needs`: the number of a step that has to succeed, just as it was asked for, before this one is sent. `reason`: why
    it ended as it did, in words; `outcome`: what came of it, None if nothing was sent."""

    title: str
    order: Order | Maker
    of: int | None = None
    needs: int | None = None
    state: StepState = StepState.waiting
    reason: str = ""
    outcome: Outcome | None = None

    @property
    def alarms(self) -> tuple[str, ...]:
        """Where what the vendor did differs from what was asked for, in words."""
        return self.outcome.alarms if self.outcome is not None else ()


class Steps:
    """Runs `steps`, once. `changed` is called after each change of one of them, and must not raise.

    A step that did not succeed keeps only those from being sent that need it; whoever wants to stop, stops.
    """

    def __init__(
        self,
        steps: list[Step],
        change: Callable[[Order], Awaitable[Outcome]],
        person: Callable[[str], Person | None],
    ) -> None:
        self.steps = tuple(steps)
        self.changed: Callable[[], None] = lambda: None
        self._change = change
        self._person = person
        self._stopped = False

    @property
    def is_over(self) -> bool:
        return all(each.state.is_over for each in self.steps)

    @property
    def all_done(self) -> bool:
        return all(each.state is StepState.done for each in self.steps)

    def stop(self) -> None:
        """Send nothing more; what is under way comes to its end."""
        self._stopped = True

    async def run(self) -> None:
        """Take the steps. Whoever is cancelled here stops: what was sent comes to its end all the same."""
        for step in self.steps:
            if self._stopped:
                self._move(step, StepState.skipped, "stopped before it was sent")
            else:
                await self._take(step)

    async def _take(self, step: Step) -> None:
        if said := self._hindered(step):
            self._move(step, StepState.skipped, f"not sent: {said}")
            return
        order = self._order(step)
        if order is None:
            self._move(step, StepState.failed, "not sent: nobody knows yet whom the vendor has created")
            return
        self._move(step, StepState.doing, "")
        try:
            step.outcome = await self._change(order)
        except Refusal as refusal:
            self._move(step, StepState.refused, str(refusal))
            return
        except BaseException as error:
            self._move(step, StepState.unknown, UNWATCHED)
            if not isinstance(error, Exception):
                raise
            log.error("%s: %s", step.title, where_of(error))
            return
        self._move(step, _STATES[step.outcome.change.status], step.outcome.change.reason or "")

    def _hindered(self, step: Step) -> str:
        """Why `step` is not to be sent, "" if it is."""
        number = step.of if step.needs is None else step.needs
        if number is None:
            return ""
        before = self.steps[number]
        if before.state is StepState.unknown:
            return f"nobody knows whether this has happened: {before.title}"
        if before.state is not StepState.done:
            return f"this did not succeed: {before.title}"
        return f"this is not as it was asked for: {before.title}" if step.needs is not None and before.alarms else ""

    def _order(self, step: Step) -> Order | None:
        if not callable(step.order):
            return step.order
        made = self.steps[step.of].outcome if step.of is not None else None
        key = made.change.person_key if made is not None else None
        person = self._person(key) if key is not None else None
        return step.order(person) if person is not None else None

    def _move(self, step: Step, state: StepState, reason: str) -> None:
        step.state, step.reason = state, reason
        self.changed()


_STATES = {
    ChangeStatus.requested: StepState.unknown,
    ChangeStatus.unknown: StepState.unknown,
    ChangeStatus.done: StepState.done,
    ChangeStatus.failed: StepState.failed,
    ChangeStatus.refused: StepState.refused,
}
