"""What everything that is done to people begins and ends with: who is meant, the question, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from lockdash.domain.people import Person
from lockdash.engine.people.orders import KINDS, Outcome, ToSomebody
from lockdash.engine.people.steps import Step, Steps
from lockdash.engine.policy import Refusal
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span
from lockdash.tui.people import telling
from lockdash.tui.people.bulk import Batch, Part, part, served, sort, together
from lockdash.tui.tab_desk import TabDesk

if TYPE_CHECKING:
    from lockdash.engine.people.people import People
    from lockdash.tui.screens.people import PeopleScreen
    from lockdash.vendors.people import Origin

NAMED = 6
"""People whom a question names one by one; of more it gives the number."""
GROUP = "people"


class Desk(TabDesk):
    """For one screen: it asks there, and says there what is done or why not."""

    screen: PeopleScreen

    def __init__(self, screen: PeopleScreen) -> None:
        super().__init__(screen, GROUP)

    @property
    def people(self) -> People:
        return self.app.engine.people

    # Who is meant

    def one(self, keys: Sequence[str]) -> Person | None:
        """Return the only one who is meant; None, and it is said, for one who is gone."""
        known = self.known(keys)
        return known[0] if known else None

    def known(self, keys: Sequence[str]) -> list[Person]:
        """Return those who are still there; if nobody is, it is said."""
        there = self.people.snapshot.people
        found = [there[key] for key in keys if key in there]
        if not keys:
            self.screen.say("There is nobody here.")
        elif not found:
            views = self.screen.roster.views
            name = views[keys[0]].person.name if len(keys) == 1 and keys[0] in views else "Everybody who was meant"
            self.screen.say(Span(f"{name} is gone: somebody has deleted them meanwhile.", Tone.caution))
        return found

    def origin(self, person: Person) -> Origin | None:
        state = self.people.snapshot.accounts.get(person.account)
        return state.origin(person.origin) if state is not None else None

    def named(self, person: Person) -> Line:
        return telling.named(person, self.app.number_of(person.account), self.app.glyphs)

    def asked(self, words: str, person: Person) -> Line:
        """Return a question about `person` behind the account's mark; `words` has the name in it."""
        return self.titled(words, person.account)

    def listed(self, people: Sequence[Person]) -> list[Line]:
        """Return the names of `people`, a line each; of many only the first."""
        more = len(people) - NAMED
        names = [self.named(each) for each in people[: NAMED if more > 1 else NAMED + 1]]
        return [*names, (Span(f"and {more} more", Tone.dim),)] if more > 1 else names

    # What can be done

    def batch(self, people: Iterable[Person], steps: Callable[[Person], Sequence[Step]], nothing: str = "") -> Batch:
        """Return what `steps` come to for `people`. `nothing`: why somebody without any has none."""
        return sort(part(each, steps(each), self.people.objection, nothing) for each in people)

    def able(self, batch: Batch, verb: str) -> bool:
        """Whether anything can be done; if not, it is said why."""
        barred = batch.barred
        if not batch.able and len(barred) == 1:
            self.screen.say(*self.named(barred[0].person), Span(f": {barred[0].why}", Tone.caution))
        elif not batch.able:
            self.screen.say(Span(f"Nobody to {verb}. {batch.left_out}", Tone.caution))
        return bool(batch.able)

    # How it is done

    def watch(self, title: str, steps: Steps, then: Callable[[], None] = lambda: None) -> None:
        """Run `steps` under the user's eyes; `then` is called once they have read what came of it."""
        from lockdash.tui.screens.steps import StepsScreen

        self.app.push_screen(StepsScreen(title, steps), lambda _: then())

    def watch_all(self, title: str, parts: Sequence[Part]) -> None:
        """Do `parts` likewise. Those for whom all went well lose their marks; those who are left can be tried again."""
        steps = self.people.steps(together(parts))
        self.watch(title, steps, lambda: self._unmark(served(parts, steps.steps)))

    def _unmark(self, keys: frozenset[str]) -> None:
        self.screen.table.marked -= keys

    def send(self, order: ToSomebody, then: Callable[[Outcome], None] | None = None) -> None:
        """Send one order; `then` gets what came of it, else it is told in a line."""
        person = order.person
        who, screen = self.named(person), self.screen
        screen.say(*telling.begun(who, KINDS[type(order)]))

        async def work() -> None:
            try:
                come = await self.people.change(order)
            except Refusal as refusal:
                screen.call_later(screen.say, *who, Span(f": {refusal}", Tone.caution))
                return
            if come.is_done and then is not None:
                screen.call_later(then, come)
            else:
                screen.call_later(screen.say, *telling.outcome(who, come))

        self.work(work(), f"{KINDS[type(order)]} {person.name}")
