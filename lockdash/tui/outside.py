"""The terminal outside tmux or GNU screen: how a sequence gets to it that they keep for themselves or do not know."""

from __future__ import annotations

from collections.abc import Mapping


def for_outside(sequence: str, environ: Mapping[str, str]) -> str:
    """Return `sequence` wrapped so that tmux (with its `allow-passthrough`) or GNU screen passes it on; without them it
    is for the terminal as it is."""
    if environ.get("TMUX"):
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environ.get("STY"):
        return f"\x1bP{sequence}\x1b\\"
    return sequence
