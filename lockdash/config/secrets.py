"""Secrets that are fetched when they are needed: given as such, from the environment, a file or a command."""

from __future__ import annotations

import os
import shlex
import signal
import stat
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lockdash.domain.secret import Secret
from lockdash.domain.text import clean

if TYPE_CHECKING:
    import subprocess

COMMAND_SECONDS = 10.0
SIZE_LIMIT = 64 * 1024  # bytes; no key or client secret is near it, a wrong path often is


class SecretError(Exception):
    """A secret that could not be had. `str` says from where, why, and what to do; it never holds the secret."""


class SecretKind(StrEnum):
    value = "value"
    env = "env"
    file = "file"
    command = "command"


class SecretSource(msgspec.Struct, frozen=True):
    """Where a secret comes from. `text`: the secret itself for `value`, else the variable's name, the
    file's absolute path, or the command line."""

    kind: SecretKind
    text: Secret | str


def resolve(source: SecretSource) -> Secret:
    """Return the secret. Blocks: a command may take up to ten seconds; call it in a thread.

    Raises SecretError. A newline at the end is not part of the secret; one in the middle is an error,
    because no HTTP header can carry it.
    """
    if isinstance(source.text, Secret):
        return source.text
    if source.kind is SecretKind.env:
        text, where = _from_environment(source.text), f"the environment variable {source.text}"
    elif source.kind is SecretKind.file:
        text, where = _from_file(Path(source.text)), f"the file {source.text}"
    else:
        text, where = _from_command(source.text), f"the command `{source.text}`"
    text = text.rstrip("\r\n")
    if not text.strip():
        raise SecretError(f"{where} gives nothing")
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise SecretError(f"{where} gives more than one line, or control characters; one line is needed")
    return Secret(text)


def exposure(path: Path) -> str:
    """Return why others can get at the file and the command that stops it, "" if they cannot.

    What belongs to somebody else (a service manager's credential, a mounted secret) has the group that its
    owner gave it on purpose: only `others` count there. Raises OSError.
    """
    found = path.stat()
    mine = found.st_uid == os.geteuid()
    if not stat.S_ISREG(found.st_mode) or not found.st_mode & (0o077 if mine else 0o007):
        return ""
    if mine:
        return f"others may read or change it; run: chmod 600 {shlex.quote(str(path))}"
    return "everybody may read or change it, and it belongs to another user, who has to run chmod on it"


def _from_environment(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise SecretError(f"the environment variable {name} is not set") from None


def _from_file(path: Path) -> str:
    try:
        exposed = exposure(path)
        if exposed:
            raise SecretError(f"the file {path} holds a secret, and {exposed}")
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise SecretError(f"the file {path} cannot be read: {error.strerror}") from None
    return _text(content, f"the file {path}")


def _from_command(line: str) -> str:
    """Run it without a shell and without our terminal: a prompt of its own would spoil the screen."""
    import subprocess  # 3 ms, for those who need it

    where = f"the command `{line}`"
    try:
        process = subprocess.Popen(
            shlex.split(line),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise SecretError(f"{where} cannot be run: {getattr(error, 'strerror', None) or error}") from None
    try:
        out, err = process.communicate(timeout=COMMAND_SECONDS)
    except subprocess.TimeoutExpired:
        _end_group(process)
        raise SecretError(f"{where} gave no answer within {COMMAND_SECONDS:g} s and was stopped") from None
    if process.returncode != 0:
        said = clean(err.decode("utf-8", "replace"))
        ended = f"ended with exit code {process.returncode}"
        raise SecretError(f"{where} {ended}: {said}" if said else f"{where} {ended}")
    return _text(out, where)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """The command and whatever it started: a child that keeps the pipe open would make us wait for it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _text(content: bytes, where: str) -> str:
    if len(content) > SIZE_LIMIT:
        raise SecretError(f"{where} gives more than {SIZE_LIMIT // 1024} KiB: that is no secret")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise SecretError(f"{where} gives bytes that are not UTF-8 text") from None
