"""What a Tedee key may do, and until when: as Tedee tells it, else by trying what moves and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from lockdash.domain.budget import Purpose
from lockdash.domain.findings import Finding, Level
from lockdash.vendors import route
from lockdash.vendors.errors import RateLimited, Rejected, Unreachable, VendorError
from lockdash.vendors.paths import segment
from lockdash.vendors.replies import Reply
from lockdash.vendors.tedee import wire
from lockdash.vendors.tedee.api import Api
from lockdash.vendors.tedee.keys import OwnKey, own_key
from lockdash.vendors.tedee.scopes import ACTIVITY, DEVICES, OPERATE, OWN_KEYS, PINS, SCOPES, SHARES, SHARING, includes
from lockdash.vendors.tedee.signers import KEYS

T = TypeVar("T")
Known: TypeAlias = bool | str
"""Whether a key has a scope; or why that cannot be told."""

_RENEW = f"make a new key at {KEYS}, and put it in the place of this one"
_CHANGES = "cannot be tested without changing something"
_UNTRIED = {OPERATE: "cannot be tested without moving a lock", SHARING: _CHANGES, PINS: _CHANGES}
_INCLUDES = {SHARING: SHARES, PINS: DEVICES}
_NO_DEVICE = "cannot be tested without a device to ask about"
_OLD_VERSION = "of no use with this version of the API"
_USED_FROM = {SHARES: 34, SHARING: 37}  # of the API's versions: at first there were shares, then no principals


async def ask(
    api: Api, path: str, read: Callable[[Reply], T], params: Sequence[tuple[str, str]] = ()
) -> T | VendorError:
    """Return what `read` makes of the answer to a GET, or why there is none. What is left for commands stays so."""
    try:
        outcome = await api.ask("GET", path, purpose=Purpose.poll, params=params)
        return outcome if isinstance(outcome, Rejected) else read(outcome)
    except VendorError as error:
        return error


def lacks_right(outcome: object) -> bool:
    """Whether Tedee knows who asks, and does not let them."""
    return isinstance(outcome, Rejected) and outcome.status == 403


class Rights:
    """Finds them out once, by one to three requests. `reads`: whether the key may read devices. `device`: the id of one
    to ask about, None if there is none."""

    def __init__(self, api: Api, *, reads: bool, device: str | None) -> None:
        self._api = api
        self._device = device
        self._known: dict[str, Known] = {DEVICES: reads}
        self._known |= {scope: _OLD_VERSION for scope, first in _USED_FROM.items() if api.version < first}
        self._untold: list[Finding] = []
        self._stopped = False

    async def findings(self) -> list[Finding]:
        """Return what is to be said of scopes, and of the end of the key."""
        # Of a sign-in by the browser, the list of keys says nothing.
        own = await self._own_key() if self._api.signer.prefix else None
        told = own.scopes if own is not None else None
        if told is not None and self._agree(told):
            self._known = {**{scope.name: includes(told, scope.name) for scope in SCOPES}, **self._known}
        else:
            await self._try_both()
            # What may not even be read may not be changed.
            denied = {scope: False for scope, reading in _INCLUDES.items() if self._known.get(reading) is False}
            self._known = {**_UNTRIED, **denied, **self._known}
        found = [*findings_of(self._known, self._api.signer.give), *self._untold]
        if own is not None and own.ends_at is not None:
            found.append(route.ending(own.ends_at, self._api.transport.clock(), _RENEW))
        return found

    def _agree(self, told: frozenset[str]) -> bool:
        """Whether what is told is what was seen; other words for scopes would look like none."""
        return all(includes(told, scope) is self._known[scope] for scope in (DEVICES, OWN_KEYS))

    async def _own_key(self) -> OwnKey | None:
        prefix = self._api.signer.prefix
        outcome = await ask(self._api, "/my/personalaccesskey", lambda reply: own_key(reply, prefix))
        self._take(OWN_KEYS, outcome)
        return None if isinstance(outcome, VendorError) else outcome

    async def _try_both(self) -> None:
        """The list of who may use a device and its log are the only things that are read by scopes of their own."""
        await self._try(ACTIVITY, "/my/deviceactivity", (("deviceId", self._device or ""), ("elements", "1")))
        await self._try(SHARES, f"/my/device/{segment(self._device or '')}/access")

    async def _try(self, scope: str, path: str, params: Sequence[tuple[str, str]] = ()) -> None:
        if self._stopped or scope in self._known:
            return
        if self._device is None:
            self._known[scope] = _NO_DEVICE
            return
        self._take(scope, await ask(self._api, path, wire.items, params))

    def _take(self, scope: str, outcome: object) -> None:
        if not isinstance(outcome, VendorError) or lacks_right(outcome):
            self._known[scope] = not isinstance(outcome, VendorError)
        elif isinstance(outcome, RateLimited):
            self._untold.append(route.not_asked(route.SCOPES, outcome, self._api.transport.clock()))
        else:
            self._untold.append(route.not_told(route.SCOPES, scope, outcome))
        # Who does not answer at all, or asks for a rest, is not asked on.
        self._stopped = self._stopped or isinstance(outcome, RateLimited | Unreachable)


def findings_of(known: Mapping[str, Known], give: Callable[[str], str]) -> list[Finding]:
    """Return what is known of scopes: those that are there, each that is missing, those of which it cannot be told.
    `give`: what the user can do to have one."""
    there = [scope.name for scope in SCOPES if known.get(scope.name) is True]
    found = [Finding(route.SCOPES, Level.ok, f"there is {_listed(there)}")] if there else []
    for scope in SCOPES:
        if known.get(scope.name) is False:
            level = Level.failure if scope.needed else Level.warning
            said = f"{scope.name} is missing; it gives {scope.gives}"
            found.append(Finding(route.SCOPES, level, said, give(scope.name)))
    reasons: dict[str, list[str]] = {}
    for scope in SCOPES:
        why = known.get(scope.name)
        if isinstance(why, str):
            reasons.setdefault(why, []).append(scope.name)
    return found + [Finding(route.SCOPES, Level.ok, f"{_listed(names)}: {why}") for why, names in reasons.items()]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
