"""Domain values as JSON text, written and read by msgspec."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Generic, TypeVar

import msgspec

logger = logging.getLogger(__name__)

T = TypeVar("T", bound=msgspec.Struct)

_encode = msgspec.json.Encoder().encode


class Codec(Generic[T]):
    """Writes and reads values of one type; the decoder is made once, which is what makes it fast."""

    def __init__(self, kind: type[T]) -> None:
        self._name = kind.__name__.lower()
        self._decode = msgspec.json.Decoder(kind).decode

    def text(self, value: T) -> str:
        return _encode(value).decode()

    def value(self, text: str) -> T | None:
        """Return the value, None for a text that this version cannot read (it goes to the log, never up)."""
        try:
            return self._decode(text)
        except (msgspec.DecodeError, ValueError) as error:
            logger.warning("a stored %s cannot be read and is left out: %s", self._name, error)
            return None

    def values(self, rows: Iterable[tuple[str]]) -> list[T]:
        """Return the values of rows of one column, without those that cannot be read."""
        return [value for (text,) in rows if (value := self.value(text)) is not None]
