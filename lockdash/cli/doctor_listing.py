"""What `lockdash doctor` prints for people: a line for each finding, the remedy beneath it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lockdash.cli.terminal import Paper, Tone, pad, width, wrap
from lockdash.domain.findings import Finding, Level
from lockdash.domain.text import clean
from lockdash.engine.doctor.section import Section

_SIGNS = {Level.ok: ("·", "."), Level.warning: ("!", "!"), Level.failure: ("✗", "x")}
_WORDS = {Level.ok: "", Level.warning: "warning", Level.failure: "FAILURE"}
_TONES = {Level.ok: Tone.dim, Level.warning: Tone.warm, Level.failure: Tone.alarm}
_ARROW = ("→", "->")
_WORD_CELLS = 7
_INDENT = 28
"""Where what is said begins: after the longest subject."""
_LEAST_INDENT = 4
_LEAST = 10
_NARROW = 60
"""Columns below which what is said stands beneath its subject."""
_LONGEST = 2000
SIGNS = "".join((*(sign for sign, _ in _SIGNS.values()), _ARROW[0]))
"""Those that are used where the paper takes more than ASCII."""


def lines(sections: Sequence[Section], paper: Paper) -> list[str]:
    found = []
    for section in sections:
        found += [
            paper.plain(clean(section.name)),
            *(line for each in section.findings for line in _finding(each, paper)),
        ]
        found.append("")
    return [*found, *summary(sections, paper)]


def summary(sections: Sequence[Section], paper: Paper) -> list[str]:
    levels = [each.level for section in sections for each in section.findings]
    failures, warnings, fine = (levels.count(each) for each in (Level.failure, Level.warning, Level.ok))
    if not failures and not warnings:
        return [f"Nothing is wrong: all {fine} are fine."]
    parts = [
        paper.paint(_count(failures, "failure"), Tone.alarm if failures else Tone.dim),
        paper.paint(_count(warnings, "warning"), Tone.warm if warnings else Tone.dim),
        paper.paint(f"{fine} fine", Tone.dim),
    ]
    return [", ".join(parts)]


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def _finding(finding: Finding, paper: Paper) -> Iterator[str]:
    """The line of a finding and those that follow from it: what is said, and the remedy."""
    tone = _TONES[finding.level]
    text = Tone.dim if finding.level is Level.ok else Tone.calm
    sign, word = _SIGNS[finding.level][paper.ascii_only], pad(_WORDS[finding.level], _WORD_CELLS)
    head = f"  {sign} {word} {paper.plain(clean(finding.subject))}"
    is_narrow = paper.width is not None and paper.width < _NARROW
    indent = _LEAST_INDENT if is_narrow else _INDENT
    said = _wrapped(finding.said, indent, paper)
    if said and width(head) < indent:
        gap = " " * (indent - width(head))
        yield paper.paint(head, tone) + gap + paper.paint(said.pop(0), text)
    else:
        yield paper.paint(head, tone)
    yield from (" " * indent + paper.paint(row, text) for row in said)
    if finding.remedy:
        sign = f"{_ARROW[paper.ascii_only]} "
        for row in _wrapped(finding.remedy, indent + len(sign), paper):
            yield f"{' ' * indent}{sign}{row}"
            sign = " " * len(sign)


def _wrapped(text: str, indent: int, paper: Paper) -> list[str]:
    """`text` in lines for which there is room after `indent`; into a pipe it is one line, however long."""
    plain = paper.plain(clean(text, _LONGEST))
    # One cell less: some terminals wrap after the last one.
    return [plain] if paper.width is None else wrap(plain, max(paper.width - indent - 1, _LEAST))
