"""What everything that is done to schedules begins and ends with: whether it can be, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from lockdash.engine.policy import Refusal
from lockdash.engine.schedules.orders import KINDS, Order, account_of, target_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span
from lockdash.tui.people.telling import called
from lockdash.tui.schedules import telling
from lockdash.tui.tab_desk import TabDesk

if TYPE_CHECKING:
    from lockdash.engine.schedules.schedules import Schedules
    from lockdash.tui.screens.schedules import SchedulesScreen


class Desk(TabDesk):
    """For one screen: it asks there, and says there what is done or why not."""

    screen: SchedulesScreen

    def __init__(self, screen: SchedulesScreen) -> None:
        super().__init__(screen, "schedules")

    @property
    def schedules(self) -> Schedules:
        return self.app.engine.schedules

    def named(self, name: str, account: str) -> Line:
        return called(name, account, self.app.number_of(account), self.app.glyphs)

    def learn(self, accounts: Sequence[str], then: Callable[[Mapping[str, str]], None]) -> None:
        """Connect these, so that it is known what can be done there; `then` gets why it is not, "" if it is."""
        screen = self.screen

        async def work() -> None:
            troubles = {each: await self.schedules.learn(each) for each in accounts}
            screen.call_later(then, troubles)

        self.work(work(), "what can be done with schedules")

    def able(self, order: Order, then: Callable[[], None]) -> None:
        """Go on with `then` if `order` can be sent; if not, say why."""
        account, (_, name) = account_of(order), target_of(order)

        def learnt(troubles: Mapping[str, str]) -> None:
            if not self.screen.is_active:
                return
            if said := troubles[account] or self.schedules.objection(order):
                self.screen.say(*self.named(name, account), Span(f": {said}", Tone.caution))
            else:
                then()

        self.learn([account], learnt)

    def send(self, order: Order) -> None:
        """Send one order, and tell what came of it in a line."""
        account, (_, name) = account_of(order), target_of(order)
        who, screen = self.named(name, account), self.screen
        screen.say(*telling.begun(who, KINDS[type(order)]))

        async def work() -> None:
            try:
                come = await self.schedules.change(order)
            except Refusal as refusal:
                screen.call_later(screen.say, *who, Span(f": {refusal}", Tone.caution))
                return
            screen.call_later(screen.say, *telling.outcome(who, come))

        self.work(work(), f"{KINDS[type(order)]} {name}")
