"""The user's browser: whether one is at hand, and the opening of a page in it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import PurePath

# They draw in a terminal, which is taken.
_TEXT = frozenset({"lynx", "links", "links2", "elinks", "w3m", "www-browser", "browsh"})


def browser_at_hand(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a page that is opened here is seen by whoever sits in front of lockdash. Over SSH it would open on the
    other machine, if anywhere, so there only `BROWSER` says so."""
    named = [each for each in environ.get("BROWSER", "").split(os.pathsep) if each.strip()]
    if named:
        return not all(_is_text(each) for each in named)
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return False
    return sys.platform == "darwin" or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def open_page(address: str) -> None:
    """Show `address` in the browser, if that can be had; nothing tells whether it was.

    By another process, in a session without a terminal: a browser that draws in one, or prints its complaints, cannot
    get at ours.
    """
    threading.Thread(target=_show, args=(address,), name="lockdash-browser", daemon=True).start()


def _show(address: str) -> None:
    if not sys.executable:
        return
    try:
        process = subprocess.Popen(
            # Isolated: no module of the folder that the user is in takes the place of the library's.
            [sys.executable, "-I", "-m", "webbrowser", address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return
    process.wait()


def _is_text(command: str) -> bool:
    try:
        words = shlex.split(command)
    except ValueError:
        words = command.split()
    return bool(words) and PurePath(words[0]).name in _TEXT
