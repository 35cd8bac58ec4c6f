"""Where words go: results to stdout, talk to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import msgspec


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object, in UTF-8 whatever the terminal is set to (RFC 8259, 8.1)."""
    sys.stdout.flush()
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Print a result for people."""
    for line in lines:
        print(line)


def say(text: str) -> None:
    """Say something that is not the result."""
    print(text, file=sys.stderr, flush=True)
