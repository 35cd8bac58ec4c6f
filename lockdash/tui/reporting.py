"""Facts that reach the app, passed on to the screens and, where they are for the user, told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.worker import Worker, WorkerState

from lockdash.tui import messages, telling
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.screens.devices import DevicesScreen
from lockdash.tui.screens.tab import TabScreen

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp


_NOTICE_FOR = 60.0
"""Seconds; nobody expects it, and it is longer than the rest."""


class Reporting:
    """The part of the app that listens. Workers post messages, and nothing else, to these handlers."""

    _told: tuple[str, ...] = ()

    def on_snapshot_changed(self, message: messages.SnapshotChanged) -> None:
        app, snapshot = _app(self), message.snapshot
        news, app.news = app.news, frozenset()
        changed = app.roster.take(snapshot, app.clock.now()) | news
        self.tell_notices()
        for screen in app.screen_stack:
            if isinstance(screen, DevicesScreen):
                screen.devices_changed(changed)
            elif isinstance(screen, TabScreen):
                screen.redraw_frame()
            else:
                screen.post_message(messages.SnapshotChanged(snapshot))

    def on_config_read(self, message: messages.ConfigRead) -> None:
        _app(self).reloading.take(message.config)

    def on_config_broken(self, message: messages.ConfigBroken) -> None:
        _app(self).reloading.broken(message.error)

    def on_people_loaded(self, message: messages.PeopleLoaded) -> None:
        app = _app(self)
        app.take_people()
        app.people.shown()
        app.take_schedules()
        for screen in app.screen_stack:
            if isinstance(screen, DevicesScreen):
                screen.redraw_detail()

    def tell_notices(self) -> None:
        """Tell what came to light of the store and the sessions, once; the accounts view keeps it."""
        app = _app(self)
        new = [each for each in app.snapshot.notices if each not in self._told]
        self._told = app.snapshot.notices
        if new:
            app.say(Span("; ".join(new), Tone.caution), seconds=_NOTICE_FOR)

    def on_command_asked(self, message: messages.CommandAsked) -> None:
        _app(self).say(*telling.stands(self._named(message.command.device_key), message.command))

    def on_command_settled(self, message: messages.CommandSettled) -> None:
        _app(self).say(*telling.stands(self._named(message.command.device_key), message.command))

    def on_command_refused(self, message: messages.CommandRefused) -> None:
        _app(self).say(*self._named(message.device_key), Span(f": {message.why}", Tone.caution))

    def on_several_settled(self, message: messages.SeveralSettled) -> None:
        app = _app(self)
        names = {key: view.device.name for key, view in app.roster.views.items()}
        app.say(*telling.summary(message.kind, message.commands, message.refused, names))

    def on_refresh_answered(self, message: messages.RefreshAnswered) -> None:
        _app(self).say(*telling.refreshed(message.answers))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker that failed for a reason nobody foresaw says so; the dashboard stays."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            what = f"{event.worker.name or 'Something'} failed: {type(error).__name__}: {error}"
            _app(self).say(*line(Span(what, Tone.alarm)))

    def _named(self, key: str) -> Line:
        app = _app(self)
        view = app.roster.views.get(key)
        device = view.device if view else None
        return telling.named(device, key, app.number_of(device.account) if device else None, app.glyphs)


def _app(reporting: Reporting) -> LockdashApp:
    return cast("LockdashApp", reporting)
