"""A Tedee account put to the test, by two to five requests; a server error doubles each of them."""

from __future__ import annotations

from typing import Any

import msgspec

from lockdash.domain.findings import Finding, Level
from lockdash.vendors import fields, route
from lockdash.vendors.checkup import Checkup
from lockdash.vendors.errors import BadAnswer, RateLimited, Rejected, Unauthorised, VendorError
from lockdash.vendors.replies import Reply, decode
from lockdash.vendors.route import Route
from lockdash.vendors.tedee import lifetimes, wire
from lockdash.vendors.tedee.api import Api
from lockdash.vendors.tedee.rights import Rights, ask, lacks_right
from lockdash.vendors.tedee.words import NO_ACCESS

_ADDRESS = "look at api_url and api_version in the configuration"


class _Listed(msgspec.Struct, frozen=True):
    """`count`: of all devices. `device`: the id of the one that the caller may ask most about, None without any."""

    count: int
    device: str | None


class TedeeCheckup:
    """See `vendors.checkup.CheckupClient`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def check_up(self) -> Checkup:
        """See `CheckupClient.check_up`."""
        way = Route(self._api.transport)
        listed = await self._list()
        known = listed if isinstance(listed, _Listed) else None
        signed_in, trouble = await self._judged(listed, way)
        rights: list[Finding] = []
        if signed_in is not None and signed_in.level is Level.ok:
            rights = await Rights(self._api, reads=known is not None, device=known.device if known else None).findings()
        named = way.seen.headers.get("api-supported-versions", "") if way.seen is not None else ""
        version = lifetimes.finding(self._api.version_name, named, self._api.transport.clock().date())
        if isinstance(trouble, Rejected) and version.level is Level.ok:
            trouble = BadAnswer(str(trouble), remedy=_ADDRESS)
        return Checkup(
            findings=(*way.findings(trouble), *([signed_in] if signed_in is not None else []), *rights, version),
            devices=known.count if known is not None else None,
        )

    async def _list(self) -> _Listed | VendorError:
        """Read what there is; if it can be had, not by the list of locks, which is given ten times in ten minutes."""
        found = await ask(self._api, "/my/device/details", _listed)
        return await ask(self._api, "/my/lock", _listed) if isinstance(found, Rejected) else found

    async def _judged(self, listed: _Listed | VendorError, way: Route) -> tuple[Finding | None, VendorError | None]:
        """Return what is to be said of the key, None for nothing; and what keeps Tedee from answering, if anything."""
        if isinstance(listed, _Listed) or lacks_right(listed):
            return Finding(route.SIGNED_IN, Level.ok, "accepted by Tedee"), None
        if isinstance(listed, RateLimited):
            return route.not_asked(route.SIGNED_IN, listed, self._api.transport.clock()), None
        if not isinstance(listed, Unauthorised):
            return None, listed
        refused = Finding(route.SIGNED_IN, Level.failure, str(listed), listed.remedy)
        if way.seen is None:
            return refused, None
        # During outages Tedee answers 401 to good keys (field note 15), and by another part of it otherwise.
        other = await ask(self._api, "/my/bridge", lambda reply: reply)
        if isinstance(other, Unauthorised | RateLimited):
            return refused, None
        if isinstance(other, VendorError) and not isinstance(other, Rejected):
            return None, other
        half = "Tedee accepts the key for one request and refuses it for another"
        return Finding(route.SIGNED_IN, Level.warning, half, route.THEIRS), None


def _listed(reply: Reply) -> _Listed:
    """Read the list of all devices, by kind, or that of locks. Raises BadAnswer."""
    found = decode(reply, wire.Envelope[dict[str, Any] | list[Any]]).result
    groups = found if isinstance(found, dict) else {"locks": found}
    lists = {kind: items for kind, items in groups.items() if isinstance(items, list)}
    askable = [item for kind in ("locks", "gates") for item in lists.get(kind, ()) if isinstance(item, dict)]
    best = max(askable, key=_level, default={})
    number = fields.whole(best.get("id"))
    return _Listed(sum(map(len, lists.values())), None if number is None else str(number))


def _level(item: dict[str, Any]) -> int:
    """Whether an owner's device, an admin's or a guest's: that of the best, to be asked about first."""
    level = fields.whole(item.get("accessLevel"))
    return -1 if level is None or level >= NO_ACCESS else level
