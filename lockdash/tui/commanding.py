"""From a key to a command: which devices it means, whether it may be, and how carefully it is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Device, LockState
from lockdash.engine.policy import Judgement, Manner
from lockdash.engine.views import Certainty
from lockdash.engine.words import DOING, NAMES
from lockdash.tui.grace import Ended, Grace
from lockdash.tui.keymap.in_use import keys_of
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.sending import send
from lockdash.tui.telling import named

if TYPE_CHECKING:
    from lockdash.tui.screens.devices import DevicesScreen

_NAMED = 8
"""Doors that a question names one by one; of more it gives the number."""


class Commander:
    """Gives commands for one screen, and says there what is done or why not."""

    def __init__(self, screen: DevicesScreen) -> None:
        self._screen = screen
        self._app = screen.app
        self.grace = Grace(screen, screen.app.clock, screen.show_pending, self._grace_ended)

    def give(self, kind: CommandKind, keys: Sequence[str]) -> None:
        """Give a command to the devices that the user means: one, or several that are marked."""
        if not keys:
            self._screen.say("There is no device here.")
        elif len(keys) == 1:
            self._one(kind, keys[0])
        else:
            self._several(kind, keys, spare_locked=False)

    def lock_all(self, keys: Sequence[str], *, marked: bool) -> None:
        """Lock `keys`; those that are locked beyond doubt are left alone unless they were marked."""
        self._several(CommandKind.lock, keys, spare_locked=not marked)

    def _one(self, kind: CommandKind, key: str) -> None:
        judgement = self._app.engine.judge(key, kind)
        if not judgement.allowed:
            self._screen.say(Span(judgement.reason, Tone.caution))
        elif judgement.manner is Manner.ask:
            self._ask(kind, [key], judgement.question)
        elif judgement.manner is Manner.grace:
            self.grace.begin(key, kind, keys_of(kind))
        else:
            send(self._app, [key], kind, together=False)

    def _several(self, kind: CommandKind, keys: Sequence[str], *, spare_locked: bool) -> None:
        judged = {key: self._app.engine.judge(key, kind, several=True) for key in keys}
        spared = [key for key in keys if spare_locked and self._locked_for_sure(key)]
        allowed = [key for key in keys if judged[key].allowed and key not in spared]
        barred = self._barred(judged, spared, all_shown=spare_locked)
        if not allowed:
            self._screen.say(*self._nothing(kind, spared, barred))
        elif any(judged[key].manner is Manner.ask for key in allowed):
            self._ask(kind, allowed, "", barred)
        else:
            self._screen.say(*self._begun(kind, allowed, spared, barred))
            send(self._app, allowed, kind, together=True)

    def _barred(self, judged: dict[str, Judgement], spared: Sequence[str], *, all_shown: bool) -> list[str]:
        """Return the reasons of those that cannot; a plug among all that is shown is no failure of locking it."""
        views = self._app.roster.views
        return [
            each.reason
            for key, each in judged.items()
            if not each.allowed and key not in spared and (not all_shown or views[key].device.kind.has_lock_state)
        ]

    def _locked_for_sure(self, key: str) -> bool:
        view = self._app.roster.views[key]
        return view.state is LockState.locked and view.certainty is Certainty.confirmed

    def _nothing(self, kind: CommandKind, spared: Sequence[str], barred: Sequence[str]) -> Line:
        if barred:
            return (Span(f"Nothing to {NAMES[kind]}: {'; '.join(barred)}", Tone.caution),)
        if spared:
            return (Span(f"All {len(spared)} are locked, confirmed."),)
        return (Span(f"There is nothing to {NAMES[kind]} here."),)

    def _begun(self, kind: CommandKind, allowed: Sequence[str], spared: Sequence[str], barred: Sequence[str]) -> Line:
        told = f"{DOING[kind].capitalize()} {len(allowed)}"
        told += f", {len(spared)} locked already" if spared else ""
        return (Span(told), Span(f", {len(barred)} cannot: {'; '.join(barred)}" if barred else "", Tone.caution))

    def _ask(self, kind: CommandKind, keys: Sequence[str], question: str, barred: Sequence[str] = ()) -> None:
        from lockdash.tui.screens.question import Question, QuestionScreen

        verb = NAMES[kind].capitalize()
        views = self._app.roster.views
        if len(keys) == 1:
            device = views[keys[0]].device
            rest = question.removeprefix(f"{verb} {device.name} ({device.account})? ")
            asked = Question(verb, "", [self._asked(verb, device)], rest)
        else:
            names = [self._named(key) for key in keys[:_NAMED]]
            more = len(keys) - len(names)
            names += [(Span(f"and {more} more", Tone.dim),)] if more else []
            consequence = "These doors can then be opened without a key." if kind.lets_people_in else ""
            left_out = f"Not these: {'; '.join(barred)}" if barred else ""
            asked = Question(verb, f"{verb} {len(keys)} doors?", names, consequence, left_out)
        self._app.push_screen(
            QuestionScreen(asked, self._screen.cursor_line()), lambda yes: self._answered(kind, keys, yes)
        )

    def _answered(self, kind: CommandKind, keys: Sequence[str], yes: bool | None) -> None:
        if yes:
            send(self._app, keys, kind, together=len(keys) > 1)
        else:
            self._screen.say(f"Not {'opened' if kind is CommandKind.open else 'unlocked'}: nothing was sent.")

    def _grace_ended(self, key: str, kind: CommandKind, how: Ended) -> None:
        if how is Ended.sent:
            send(self._app, [key], kind, together=False)
        elif how is Ended.interrupted:
            self._screen.say(*self._named(key), ": nothing was sent: the grace was interrupted.")
        else:
            self._screen.say(*self._named(key), ": stopped, nothing was sent.")

    def _asked(self, verb: str, device: Device) -> Line:
        app = self._app
        mark = Span(f"{app.glyphs.edge} ", account=app.number_of(device.account))
        return line(mark, Span(f"{verb} {device.name}?", strong=True), Span(f" {device.account}", Tone.dim))

    def _named(self, key: str) -> Line:
        app = self._app
        view = app.roster.views.get(key)
        device = view.device if view else None
        return named(device, key, app.number_of(device.account) if device else None, app.glyphs)
