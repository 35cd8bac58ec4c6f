"""The same thing done to several people: who can, who cannot and why, and one row of steps for all. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import msgspec

from lockdash.domain.people import Person
from lockdash.engine.people.orders import Order
from lockdash.engine.people.steps import Step, StepState

_NAMED, _REASONS = 3, 3
"""People whom a reason names one by one, and reasons; of more there is the number."""


class Part(msgspec.Struct, frozen=True):
    """What is to be done to one person. `why`: why it cannot be, "" if it can."""

    person: Person
    steps: tuple[Step, ...] = ()
    why: str = ""


class Batch(msgspec.Struct, frozen=True):
    """`able`: those to whom something is done. `barred`: the others."""

    able: tuple[Part, ...]
    barred: tuple[Part, ...] = ()

    @property
    def people(self) -> list[Person]:
        return [each.person for each in self.able]

    @property
    def requests(self) -> int:
        """How many requests it takes."""
        return sum(len(each.steps) for each in self.able)

    @property
    def left_out(self) -> str:
        """Who is not among them and why, "" if nobody: people with one reason are told together."""
        reasons: dict[str, list[str]] = {}
        for part in self.barred:
            reasons.setdefault(part.why, []).append(part.person.name)
        told = [f"{_listed(names)}: {why}" for why, names in list(reasons.items())[:_REASONS]]
        more = sum(len(names) for names in list(reasons.values())[_REASONS:])
        told += [f"and {more} more"] if more else []
        return f"{len(self.barred)} cannot. {'; '.join(told)}" if told else ""


def sort(parts: Iterable[Part]) -> Batch:
    """Return `parts`, those that can apart from those that cannot."""
    known = tuple(parts)
    return Batch(tuple(each for each in known if not each.why), tuple(each for each in known if each.why))


def part(person: Person, steps: Sequence[Step], objection: Callable[[Order], str], nothing: str) -> Part:
    """Return what is to be done to `person`, or why the first step that is not possible is not. `nothing`: why there
    are no steps."""
    if not steps:
        return Part(person, why=nothing)
    orders = [each.order for each in steps if not callable(each.order)]
    why = next((why for each in orders if (why := objection(each))), "")
    return Part(person, tuple(steps), unnamed(why, person))


def unnamed(why: str, person: Person) -> str:
    """Return a reason without the name at its start: it stands before it already, beside others perhaps."""
    return why.removeprefix(f"{person.name} ")


def together(parts: Sequence[Part]) -> list[Step]:
    """Return the steps of all `parts` after each other; with several people, each says whose it is."""
    found: list[Step] = []
    for each in parts:
        found += _moved(each.steps, len(found), f"{each.person.name}: " if len(parts) > 1 else "")
    return found


def served(parts: Sequence[Part], steps: Sequence[Step]) -> frozenset[str]:
    """Return the keys of those for whom all was done just as it was asked for. `steps`: those of all `parts`, after
    they were taken."""
    left = iter(steps)
    taken = {part.person.key: [*islice(left, len(part.steps))] for part in parts}
    return frozenset(key for key, mine in taken.items() if all(_went_well(each) for each in mine))


def _went_well(step: Step) -> bool:
    return step.state is StepState.done and not step.alarms


def _moved(steps: Iterable[Step], by: int, whose: str) -> list[Step]:
    """Steps name those that they need by number."""
    return [
        msgspec.structs.replace(
            step,
            title=f"{whose}{step.title}",
            of=None if step.of is None else step.of + by,
            needs=None if step.needs is None else step.needs + by,
        )
        for step in steps
    ]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    told = ", ".join(names[:_NAMED])
    return f"{told} and {more} more" if more > 0 else told
