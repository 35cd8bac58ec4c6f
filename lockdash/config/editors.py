"""Who has a file open to write it: the marks that editors leave beside it."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

_EMACS = re.compile(r"(?P<user>.*)@(?P<host>[^@]*?)\.(?P<pid>\d+)(?::\d+)?", re.DOTALL)
_VIM_HEADER = 108  # bytes up to the end of the host's name (Vim, memline.c: struct block0)


def holder(path: Path) -> str:
    """Return who edits the file, "" if nobody does, as far as marks tell.

    Understood are the swap file of vim, neovim and nano (`.NAME.swp`) and the link of emacs (`.#NAME`). A mark whose
    process is dead, on this machine, is an old one.
    """
    return _emacs(path.with_name(f".#{path.name}")) or _vim(path.with_name(f".{path.name}.swp"))


def _emacs(mark: Path) -> str:
    try:
        found = _EMACS.fullmatch(os.readlink(mark))
    except OSError:
        return ""
    if found is None:
        return "an editor"
    return _words("emacs", found["user"], found["host"], int(found["pid"]))


def _vim(mark: Path) -> str:
    try:
        with mark.open("rb") as file:
            header = file.read(_VIM_HEADER)
    except OSError:
        return ""
    if header[:2] != b"b0":
        return "an editor"
    editor = "nano" if header[2:6] == b"nano" else "vim"
    user, host = (_text(header[start : start + 40]) for start in (28, 68))
    return _words(editor, user, host, int.from_bytes(header[24:28], "little"))


def _text(field: bytes) -> str:
    return field.split(b"\0", 1)[0].decode("utf-8", "replace")


def _words(editor: str, user: str, host: str, pid: int) -> str:
    here = host == socket.gethostname()
    if here and not _lives(pid):
        return ""
    who = f" of {user}" if user else ""
    return f"{editor}{who} (process {pid}{'' if here or not host else f' on {host}'})"


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
