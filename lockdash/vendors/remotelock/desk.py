"""Requests about single people, schedules and devices: what is asked of one, and what is written, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from lockdash.domain.budget import Purpose
from lockdash.domain.secret import Secret
from lockdash.vendors.errors import BadAnswer, Rejected
from lockdash.vendors.remotelock import wire
from lockdash.vendors.remotelock.api import Api
from lockdash.vendors.remotelock.explaining import explained, in_words
from lockdash.vendors.remotelock.refusals import Refusal
from lockdash.vendors.replies import Reply, decode, each
from lockdash.vendors.transport import Content, Manner

T = TypeVar("T")

Attributes = Mapping[str, object]
"""By the names of the API. A Secret among them is revealed on the wire only."""


class Desk:
    """Asks and writes for one account, with the requests that are kept for what a user does."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def ask(self, path: str, read: Callable[[msgspec.Raw], T], purpose: Purpose = Purpose.command) -> T:
        """Return what `read` makes of one resource. Raises VendorError; Rejected is about that resource."""
        found = _read(await in_words(self._api.one(path, purpose)), read)
        if isinstance(found, BadAnswer):
            raise found
        return found

    async def write(
        self,
        method: str,
        path: str,
        read: Callable[[msgspec.Raw], T],
        attributes: Attributes | None = None,
        kind: str | None = None,
    ) -> T:
        """Send `attributes`, of a resource of the type `kind`, and return what `read` makes of the answer. Raises
        VendorError: FieldRefused, Rejected, and BadAnswer for something that was done and is not told."""
        found = _read(await self.send(method, path, attributes, kind), read)
        if isinstance(found, BadAnswer):
            raise found
        return found

    async def order(self, method: str, path: str, attributes: Attributes | None = None) -> None:
        """Send what has no answer but success. Raises VendorError as `write`, never BadAnswer."""
        await self.send(method, path, attributes)

    async def send(
        self, method: str, path: str, attributes: Attributes | None = None, kind: str | None = None
    ) -> Reply:
        """Send `attributes` and return the answer unread. Raises VendorError as `order`."""
        refusal = Refusal([value for value in (attributes or {}).values() if isinstance(value, Secret)])
        try:
            return await self._api.write(method, path, _content(attributes, kind), Manner(words=refusal.read))
        except Rejected as error:
            refused = error
        raise explained(refused, refusal.fields)


def _content(attributes: Attributes | None, kind: str | None) -> Content | None:
    if attributes is None:
        return None
    body = ({"type": kind} if kind else {}) | {"attributes": attributes}
    return Content("application/json", Secret(msgspec.json.encode(body, enc_hook=_revealed).decode()))


def _revealed(value: object) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    raise NotImplementedError(f"{type(value).__name__} is not sent")


def _read(reply: Reply, read: Callable[[msgspec.Raw], T]) -> T | BadAnswer:
    """Return the resource, or why it cannot be read: an error that is raised here would carry the answer along."""
    try:
        found, problems = each([decode(reply, wire.Single).data], read, "data")
    except BadAnswer as error:
        return BadAnswer(str(error), remedy=error.remedy)
    return found[0] if found else BadAnswer(f"{reply.where}: {problems[0].why}")
