"""What the user is told of commands and refreshes: a line each, with the account's mark beside the device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lockdash.domain.commands import Command, CommandKind, CommandStatus
from lockdash.domain.devices import Device
from lockdash.engine.words import NAMES
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.render.outcomes import because, outcome


def named(device: Device | None, key: str, number: int | None, glyphs: Glyphs) -> Line:
    """Return a device's name and account behind the account's mark."""
    if device is None:
        return line(Span(key))
    return line(
        Span(f"{glyphs.edge} ", account=number), Span(device.name, strong=True), Span(f" ({device.account})", Tone.dim)
    )


def stands(who: Line, command: Command) -> Line:
    """Return how a command to one device stands. What it waits for changes sooner than this line: its row tells it."""
    word, tone = outcome(command)
    why = "" if command.status.in_flight else because(command)
    return line(*who, Span(f": {NAMES[command.kind]} "), Span(word, tone), Span(f", {why}" if why else "", Tone.dim))


def summary(
    kind: CommandKind, commands: Sequence[Command], refused: Mapping[str, str], names: Mapping[str, str]
) -> Line:
    """Return how a command to several devices went: how many, and what went wrong where."""
    done = [each for each in commands if each.status is CommandStatus.confirmed]
    wrong = [each for each in commands if each.status is not CommandStatus.confirmed]
    total = len(commands) + len(refused)
    troubles = [
        f"{names.get(each.device_key, each.device_key)} {outcome(each)[0]}"
        + (f" ({because(each)})" if because(each) else "")
        for each in wrong
    ]
    troubles += [f"{names.get(key, key)} refused ({why})" for key, why in refused.items()]
    head = Span(f"{NAMES[kind].capitalize()}: {len(done)} of {total} confirmed", strong=True)
    return line(head, Span(f"; {'; '.join(troubles)}" if troubles else "", Tone.alarm))


def refreshed(answers: Mapping[str, str]) -> Line:
    """Return what a refresh does: who is read now, and why the others are not."""
    reading = [name for name, why in answers.items() if not why]
    parts = [f"Reading {', '.join(reading)}"] if reading else []
    parts += [f"{name}: {why}" for name, why in answers.items() if why]
    return line(Span("; ".join(parts) or "There is no account to read"))
