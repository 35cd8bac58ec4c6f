"""From a key to what is done to people: who is meant, whether it may be, how carefully it is asked, how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lockdash.domain.people import Credentials
from lockdash.engine.people.orders import Outcome, Reveal
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Span
from lockdash.tui.people.desk import Desk
from lockdash.tui.people.ending import Endings
from lockdash.tui.people.glimpse import SHOWN_FOR, SHOWN_FOR_TEXT
from lockdash.tui.people.letters import Letters
from lockdash.tui.people.revealing import Revealed
from lockdash.tui.people.staying import Stays

if TYPE_CHECKING:
    from lockdash.tui.screens.people import PeopleScreen


class PeopleCommander:
    """For one screen. `keys`: the marked people, or the one under the cursor."""

    def __init__(self, screen: PeopleScreen) -> None:
        self._screen = screen
        self._app = screen.app
        self._desk = Desk(screen)
        self._endings = Endings(self._desk)
        self._letters = Letters(self._desk)
        self._stays = Stays(self._desk)
        self._revealed = Revealed(screen, self._app.clock, screen.redraw_detail)

    def close(self) -> None:
        """The screen goes."""
        self._revealed.close()

    # Forms

    def new_guest(self) -> None:
        from lockdash.tui.screens.guest import GuestScreen

        if self._app.read_only:
            self._screen.say(Span("The configuration allows only looking: nobody is added.", Tone.caution))
        else:
            views = self._screen.roster.views
            here = views.get(self._screen.cursor_key or "")
            self._app.push_screen(GuestScreen(here.person.account if here is not None else None), self._added)

    def _added(self, key: str | None) -> None:
        """The cursor goes to who is new, if they are known by now."""
        self._screen.take()
        if key in self._screen.roster.views:
            self._screen.go_to(key)

    def doors(self, key: str) -> None:
        from lockdash.tui.screens.form_doors import DoorsScreen

        if self._desk.one([key]) is not None:
            self._app.push_screen(DoorsScreen(key))

    def change(self, key: str) -> None:
        from lockdash.tui.screens.form_change import ChangeScreen

        if self._desk.one([key]) is not None:
            self._app.push_screen(ChangeScreen(key))

    # Deeds

    def stay(self, keys: Sequence[str]) -> None:
        """Extend or shorten."""
        self._stays.change(keys)

    def letter(self, keys: Sequence[str]) -> None:
        """Have the access instructions sent."""
        self._letters.send(keys)

    def revoke(self, keys: Sequence[str]) -> None:
        self._endings.revoke(keys)

    def deactivate(self, keys: Sequence[str]) -> None:
        self._endings.deactivate(keys)

    def delete(self, keys: Sequence[str]) -> None:
        self._endings.delete(keys)

    # The PIN

    def reveal(self, key: str) -> None:
        """Show the PIN and the card for a while; if they are shown, no longer."""
        if self._revealed.of(key) is not None:
            self._revealed.forget()
            return
        person = self._desk.one([key])
        if person is None:
            return
        order, who = Reveal(person), self._desk.named(person)
        if said := self._desk.people.objection(order):
            self._screen.say(*who, Span(f": {said}", Tone.caution))
        elif person.has_pin is False and not person.has_card:
            self._screen.say(*who, ": there is no PIN to show.")
        else:
            self._desk.send(order, lambda come: self._shown(key, come))

    def _shown(self, key: str, come: Outcome) -> None:
        """It came; the eyes may be elsewhere by now, and then nobody sees it."""
        screen, found = self._screen, come.credentials
        if found is None or not (found.pin or found.card):
            screen.say(f"{come.change.person_name} has no PIN.")
        elif screen.cursor_key != key or not screen.is_active:
            again = f"{key_of('reveal')} asks again."
            screen.say(f"{come.change.person_name}: not shown, as the cursor has left meanwhile; {again}")
        else:
            self._revealed.show(key, found)
            keys = f"{key_of('copy')} copies it, {key_of('reveal')} hides it."
            screen.say(f"Shown for {SHOWN_FOR_TEXT} and recorded; {keys}", seconds=SHOWN_FOR)

    def revealed(self, key: str) -> Credentials | None:
        """Return what is shown of `key` now."""
        return self._revealed.of(key) if self._screen.is_active else None

    def cursor_moved(self) -> None:
        """What was shown of another is forgotten."""
        self._revealed.keep_only(self._screen.cursor_key)

    def hidden(self) -> None:
        """The tab is not to be seen any more, and what was shown there is forgotten."""
        self._revealed.forget()

    def copy(self, key: str) -> bool:
        """Copy the PIN while it is shown, else name and e-mail address. Return whether there was anybody."""
        app, screen = self._app, self._screen
        shown = self.revealed(key)
        if shown is not None and (secret := shown.pin or shown.card):
            app.copy_to_clipboard(secret.reveal(), kept=False)
            screen.say(
                Span(f"The {'PIN' if shown.pin else 'card'} is in your terminal's clipboard now", Tone.caution),
                Span(": it stays there until you copy something else."),
            )
            return True
        person = app.engine.people.snapshot.people.get(key)
        if person is None:
            return False
        text = f"{person.name} {person.email}" if person.email else person.name
        app.copy_to_clipboard(text)
        screen.say(f"Copied to your terminal's clipboard: {text}")
        return True
