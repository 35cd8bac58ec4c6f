"""A RemoteLock account put to the test, by three requests and perhaps one for a token; a server error doubles each."""

from __future__ import annotations

from typing import TypeAlias

from lockdash.domain.budget import reserve_of
from lockdash.domain.findings import Finding, Level
from lockdash.vendors import headers, route
from lockdash.vendors.checkup import Checkup
from lockdash.vendors.errors import BadAnswer, RateLimited, Rejected, Unauthorised, Unreachable, VendorError
from lockdash.vendors.remotelock.api import ADDRESS, NOT_PERMITTED, Api, Page
from lockdash.vendors.route import Route
from lockdash.vendors.wording import span_text

DEVICES = "/devices"
PARTS = {DEVICES: "devices", "/events": "events", "/access_persons": "people"}
"""Lists of the account's, first the one without which nothing works. There are no scopes; each list may be denied."""

Outcome: TypeAlias = Page | VendorError


class RemoteLockCheckup:
    """See `vendors.checkup.CheckupClient`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def check_up(self) -> Checkup:
        """See `CheckupClient.check_up`."""
        door, way = Route(self._api.auth), Route(self._api.transport)
        unsigned = await self._sign_in()
        if unsigned is not None:
            refused = self._limited(unsigned) or _refused([unsigned])
            return Checkup(findings=(*door.findings(unsigned), *refused))
        outcomes = await self._read_parts()
        devices = outcomes[DEVICES]
        trouble = devices if isinstance(devices, VendorError) else None
        if isinstance(trouble, Rejected) and not _is_about_rights(trouble):
            trouble = BadAnswer(str(trouble), remedy=ADDRESS)
        rights: list[Finding] = []
        signed_in = self._limited(devices) or _refused(list(outcomes.values()))
        if not signed_in and any(isinstance(each, Page) or _is_about_rights(each) for each in outcomes.values()):
            signed_in, rights = [await self._token()], self._rights(outcomes)
        lines = (*door.line(None), *way.findings(trouble))
        return Checkup(
            findings=(*lines, *signed_in, *rights, *_requests(way)),
            devices=devices.total if isinstance(devices, Page) else None,
        )

    async def _sign_in(self) -> VendorError | None:
        try:
            await self._api.sign_in()
        except VendorError as error:
            return error
        return None

    async def _read_parts(self) -> dict[str, Outcome]:
        """Read one of each; whoever does not answer at all, or asks for a rest, is not asked on."""
        outcomes: dict[str, Outcome] = {}
        for path in PARTS:
            try:
                outcomes[path] = await self._api.page_of(path, 1, per_page=1)
            except VendorError as error:
                outcomes[path] = error
                if isinstance(error, RateLimited | Unreachable):
                    break
        return outcomes

    def _limited(self, outcome: Outcome) -> list[Finding]:
        if not isinstance(outcome, RateLimited):
            return []
        return [route.not_asked(route.SIGNED_IN, outcome, self._api.transport.clock())]

    async def _token(self) -> Finding:
        """Return how long the sign-in counts."""
        token = await self._api.tokens.kept()
        if token is None:
            return Finding(route.SIGNED_IN, Level.ok, "accepted by RemoteLock")
        left = span_text(max(0, round((token.expires_at - self._api.transport.clock()).total_seconds())))
        if not self._api.tokens.by_user:
            said = f"as the application itself; its access token counts for {left}, then another one is asked for"
            return Finding(route.SIGNED_IN, Level.ok, said)
        if token.refresh is None:
            said = f"by a user, for {left}: RemoteLock gave no refresh token, so somebody has to sign in again then"
            return Finding(route.SIGNED_IN, Level.warning, said)
        said = f"by a user; the access token counts for {left}, then it is renewed by the refresh token"
        return Finding(route.SIGNED_IN, Level.ok, said)

    def _rights(self, outcomes: dict[str, Outcome]) -> list[Finding]:
        there = [PARTS[path] for path, outcome in outcomes.items() if isinstance(outcome, Page)]
        found = [Finding(route.SCOPES, Level.ok, f"may read {', '.join(there)}")] if there else []
        for path, outcome in outcomes.items():
            if isinstance(outcome, RateLimited):
                found.append(route.not_asked(route.SCOPES, outcome, self._api.transport.clock()))
            elif _is_about_rights(outcome):
                level = Level.failure if path == DEVICES else Level.warning
                remedy = NOT_PERMITTED[outcome.status if isinstance(outcome, Rejected) else 403]
                found.append(Finding(route.SCOPES, level, f"may not read {PARTS[path]}: {outcome}", remedy))
            elif isinstance(outcome, VendorError) and path != DEVICES:
                found.append(route.not_told(route.SCOPES, PARTS[path], outcome))
        return found


def _is_about_rights(outcome: Outcome) -> bool:
    """Later servers answer 401 to what is not permitted (remotelock-facts), earlier ones 403; 402: not paid for."""
    return isinstance(outcome, Unauthorised) or (isinstance(outcome, Rejected) and outcome.status in NOT_PERMITTED)


def _refused(outcomes: list[Outcome]) -> list[Finding]:
    """Return that the credentials are refused, if they are whatever is asked for: nobody else is answered so."""
    first = outcomes[0]
    if isinstance(first, Unauthorised) and all(isinstance(each, Unauthorised) for each in outcomes):
        return [Finding(route.SIGNED_IN, Level.failure, str(first), first.remedy)]
    return []


def _requests(way: Route) -> list[Finding]:
    """Return what is left of the budget by RemoteLock's own count, in which all integrations of the account are."""
    if way.seen is None:
        return []
    told = headers.limits(200, way.seen.headers, way.seen.at)
    if told.remaining is None or not told.limit:
        return []
    said = f"{told.remaining} of {told.limit} are left, by RemoteLock's count of all programs that ask for this account"
    if told.remaining >= reserve_of(told.limit):
        return [Finding(route.REQUESTS, Level.ok, said)]
    return [Finding(route.REQUESTS, Level.warning, said, "let the other programs of this account ask less often")]
