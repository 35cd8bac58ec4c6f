"""Several orders after each other, as steps that can be watched, and stopped between two of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

import msgspec

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import Person
from lockdash.engine.people.orders import Order, Outcome
from lockdash.engine.policy import Refusal

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
    `needs`: the number of a step without whose success this one is not sent. `reason`: why it ended as it did."""

    title: str
    order: Order | Maker
    of: int | None = None
    needs: int | None = None
    state: StepState = StepState.waiting
    reason: str = ""
    outcome: Outcome | None = None


class Steps:
    """Runs `steps`, once. `changed` is called after each change of one of them.

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
        for step in self.steps:
            if self._stopped:
                self._move(step, StepState.skipped, "stopped before it was sent")
            else:
                await self._take(step)

    async def _take(self, step: Step) -> None:
        before = next((each for each in (step.needs, step.of) if each is not None), None)
        if before is not None and self.steps[before].state is not StepState.done:
            self._move(step, StepState.skipped, f"not sent: {self.steps[before].title} did not succeed")
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
        self._move(step, _STATES[step.outcome.change.status], step.outcome.change.reason or "")

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
