"""The files of the archive, each made of what may be told and of nothing else."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from lockdash.domain.findings import Finding
from lockdash.domain.secret import Secret
from lockdash.engine.doctor import logs, program
from lockdash.engine.doctor.bundle import names
from lockdash.engine.doctor.bundle.discretion import Discretion, words
from lockdash.engine.doctor.bundle.skeleton import skeleton
from lockdash.engine.doctor.bundle.vocabulary import program_words, words_of
from lockdash.engine.doctor.round import Round
from lockdash.engine.doctor.section import Section, report
from lockdash.engine.journal import journal, line, parts
from lockdash.engine.journal.redaction import keep_secret
from lockdash.store.errors import StoreError
from lockdash.store.looking import look
from lockdash.store.looking_names import names_in

LINES = 2000
"""Lines of the logs at most, the last ones of all files together."""
LOOK_SECONDS = 1.0
_CODE = re.compile(r"([\w./-]+\.py):\d+ in ")


def members(examined: Round, sections: Sequence[Section]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file. `sections`: what the examination found."""
    keep_secret(*_secrets(examined))
    accounts = [each.name for each in examined.config.accounts]
    known, trouble = _names(examined.where.state_dir)
    stand_ins = names.stand_ins(accounts, known)
    discretion = Discretion({**names.of_machine(), **stand_ins}, program_words())
    yield "doctor.json", _json(report([_told(each, discretion) for each in sections]))
    yield "versions.json", _json(program.versions())
    yield "configuration.json", _json(skeleton(examined.where.config, stand_ins))
    yield "store.json", _json(_store(examined.where.state_dir))
    if trouble:
        yield "logs.txt", b"left out: the store does not tell which names must not be told\n"
        return
    yield from _logs(examined.where.state_dir, discretion)
    yield from _crashes(examined.where.state_dir, discretion)


def _secrets(examined: Round) -> Iterator[Secret | None]:
    yield from examined.secrets
    for stored in examined.stored.values():
        if stored.token is not None:
            yield stored.token.access
            yield stored.token.refresh


def _names(state_dir: Path) -> tuple[set[tuple[str, str]], bool]:
    """Return the names in the store, and whether they could not be read."""
    try:
        return names_in(state_dir), False
    except (StoreError, OSError):
        return set(), True


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _told(section: Section, discretion: Discretion) -> Section:
    def told(text: str) -> str:
        return discretion.told(names.without_home(text))

    findings = (
        Finding(told(each.subject), each.level, told(each.said), told(each.remedy)) for each in section.findings
    )
    return Section(told(section.name), tuple(findings))


def _store(state_dir: Path) -> dict[str, Any]:
    """Figures only."""
    try:
        found = look(state_dir, LOOK_SECONDS)
    except StoreError as error:
        return {"trouble": type(error).__name__}
    if found is None:
        return {"trouble": "there is none"}
    return {
        "size": found.size,
        "log size": found.log_size,
        "version": found.version,
        "known version": found.known,
        "suspected": found.suspected,
        "oldest event": found.oldest.date().isoformat() if found.oldest is not None else None,
        "rows": dict(sorted(found.counts.items())),
    }


def _logs(state_dir: Path, discretion: Discretion) -> Iterator[tuple[str, bytes]]:
    left = LINES
    found: list[list[str]] = []
    for path in reversed(parts.all_of(journal.folder(state_dir))):
        with suppress(OSError):
            lines = path.read_text("utf-8", "replace").splitlines()[-left:]
            found.append(lines)
            left -= len(lines)
        if left <= 0:
            break
    for number, lines in enumerate(reversed(found), 1):
        yield f"logs/{number}.txt", "".join(f"{_line(each, discretion)}\n" for each in lines).encode()


def _line(text: str, discretion: Discretion) -> str:
    """When and how grave is ours; what follows is what somebody wanted to be known."""
    read = line.read(text)
    head = " ".join(read) if read is not None else ""
    return head + discretion.told(names.without_home(text[len(head) :]))


def _crashes(state_dir: Path, discretion: Discretion) -> Iterator[tuple[str, bytes]]:
    for number, path in enumerate(logs.crashes(state_dir), 1):
        with suppress(OSError):
            text = names.without_home(path.read_text("utf-8", "replace"))
            yield f"crashes/{number}.txt", discretion.with_words(_words_of_code(text)).told(text).encode()


def _words_of_code(report: str) -> frozenset[str]:
    """Return the words of the libraries' code that a report names: they are those of its authors, not of its user."""
    sources = {
        Path(root, name): name
        for name in {found[1] for found in _CODE.finditer(report)}
        for root in map(sysconfig.get_path, ("stdlib", "purelib", "platlib"))
        if ".." not in name and not name.startswith("/") and Path(root, name).is_file()
    }
    return words_of(sources) | {word for name in sources.values() for word in words(name)}
