"""Answers of the Tedee API: the envelope, errors in it, and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from lockdash.simulator.tedee.versions import VERSIONS


class Fault(Exception):
    """An answer other than success."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


def too_many(seconds: int) -> Fault:
    """The body of a 429 is not documented; the header is (tedee-facts 4)."""
    return Fault(429, "Too many requests.", {"Retry-After": str(seconds)})


def success(result: Any, status: int = 200) -> JSONResponse:
    """The envelope (3.1)."""
    return JSONResponse({"result": result, "success": True, "errorMessages": [], "statusCode": status}, status)


def bare(body: Any, status: int) -> JSONResponse:
    """An answer that the samples show without the envelope."""
    return JSONResponse(body, status)


def nothing(status: int = 204) -> Response:
    """204 and 304 have no body, whatever the samples print (3.1)."""
    return Response(status_code=status)


def failure(fault: Fault) -> JSONResponse:
    body = {"success": False, "errorMessages": [fault.message], "statusCode": fault.status}
    return JSONResponse(body, fault.status, fault.headers)


def supported_versions() -> dict[str, str]:
    return {"API-Supported-Versions": ", ".join(VERSIONS)}
