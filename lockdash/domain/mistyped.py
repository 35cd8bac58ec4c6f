"""What somebody typed and nobody can read."""

from __future__ import annotations


class Mistyped(ValueError):
    """A text that is not understood. `at`: where in it, in characters; `length`: how many of them are meant."""

    def __init__(self, message: str, at: int, length: int = 1) -> None:
        super().__init__(message)
        self.at = at
        self.length = length
