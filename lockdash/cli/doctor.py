"""`lockdash doctor`: what is wrong, and what to do about it."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lockdash.cli import doctor_listing, doctor_terminal
from lockdash.cli.exits import Exit
from lockdash.cli.output import print_json, print_lines, say
from lockdash.cli.status_line import StatusLine
from lockdash.cli.terminal import Paper
from lockdash.config.paths import CONFIG_VARIABLE, NoHome, config_file, state_dir
from lockdash.domain.findings import Level
from lockdash.engine.doctor.configuration import KeyProblems
from lockdash.engine.doctor.round import HOMELESS, Round, Where
from lockdash.engine.doctor.section import Section, report, worst_of


def run(options: argparse.Namespace, key_problems: KeyProblems | None = None) -> Exit:
    """Examine everything and tell what was found. Ctrl-C tells what was found until then. `key_problems`: says what is
    wrong with the keys of the configuration, which only the screen knows. Raises Stop."""
    # What the engine logs is told here in other words; without a handler Python would print it as well.
    logging.getLogger("lockdash").addHandler(logging.NullHandler())
    line = StatusLine()
    examined = Round(
        _where(options, key_problems), doctor_terminal.examine(os.environ), line.show, offline=options.offline
    )
    interrupted = False
    try:
        examined.go()
    except KeyboardInterrupt:
        interrupted = True
    finally:
        line.clear()
    sections = examined.sections()
    if options.bundle is not None and not interrupted:
        return _bundle(examined, sections, options)
    if options.json:
        print_json(report(sections))
    else:
        print_lines(doctor_listing.lines(sections, _paper(options)))
    if interrupted:
        return Exit.interrupted
    return Exit.failed if worst_of(sections) is Level.failure else Exit.done


def _bundle(examined: Round, sections: Sequence[Section], options: argparse.Namespace) -> Exit:
    """Write the archive, and say on stdout what is in it; on stderr, if the findings stand on stdout as JSON."""
    from lockdash.cli import doctor_bundle

    told = list(doctor_bundle.told(*doctor_bundle.write(examined, sections, options.bundle)))
    if options.json:
        say("\n".join(told))
        print_json(report(sections))
    else:
        print_lines([*doctor_listing.summary(sections, _paper(options)), *told])
    return Exit.done


def _paper(options: argparse.Namespace) -> Paper:
    """Some encodings have the signs of other commands, and lack those of this one."""
    try:
        doctor_listing.SIGNS.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return Paper(ascii_only=True)
    return Paper(ascii_only=options.ascii)


def _where(options: argparse.Namespace, key_problems: KeyProblems | None) -> Where:
    named_by = CONFIG_VARIABLE if os.environ.get(CONFIG_VARIABLE) else "default"
    return Where(
        config=_place(config_file, options.config),
        named_by=f"by {'--config' if options.config else named_by}",
        state_dir=_place(state_dir, options.state_dir),
        environ=os.environ,
        key_problems=key_problems,
    )


def _place(find: Callable[[Path | None], Path], given: Path | None) -> Path:
    """Return where `find` says; a path that begins with `~` where there is no home folder."""
    try:
        return find(given)
    except NoHome:
        return HOMELESS
