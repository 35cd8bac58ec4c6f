"""A value that must not be seen: masked wherever it is printed, compared in constant time."""

from __future__ import annotations

from typing import NoReturn

MASK = "••••"


class Secret:
    """Wraps a PIN, key or token. Every way of printing it gives `MASK`; only `reveal` gives the text.

    It refuses to be pickled, so that no cache or subprocess carries it along unnoticed.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the clear text. Callers pass it straight on and keep no copy."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac  # loads OpenSSL, 3 ms that no start needs

        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not serialised; write its reveal() where it belongs")
