"""tmux and GNU screen, which stand between the dashboard and the terminal: what they pass on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lockdash.domain.findings import Finding
from lockdash.engine.doctor.section import ok, warning

SECONDS = 2.0


def examine(environ: Mapping[str, str]) -> Iterator[Finding]:
    if environ.get("TMUX"):
        yield from _tmux()
    elif environ.get("STY"):
        yield ok("screen", "it passes on copies (OSC 52) and notifications (OSC 9) up to 768 bytes, if at all")


def _tmux() -> Iterator[Finding]:
    version = _said("-V")
    if not version:
        yield warning("tmux", "it runs around this, and does not answer", "look whether `tmux -V` works here")
        return
    yield ok("tmux", version.removeprefix("tmux "))
    clipboard = _said("show", "-sv", "set-clipboard")
    passing = _said("show", "-gv", "allow-passthrough")
    # Before version 3.3 there was no such option, and all was passed on.
    passes = passing in ("on", "all") or bool(clipboard and not passing)
    if clipboard == "on":
        yield ok("clipboard", "tmux takes what is copied (OSC 52; set-clipboard is on)")
    elif passes:
        yield ok("clipboard", "tmux passes on what is copied (OSC 52)")
    else:
        said = (
            f"tmux keeps what is copied to itself (set-clipboard is {clipboard or 'not known'}, allow-passthrough off)"
        )
        yield warning("clipboard", said, "run: tmux set -s set-clipboard on, and write it into ~/.tmux.conf")
    if passes:
        yield ok("notifications", "tmux passes them on (OSC 9)")
    else:
        said = "tmux does not pass them on (OSC 9; allow-passthrough is off), if `notify` asks for them"
        yield ok("notifications", said)


def _said(*words: str) -> str:
    """Return what tmux prints, "" if it cannot, or does not within the time."""
    import subprocess

    try:
        done = subprocess.run(
            ["tmux", *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""
