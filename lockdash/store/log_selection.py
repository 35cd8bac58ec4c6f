"""What a query means in numbers of the log: sets of classes, doors, people and remarks of which one must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import msgspec

from lockdash.domain.event_query import Clause, EventQuery, Field
from lockdash.store.log_names import Class, Names
from lockdash.store.moments import epoch

COLUMNS = ("class", "door", "person", "remark")


class Choice(msgspec.Struct, frozen=True):
    """An event is chosen if any of its numbers is among those of that column; with `negated`, if none is."""

    numbers: Mapping[str, frozenset[int]]
    negated: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(self.numbers.values())

    @property
    def sql(self) -> str:
        """The condition, for a statement on the log."""
        parts = [f"{column} IN ({_listed(found)})" for column, found in self.numbers.items() if found]
        either = " OR ".join(parts) or "0"
        return f"NOT ({either})" if self.negated else f"({either})"


class Selection(msgspec.Struct, frozen=True):
    """All of `choices` must hold; `since`, `until`: the event is not older, and older, than these (seconds)."""

    choices: tuple[Choice, ...] = ()
    since: float | None = None
    until: float | None = None


def selection(query: EventQuery, names: Names) -> Selection:
    """Return what `query` chooses, by what doors and people are called now and were called then."""
    return Selection(
        _joined([_choice(clause, names) for clause in query.clauses]), _seconds(query.since), _seconds(query.until)
    )


def by_ids(names: Names, account: str | None, device_ids: frozenset[str] | None, who_id: str | None) -> Selection:
    """Return the selection of what happened at an account, at some devices, to somebody, by the vendor's ids."""
    choices = []
    if device_ids is not None:
        choices.append(Choice({"door": frozenset(names.doors_of(account, device_ids))}))
    if who_id is not None:
        choices.append(Choice({"person": frozenset(names.people_of(account, who_id))}))
    if account is not None and not choices:
        choices.append(Choice({"class": frozenset(names.classes_of(account))}))
    return Selection(tuple(choices))


def _choice(clause: Clause, names: Names) -> Choice:
    if clause.field is Field.late:
        late = frozenset(no for no, each in names.classes.items() if each.is_late)
        return Choice({"class": late}, clause.negated)
    numbers: dict[str, frozenset[int]] = {}
    for column, find in _FINDERS[clause.field].items():
        numbers[column] = frozenset(no for value in clause.values for no in find(names, value))
    return Choice(numbers, clause.negated)


def _joined(choices: list[Choice]) -> tuple[Choice, ...]:
    """Make one choice of all that choose by one and the same column: what remains of it may be nothing, or so little
    that it leads there at once."""
    joined: dict[str, frozenset[int]] = {}
    rest = []
    for choice in choices:
        columns = list(choice.numbers)
        if len(columns) != 1 or choice.negated:
            rest.append(choice)
            continue
        (column,) = columns
        found = choice.numbers[column]
        joined[column] = joined[column] & found if column in joined else found
    for choice in [each for each in rest if each.negated and len(each.numbers) == 1]:
        ((column, found),) = choice.numbers.items()
        if column in joined:
            joined[column] -= found
            rest.remove(choice)
    return (*(Choice({column: found}) for column, found in joined.items()), *rest)


def _classes(fits: Callable[[Class, str], bool]) -> Callable[[Names, str], Iterator[int]]:
    return lambda names, value: (no for no, each in names.classes.items() if fits(each, value))


def _remarks(names: Names, value: str) -> Iterator[int]:
    return (no for no, text in names.remarks.items() if value in text)


_FINDERS: Mapping[Field, Mapping[str, Callable[[Names, str], Iterator[int]]]] = {
    Field.kind: {"class": _classes(lambda each, value: each.kind.startswith(value))},
    Field.outcome: {"class": _classes(lambda each, value: each.outcome.startswith(value))},
    Field.account: {"class": _classes(lambda each, value: value in each.account)},
    Field.how: {"class": _classes(lambda each, value: value in each.how)},
    Field.door: {"door": Names.doors_called},
    Field.who: {"person": Names.people_called},
    Field.text: {
        # At the beginning of a word: "locked" must not find what was unlocked.
        "class": _classes(lambda each, value: any(term.startswith(value) for term in each.terms)),
        "door": Names.doors_called,
        "person": Names.people_called,
        "remark": _remarks,
    },
}


def _listed(numbers: frozenset[int]) -> str:
    return ",".join(map(str, sorted(numbers)))


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else epoch(moment)
