"""The terminal that the dashboard would be drawn on. It is asked nothing: an answer that comes late would be typed into
the shell. What is told follows from the environment, the system and the terminal's description."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TextIO

from lockdash.cli import doctor_multiplexer
from lockdash.cli.characters import expects_utf8
from lockdash.domain.findings import Finding
from lockdash.engine.doctor.section import Section, failure, ok, warning

NAME = "terminal"
LEAST = (40, 12)
"""Columns and rows below which the dashboard shows a card with counts only."""
_FULL = ("truecolor", "24bit")


def examine(environ: Mapping[str, str]) -> Section:
    return Section(
        NAME,
        (
            *_kind(environ),
            *_size(),
            *_colours(environ),
            _encoding(environ),
            *doctor_multiplexer.examine(environ),
            *_remote(environ),
            _zone(environ),
        ),
    )


def _terminals() -> list[TextIO]:
    """Those of our streams that are a terminal; the output is where the dashboard would be."""
    streams = (sys.__stdout__, sys.__stdin__, sys.__stderr__)
    return [stream for stream in streams if stream is not None and not stream.closed and stream.isatty()]


def _kind(environ: Mapping[str, str]) -> Iterator[Finding]:
    if _terminals():
        yield ok("terminal", "there is one")
    else:
        yield ok("terminal", "there is none here, as the dashboard needs; over SSH `ssh -t` gives one")
    name = environ.get("TERM", "")
    if name in ("", "dumb", "unknown"):
        yield failure(
            "TERM",
            f'it is "{name}": the dashboard cannot be drawn'
            if name
            else "it is not set: the dashboard cannot be drawn",
            "use a terminal that can place text, and say which: export TERM=xterm-256color",
        )
    else:
        yield ok("TERM", name)


def _size() -> Iterator[Finding]:
    for stream in _terminals()[:1]:
        try:
            columns, rows = os.get_terminal_size(stream.fileno())
        except OSError:
            return
        said = f"{columns} columns, {rows} rows"
        if (columns, rows) == (0, 0):
            yield warning("size", "the terminal does not tell its size", "run: stty rows 24 columns 80")
        elif columns < LEAST[0] or rows < LEAST[1]:
            remedy = f"make it {LEAST[0]} columns by {LEAST[1]} rows at least"
            yield warning("size", f"{said}: only a card with the counts fits", remedy)
        else:
            yield ok("size", said)


def _colours(environ: Mapping[str, str]) -> Iterator[Finding]:
    if environ.get("NO_COLOR"):
        yield ok("NO_COLOR", "it is set: signs and words tell what colours would")
    if environ.get("COLORTERM", "").lower() in _FULL:
        yield ok("colours", "16 million (by COLORTERM)")
        return
    count = _described_colours(environ.get("TERM", ""))
    if count is None:
        yield ok("colours", "not known: this system has no description of the terminal")
    elif count < 256 and (environ.get("TMUX") or environ.get("STY")):
        remedy = (
            "in tmux: set -g default-terminal tmux-256color"
            if environ.get("TMUX")
            else "in screen: term screen-256color"
        )
        yield warning("colours", f"{max(count, 0)}; the terminal outside may well have more", remedy)
    elif count < 8:
        yield ok("colours", "none: signs and words tell what they would")
    else:
        yield ok("colours", f"{count} (by TERM)")


def _described_colours(name: str) -> int | None:
    """Return how many colours the terminal has by its description, None if there is none."""
    try:
        import curses

        with open(os.devnull, "w") as nowhere:  # curses wants some stream, and writes nothing
            curses.setupterm(name or "dumb", nowhere.fileno())
        return curses.tigetnum("colors")
    except (ImportError, OSError, ValueError):
        return None
    except Exception as error:  # `curses.error` cannot be named where curses cannot be imported
        if type(error).__name__ != "error":
            raise
        return None


def _encoding(environ: Mapping[str, str]) -> Finding:
    remedy = "run: export LANG=C.UTF-8 (and unset LC_ALL), or the name of another UTF-8 locale"
    names = [f"{name}={environ[name]}" for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)]
    told = names[0] if names else "no locale is named"
    encoding = _encoding_of(sys.__stdout__)
    if encoding != "utf-8":
        return warning("encoding", f"text is written in {encoding}, not UTF-8 ({told}): signs are lost", remedy)
    if not expects_utf8(environ):
        return warning("encoding", f"no UTF-8 locale is set ({told}): all is drawn with plain ASCII characters", remedy)
    return ok("encoding", f"UTF-8 ({told})")


def _encoding_of(stream: TextIO | None) -> str:
    try:
        return codecs.lookup(stream.encoding if stream is not None else "ascii").name
    except LookupError:
        return "ascii"


def _remote(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Copying works by what the terminal at the other end understands, and nobody here can know that."""
    words = environ.get("SSH_CONNECTION", "").split()
    if words:
        yield ok("SSH", f"from {words[0]}")
    if not environ.get("TMUX"):
        yield ok("clipboard", "OSC 52 goes to your terminal, which may have to be told to allow it")


def _zone(environ: Mapping[str, str]) -> Finding:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    now = datetime.now().astimezone()
    said = f"{now.tzname()}, {now:%H:%M} by the clock here"
    named = environ.get("TZ", "")
    if "/" in named.strip(":/"):
        try:
            ZoneInfo(named.removeprefix(":"))
        except (LookupError, ValueError, OSError):
            return warning(
                "time zone", f"{said}; TZ={named} is no zone that is known", "run: export TZ=Europe/Warsaw, say"
            )
    return ok("time zone", said)
