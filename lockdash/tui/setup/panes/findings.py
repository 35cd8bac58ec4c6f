"""What came of a test: whether the account works, each finding with its remedy, and what can be done now."""

from __future__ import annotations

from lockdash.domain.findings import Finding, Level, worst
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, line, wrap
from lockdash.tui.setup.panes.guide import hanging
from lockdash.vendors.checkup import Checkup

_LEVELS = {Level.ok: Tone.dim, Level.warning: Tone.caution, Level.failure: Tone.alarm}
_BESIDE = 60
_LEVEL, _SUBJECT = 9, 14
"""Columns of the level and of the subject, where there is room for them beside what was found."""


def checkup_lines(name: str, checkup: Checkup, width: int) -> list[Line]:
    """Return what was found of the account `name`."""
    lines = [*_verdict(name, checkup, width), BLANK]
    for each in checkup.findings:
        lines += _finding(each, width)
    return lines


def _verdict(name: str, checkup: Checkup, width: int) -> list[Line]:
    level, found = worst(checkup.findings), _devices(checkup.devices)
    if level is Level.failure:
        return wrap(f"{name} does not work yet.", width, Tone.alarm)
    if level is Level.warning:
        return wrap(f"{name} works, with something to know. {found}", width, Tone.caution)
    return wrap(f"{name} works. {found}", width)


def _devices(count: int | None) -> str:
    if count is None:
        return ""
    if not count:
        return "It shows no devices: they are added in the vendor's own app, and come up here by themselves."
    return "1 device found." if count == 1 else f"{count} devices found."


def _finding(finding: Finding, width: int) -> list[Line]:
    tone = _LEVELS[finding.level]
    level = Span(finding.level.value.ljust(_LEVEL), tone, strong=finding.level is Level.failure)
    said_tone = Tone.dim if finding.level is Level.ok else Tone.calm
    if width < _BESIDE:
        lines = [line(level, Span(finding.subject)), *hanging("  ", finding.said, width, said_tone)]
        return [*lines, *(hanging("  ", f"Remedy: {finding.remedy}", width) if finding.remedy else [])]
    head = (level, Span(finding.subject[: _SUBJECT - 1].ljust(_SUBJECT), Tone.dim))
    room = width - _LEVEL - _SUBJECT
    told = wrap(finding.said, room, said_tone)
    told += wrap(f"Remedy: {finding.remedy}", room) if finding.remedy else []
    indent = Span(" " * (_LEVEL + _SUBJECT))
    return [(*head, *each) if not number else (indent, *each) for number, each in enumerate(told)]
