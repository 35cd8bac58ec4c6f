"""Secrets that are fetched when they are needed: given as such, from the environment, a file or a command."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path

import msgspec

from lockdash.config.permissions import exposure
from lockdash.domain.secret import Secret
from lockdash.domain.text import clean

COMMAND_SECONDS = 10.0
SIZE_LIMIT = 64 * 1024  # bytes; no key or client secret is near it, a wrong path often is

_VARIABLE = re.compile(r"\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([^}]*)\})")


class SecretError(Exception):
    """A secret that could not be had. `str` says from where, why, and what to do; it never holds the secret."""


class SecretKind(StrEnum):
    value = "value"
    env = "env"
    file = "file"
    command = "command"


class SecretSource(msgspec.Struct, frozen=True):
    """Where a secret comes from. `text`: the secret itself for `value`, else the variable's name, the file's path as it
    was written, or the command line. `folder`: what a relative path starts from."""

    kind: SecretKind
    text: Secret | str
    folder: Path | None = None


def resolve(source: SecretSource) -> Secret:
    """Return the secret. Blocks: a command may take up to ten seconds; call it in a thread.

    Raises SecretError. A newline at the end is not part of the secret; one in the middle is an error,
    because no HTTP header can carry it.
    """
    if isinstance(source.text, Secret):
        return source.text
    said = ""
    if source.kind is SecretKind.env:
        text, where = _from_environment(source.text), f"the environment variable {source.text}"
    elif source.kind is SecretKind.file:
        path = secret_path(source)
        text, where = _from_file(path), f"the file {path}"
    else:
        where = f"the command `{source.text}`"
        text, said = _from_command(source.text, where)
    text = text.rstrip("\r\n")
    if not text.strip():
        raise SecretError(f"{where} gives nothing{said}")
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise SecretError(f"{where} gives more than one line, or control characters; one line is needed")
    return Secret(text)


def secret_path(source: SecretSource) -> Path:
    """Return the path of a secret file, with the variables in it put in: a service manager tells by one where its
    credentials are (`$CREDENTIALS_DIRECTORY/tedee`). Raises SecretError if one is not set."""
    written = str(source.text)

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        text = os.environ.get(name, "")
        if not text:
            hint = "; the service manager sets it" if name == "CREDENTIALS_DIRECTORY" else ""
            raise SecretError(f"the file {written}: the environment variable {name} is not set{hint}")
        return text

    path = Path(_VARIABLE.sub(value, written))
    try:
        path = path.expanduser()
    except RuntimeError:
        raise SecretError(f"the file {written}: there is no home folder that ~ could stand for") from None
    return (source.folder or Path()) / path


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
    except (OSError, ValueError) as error:  # a NUL in the path
        raise SecretError(f"the file {path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return _text(content, f"the file {path}")


def _from_command(line: str, where: str) -> tuple[str, str]:
    """Return what the command printed, and what it said beside that, as the end of a sentence."""
    from lockdash.config.secret_command import run  # with `subprocess`, 3 ms, for those who need it

    try:
        ended = run(line, COMMAND_SECONDS, SIZE_LIMIT)
    except (OSError, ValueError) as error:
        raise SecretError(f"{where} cannot be run: {getattr(error, 'strerror', None) or error}") from None
    said = clean(ended.err.decode("utf-8", "replace"))
    told = f": {said}" if said else ""
    if ended.code is None and len(ended.out) <= SIZE_LIMIT:
        raise SecretError(f"{where} gave no answer within {COMMAND_SECONDS:g} s and was stopped{told}")
    if ended.code is not None and ended.code < 0:
        raise SecretError(f"{where} was ended by signal {-ended.code}{told}")
    if ended.code:
        raise SecretError(f"{where} ended with exit code {ended.code}{told}")
    return _text(ended.out, where), told


def _text(content: bytes, where: str) -> str:
    if len(content) > SIZE_LIMIT:
        raise SecretError(f"{where} gives more than {SIZE_LIMIT // 1024} KiB: that is no secret")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise SecretError(f"{where} gives bytes that are not UTF-8 text") from None
