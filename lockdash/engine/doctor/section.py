"""A section of the doctor's report: findings on one subject, in an order that is the same in every run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from lockdash.domain.findings import Finding, Level, worst


class Section(msgspec.Struct, frozen=True):
    """`name`: as it is printed and as the JSON has it, `account NAME` for an account."""

    name: str
    findings: tuple[Finding, ...]


def ok(subject: str, said: str) -> Finding:
    return Finding(subject, Level.ok, said)


def warning(subject: str, said: str, remedy: str = "") -> Finding:
    return Finding(subject, Level.warning, said, remedy)


def failure(subject: str, said: str, remedy: str = "") -> Finding:
    return Finding(subject, Level.failure, said, remedy)


def worst_of(sections: Iterable[Section]) -> Level:
    return worst(each for section in sections for each in section.findings)


def report(sections: Sequence[Section]) -> dict[str, object]:
    """Return what `--json` prints."""
    found = worst_of(sections)
    return {
        "ok": found is not Level.failure,
        "worst": found.value,
        "checks": [
            {
                "section": section.name,
                "subject": each.subject,
                "level": each.level.value,
                "said": each.said,
                "remedy": each.remedy,
            }
            for section in sections
            for each in section.findings
        ],
    }


def halves(message: str) -> tuple[str, str]:
    """Return what happened and what to do, of an error whose text says both with a colon between them. What happened
    may quote another error in brackets, with colons of its own."""
    happened, colon, remedy = message.partition("): ")
    if colon:
        return f"{happened})", remedy
    happened, _, remedy = message.partition(": ")
    return happened, remedy


def size_text(count: int) -> str:
    """Return a number of bytes as `812 bytes`, `4.2 MB` or `61 GB`."""
    size = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 10 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
