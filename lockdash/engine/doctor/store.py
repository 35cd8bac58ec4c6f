"""The store: whether it can be used, is sound, and how large it has become. It is looked at, never touched."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from lockdash.domain.findings import Finding
from lockdash.engine.doctor import disk
from lockdash.engine.doctor.section import Section, failure, halves, ok, size_text, warning
from lockdash.store.errors import StoreDamaged, StoreError, refused
from lockdash.store.looking import Look, file_of, kept_of, look

NAME = "store"
CHECK_SECONDS = 10.0
_LITTLE = 100 * 1000 * 1000  # bytes
_NONE = 5 * 1000 * 1000
_ELSEWHERE = "or choose another folder with --state-dir"


def examine(state_dir: Path, check_seconds: float = CHECK_SECONDS) -> Section:
    """`check_seconds`: how long to look for damage at most."""
    return Section(NAME, tuple(_findings(state_dir, check_seconds)))


def is_usable(section: Section) -> bool:
    """Whether the store can be opened, by what was found."""
    return not any(each.level == "failure" for each in section.findings)


def _findings(state_dir: Path, check_seconds: float) -> Iterator[Finding]:
    yield from _folder(state_dir)
    if not _can_be_entered(state_dir):
        return
    try:
        found = look(state_dir, check_seconds)
    except StoreDamaged as error:
        yield failure("integrity", *halves(str(error)))
    except StoreError as error:
        yield failure("file", *halves(str(error)))
    else:
        if found is None:
            yield ok("file", f"{file_of(state_dir)} is not there yet: the first start makes it")
        else:
            yield from _file(found)
    yield from _kept(state_dir)
    yield from _disk(state_dir)


def _folder(folder: Path) -> Iterator[Finding]:
    """Who may use the folder, or make it."""
    if not folder.is_absolute():
        said = "nobody knows where it is: HOME is not set, and the system knows no home of this user"
        yield failure("folder", said, "set HOME, or name a folder with --state-dir")
        return
    try:
        if not folder.exists():
            yield from _to_be_made(folder)
            return
        others, owner, mode = disk.others_may(folder), disk.owner(folder), disk.mode_text(folder)
    except OSError as error:
        yield failure("folder", *halves(str(refused(error, folder))))
        return
    if not folder.is_dir():
        yield failure("folder", f"{folder} is a file", f"move it away, {_ELSEWHERE}")
    elif owner:
        yield failure("folder", f"{folder} belongs to {owner}", f"run lockdash as {owner}, {_ELSEWHERE}")
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield failure("folder", f"{folder} cannot be written", f"make it writable, {_ELSEWHERE}")
    elif others:
        yield warning("folder", f"others may {others}: {folder}", f"run: chmod 700 {shlex.quote(str(folder))}")
    else:
        yield ok("folder", f"{folder}, for this user only ({mode})")


def _can_be_entered(folder: Path) -> bool:
    """Whether what is in the folder can be told of, also if it is not there."""
    try:
        os.stat(folder / ".")
    except FileNotFoundError:
        return folder.is_absolute()
    except OSError:
        return False
    return True


def _to_be_made(folder: Path) -> Iterator[Finding]:
    above = next((each for each in folder.parents if each.exists()), folder)
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        yield ok("folder", f"{folder} is not there yet: the first start makes it")
    else:
        what = f"{above} cannot be written" if above.is_dir() else f"{above} is a file"
        yield failure("folder", f"{folder} cannot be made: {what}", f"make it writable, {_ELSEWHERE}")


def _file(found: Look) -> Iterator[Finding]:
    log = f" and {size_text(found.log_size)} of log" if found.log_size else ""
    yield ok("file", f"{found.path.name}: {size_text(found.size)}{log}")
    if not os.access(found.path, os.W_OK):
        remedy = f"run: chmod 600 {shlex.quote(str(found.path))}"
        yield failure("permissions", f"{found.path} cannot be written", remedy)
    elif others := disk.others_may(found.path):
        said = f"others may {others}: {found.path} (the next start mends that)"
        yield warning("permissions", said, f"run: chmod 600 {shlex.quote(str(found.path))}")
    if found.suspected:
        said = "a session came upon damage; the next start looks at all of it and saves what can be read"
        yield warning("integrity", said, "start lockdash again")
    elif found.checked:
        yield ok("integrity", "all of it was looked at, and is sound")
    else:
        yield ok("integrity", "so large that only a part was looked at; that is sound")
    yield _schema(found)
    oldest = f", the oldest of {found.oldest.astimezone():%Y-%m-%d}" if found.oldest is not None else ""
    count = found.counts.get
    yield ok("content", f"{count('events', 0):,} events{oldest}; {count('devices', 0):,} devices ever seen")


def _schema(found: Look) -> Finding:
    if found.version > found.known:
        said = f"version {found.version}, of a newer lockdash; this one knows up to {found.known}"
        return failure("schema", said, f"update lockdash, {_ELSEWHERE}")
    if found.version < found.known:
        return ok("schema", f"version {found.version}; the next start brings it to {found.known}")
    return ok("schema", f"version {found.version}")


def _kept(state_dir: Path) -> Iterator[Finding]:
    try:
        kept = kept_of(state_dir)
        size = sum(each.stat().st_size for each in kept)
    except OSError:
        return
    if kept:
        count = "1 damaged file was" if len(kept) == 1 else f"{len(kept)} damaged files were"
        yield warning(
            "damaged copies",
            f"{count} set aside after what could be read of it was taken over ({size_text(size)})",
            f"delete {state_dir}/*.corrupt-* when you miss nothing",
        )


def _disk(state_dir: Path) -> Iterator[Finding]:
    free = disk.free_bytes(state_dir)
    if free is not None:
        said = f"{size_text(free)} free"
        if free < _NONE:
            yield failure("disk", said, f"free some space, {_ELSEWHERE}")
        elif free < _LITTLE:
            yield warning("disk", said, f"free some space, {_ELSEWHERE}")
        else:
            yield ok("disk", said)
    kind = disk.network_kind(state_dir)
    if kind:
        yield warning(
            "file system",
            f"the store lies on a network ({kind}), where locks between sessions are not to be trusted",
            "choose a folder on a local disk with --state-dir or LOCKDASH_STATE_DIR",
        )
