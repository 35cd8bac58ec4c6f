"""The ways to end it: doors are taken, somebody is deactivated, somebody is deleted. Each asks first."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.domain.accesses import Access, TargetKind
from lockdash.domain.devices import DeviceKind
from lockdash.domain.people import Ability, Person, PersonStatus
from lockdash.engine.people import words
from lockdash.engine.people.orders import Deactivate, Delete
from lockdash.engine.people.steps import Step
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.people.bulk import Batch, Part
from lockdash.tui.people.desk import Desk
from lockdash.tui.render.fit import steady
from lockdash.tui.render.person_words import counted
from lockdash.tui.screens.question import Question

_NOTHING = "Nothing was sent: {} stays as it is."
_NO_DOORS = "there is no door to take"


class Endings:
    """`revoke`, `deactivate`, `delete`: of one person, or of several who are marked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Doors

    def revoke(self, keys: Sequence[str]) -> None:
        desk, people = self._desk, self._desk.known(keys)
        batch = desk.batch(people, self._revocations, _NO_DOORS)
        if not people or not desk.able(batch, "take a door from"):
            return
        if len(keys) > 1:
            self._revoke_all(batch)
        else:
            self._choose(batch.people[0])

    def _choose(self, person: Person) -> None:
        from lockdash.tui.screens.choice import ChoiceScreen

        desk, name = self._desk, person.name
        accesses = self._accesses(person)
        doors = [desk.people.directory.name(each) for each in accesses]
        no = _NOTHING.format(name)
        if len(accesses) == 1:
            it = "its lock has" if accesses[0].target_kind is TargetKind.device else "its locks have"
            words = f"{name} has no other door then, and can open this one until {it} heard."
            asked = Question("Take", "", [desk.asked(f"Take {doors[0]} from {name}?", person)], words)
            desk.ask(asked, lambda: self._take(person, accesses), no)
            return
        title = desk.asked(f"Take these doors from {name}?", person)
        asked = Question("Take", "", [title], "Each opens until its lock has heard.")
        screen = ChoiceScreen(asked, desk.screen.cursor_line(), doors)
        desk.put(screen, lambda: self._take(person, [accesses[number] for number in sorted(screen.chosen)]), no)

    def _take(self, person: Person, accesses: Sequence[Access]) -> None:
        title = f"Take {counted(accesses)} from {person.name}"
        self._desk.watch(title, self._desk.people.revocation(person, accesses))

    def _revoke_all(self, batch: Batch) -> None:
        words = f"{_doors(batch.requests)} in all, a request for each. They open until their locks have heard."
        asked = self._several("Take", f"Take all doors from {_people(batch)}?", batch, words)
        title = f"Take all doors from {_people(batch)}"
        self._desk.ask(asked, lambda: self._desk.watch_all(title, batch.able), _NOTHING.format("everybody"))

    def _revocations(self, person: Person) -> list[Step]:
        return list(self._desk.people.revocation(person).steps)

    def _accesses(self, person: Person) -> tuple[Access, ...]:
        return self._desk.people.snapshot.by_person.get(person.key, ())

    # The code

    def deactivate(self, keys: Sequence[str]) -> None:
        desk, people = self._desk, self._desk.known(keys)
        batch = _apart(desk.batch(people, lambda each: [Step(title="deactivate", order=Deactivate(each))]))
        if not people or not desk.able(batch, "deactivate"):
            return
        if len(keys) > 1:
            words = f"Their PINs go from the locks, and open until each lock has heard. {_kept(len(batch.able))}"
            words += f" {_requests(batch)}"
            asked = self._several("Deactivate", f"Deactivate {_people(batch)}?", batch, words)
            title, no = f"Deactivate {_people(batch)}", _NOTHING.format("everybody")
        else:
            person = batch.people[0]
            head = desk.asked(f"Deactivate {person.name}?", person)
            asked = Question("Deactivate", "", [head], self._of_one(person))
            title, no = f"Deactivate {person.name}", _NOTHING.format(person.name)
        desk.ask(asked, lambda: desk.watch_all(title, batch.able), no)

    def _of_one(self, person: Person) -> str:
        accesses = self._accesses(person)
        if not accesses:
            return f"They have no door now. {_kept(1)}"
        if len(accesses) == 1 and accesses[0].target_kind is TargetKind.device:
            return f"The PIN goes from the lock of 1 door, and opens until it has heard. {_kept(1)}"
        return f"The PIN goes from the locks of {counted(accesses)}, and opens each until it has heard. {_kept(1)}"

    # The person

    def delete(self, keys: Sequence[str]) -> None:
        from lockdash.tui.screens.typed_question import TypedQuestionScreen

        desk, people = self._desk, self._desk.known(keys)
        batch = desk.batch(people, lambda each: [Step(title="delete", order=Delete(each))])
        if not people or not desk.able(batch, "delete"):
            return
        line = desk.screen.cursor_line()
        if len(keys) > 1:
            words = f"Records, PINs and doors go for good. {_requests(batch)}{self._offline(batch.people)}"
            asked = self._several("Delete", f"Delete {_people(batch)}?", batch, words)
            screen = TypedQuestionScreen(asked, line, str(len(batch.able)), "their number")
            title = f"Delete {_people(batch)}"
            desk.put(screen, lambda: desk.watch_all(title, batch.able), _NOTHING.format("everybody"))
            return
        person = batch.people[0]
        asked = Question("Delete", "", [desk.asked(f"Delete {person.name}?", person)], self._loss(person))
        word, what = typed_word(person.name)
        screen = TypedQuestionScreen(asked, line, word, what)
        desk.put(screen, lambda: desk.send(Delete(person)), _NOTHING.format(person.name))

    def _loss(self, person: Person) -> str:
        accesses, origin = self._accesses(person), self._desk.origin(person)
        told = f"Record, PIN and {counted(accesses)} go for good." if accesses else "Record and PIN go for good."
        able = origin.abilities - person.denied if origin is not None else frozenset()
        if Ability.deactivate in able and person.status is not PersonStatus.deactivated:
            told += " Deactivating (d) instead keeps the record."
        return told + self._offline([person])

    def _offline(self, people: Sequence[Person]) -> str:
        """A lock without any link goes on taking a PIN that nobody knows of any more."""
        origins = [self._desk.origin(each) for each in people]
        if any(each is not None and DeviceKind.offline_lock in each.doors for each in origins):
            return " An offline lock hears of nothing: the PIN opens it until the stay is over."
        return ""

    def _several(self, verb: str, title: str, batch: Batch, words: str) -> Question:
        return Question(verb, title, self._desk.listed(batch.people), words, batch.left_out)


def typed_word(name: str) -> tuple[str, str]:
    """As `words.typed_word`, of a name as it stands on the screen: what is not shown is not asked for."""
    return words.typed_word(name if steady(name) == name else "")


def _apart(batch: Batch) -> Batch:
    """Those who are deactivated already need nothing."""
    done = [each for each in batch.able if each.person.status is PersonStatus.deactivated]
    barred = (*batch.barred, *(Part(each.person, why="is deactivated already") for each in done))
    return Batch(tuple(each for each in batch.able if each not in done), barred)


def _people(batch: Batch) -> str:
    return "1 person" if len(batch.able) == 1 else f"{len(batch.able)} people"


def _requests(batch: Batch) -> str:
    return "It takes 1 request." if batch.requests == 1 else f"It takes {batch.requests} requests."


def _doors(number: int) -> str:
    return "1 door" if number == 1 else f"{number} doors"


def _kept(number: int) -> str:
    past = key_of("past")
    return f"The record stays: {past} shows it." if number == 1 else f"The records stay: {past} shows them."
