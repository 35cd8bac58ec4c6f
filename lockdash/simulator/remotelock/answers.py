"""Answers of the RemoteLock API: both error shapes (reference, "Errors"), and the media types it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import JSONResponse

RATE_LIMITED = "Your account has exceeded the rate limit. Check the X-RateLimit-* headers."


class Problem(Exception):
    """An answer other than success, with its whole body."""

    def __init__(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = dict(body)
        self.headers = dict(headers or {})

    def answer(self) -> JSONResponse:
        return JSONResponse(self.body, self.status, self.headers)


def general(status: int, message: str, kind: str) -> Problem:
    """A general error: `message` and `type`."""
    return Problem(status, {"message": message, "type": kind})


def resource(message: str, attribute: str | None = None, attributes: Mapping[str, Any] | None = None) -> Problem:
    """A resource error: 422, with the attributes as sent; `attribute` is null if it is about none of them."""
    return resource_errors({attribute: [message]}, attributes or {})


def resource_errors(errors: Mapping[str | None, Sequence[str]], attributes: Mapping[str, Any]) -> Problem:
    """The same about several attributes."""
    listed = [
        {"attribute": attribute, "messages": list(messages), "full_messages": [_full(attribute, m) for m in messages]}
        for attribute, messages in errors.items()
    ]
    return Problem(422, {"attributes": dict(attributes), "errors": listed})


def duplicate(message: str) -> Problem:
    """409 (remotelock-facts, "Authentication and errors"); the body is assumed to be a general error's."""
    return general(409, message, "duplicate")


def not_found() -> Problem:
    return general(404, "The resource was not found.", "not_found")


def rate_limited() -> Problem:
    """429: a message without a type (reference, "Rate Limiting")."""
    return Problem(429, {"message": RATE_LIMITED})


def _full(attribute: str | None, message: str) -> str:
    if attribute is None:
        return message
    return f"{'PIN' if attribute == 'pin' else attribute} {message}"
