"""One small message for each fact that reaches the screen from outside: workers post them, widgets react."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from lockdash.domain.commands import Command, CommandKind
from lockdash.engine.snapshot import Snapshot

if TYPE_CHECKING:
    from lockdash.config.problems import ConfigError
    from lockdash.config.settings import Config
    from lockdash.engine.log.views import Count, Page
    from lockdash.tui.events.heat import Heat
    from lockdash.tui.events.periods import Period, Slot
    from lockdash.tui.events.reading import Asked


class SnapshotChanged(Message):
    """The engine knows something new."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.snapshot = snapshot

    def can_replace(self, message: Message) -> bool:
        """A newer snapshot holds all that an older one said."""
        return isinstance(message, SnapshotChanged)


class ConfigRead(Message):
    """The files of the configuration have changed, and can be used."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config


class ConfigBroken(Message):
    """They have changed, and cannot be used."""

    def __init__(self, error: ConfigError) -> None:
        super().__init__()
        self.error = error


class PeopleLoaded(Message):
    """What the store has of people is known now."""


class PeopleChanged(Message):
    """The engine knows something new of people: its snapshot says what."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, PeopleChanged)


class PeopleUnreadable(Message):
    """What is stored of people cannot be read. `why`: for the user."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


class PeopleAsked(Message):
    """Lists of people were asked for. `answers`: account to "" (they are read soon) or to why not."""

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__()
        self.answers = answers


class CommandAsked(Message):
    """A command was recorded and is on its way."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self.command = command


class CommandRefused(Message):
    """The engine did not take a command. `why`: for the user."""

    def __init__(self, device_key: str, kind: CommandKind, why: str) -> None:
        super().__init__()
        self.device_key = device_key
        self.kind = kind
        self.why = why


class CommandSettled(Message):
    """A command came to its end, or we stopped waiting for it."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self.command = command


class RefreshAnswered(Message):
    """What a refresh did: account to "" (a read was started) or to why not now."""

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__()
        self.answers = answers


class SeveralSettled(Message):
    """A command to several devices came to its end everywhere. `refused`: device key to why it was not sent."""

    def __init__(self, kind: CommandKind, commands: list[Command], refused: dict[str, str]) -> None:
        super().__init__()
        self.kind = kind
        self.commands = commands
        self.refused = refused


class LogRead(Message):
    """A page of the event log. `asked`: which one, and for what."""

    def __init__(self, asked: Asked, page: Page) -> None:
        super().__init__()
        self.asked = asked
        self.page = page


class LogCounted(Message):
    """How many events there are of what was asked for in question number `stamp`."""

    def __init__(self, stamp: int, count: Count) -> None:
        super().__init__()
        self.stamp = stamp
        self.count = count


class LogDrawn(Message):
    """How much happened when, of what was asked for in question number `stamp`."""

    def __init__(self, stamp: int, period: Period, slots: Sequence[Slot]) -> None:
        super().__init__()
        self.stamp = stamp
        self.period = period
        self.slots = slots


class LogUnreadable(Message):
    """The event log cannot be read. `why`: for the user."""

    def __init__(self, stamp: int, why: str) -> None:
        super().__init__()
        self.stamp = stamp
        self.why = why


class NamesLearnt(Message):
    """People became known, or are called something else."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, NamesLearnt)


class LogMoved(Message):
    """The event log is another one."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, LogMoved)


class HeatRead(Message):
    """When doors are used, by the hour of the week."""

    def __init__(self, heat: Heat) -> None:
        super().__init__()
        self.heat = heat
