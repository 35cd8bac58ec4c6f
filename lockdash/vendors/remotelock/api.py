"""RemoteLock's API: its address, its tokens, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from lockdash.domain.budget import Purpose
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.vendors import oauth
from lockdash.vendors.base import Connection
from lockdash.vendors.errors import BadAnswer, Rejected, Unauthorised, VendorError
from lockdash.vendors.fields import whole
from lockdash.vendors.remotelock import RemoteLockSettings, wire
from lockdash.vendors.remotelock.auth import SUSPICIOUS, oauth_client
from lockdash.vendors.replies import Reply, decode
from lockdash.vendors.tokens import Outcome, Tokens
from lockdash.vendors.transport import USUAL, Authorisation, Content, Manner, Transport

ACCEPT = "application/vnd.lockstate.v1+json"
PER_PAGE = 50
MOST_PAGES = 200  # `page * per_page` at most 10,000 (reference, "Pagination")
REACH = MOST_PAGES * PER_PAGE

NOT_PERMITTED = {
    402: "the RemoteLock account needs a subscription for this",
    403: "the application may not read this; ask RemoteLock for API access",
}
"""What a refusal of a list means that every account has, by its status."""
ADDRESS = "look at api_url in the configuration"

# These need a media type and a JSON body (reference, "JSON request structure").
_WITH_BODY = ("POST", "PUT")
_NOTHING = Content("application/json", Secret("{}"))


class NoPage(BadAnswer):
    """A page of a list is refused, by a status that says nothing against the account."""


class Page(msgspec.Struct, frozen=True):
    """One page of a list. `last`: whether there is no further one. `total`: what the vendor counts, if it says.
    `cut`: the list is longer than what the vendor hands out."""

    reply: Reply
    items: list[msgspec.Raw]
    last: bool
    total: int | None
    cut: bool


class Api:
    """Requests to the API, each with a token that is renewed once if it is refused."""

    def __init__(self, transport: Transport, tokens: Tokens, auth: Transport) -> None:
        self.transport = transport
        self.auth = auth
        self._tokens = tokens

    @classmethod
    def of(cls, connection: Connection, clock: Callable[[], datetime], timeout: float) -> Api:
        settings = connection.settings
        assert isinstance(settings, RemoteLockSettings)
        client = oauth_client(settings, connection.secrets)

        def to(address: str, accept: str) -> Transport:
            return Transport(
                "RemoteLock",
                address,
                gate=connection.gate,
                accept=accept,
                words=wire.refusal_words,
                secrets=client.secrets,
                clock=clock,
                timeout=timeout,
            )

        async def for_application() -> Token:
            return await oauth.for_application(client, auth, clock)

        auth = to(settings.auth_url, "application/json")
        ask = for_application if settings.grant == "client_credentials" else None
        tokens = Tokens(client, connection.vault, clock, ask=ask, suspicious=SUSPICIOUS)
        return cls(to(settings.api_url, ACCEPT), tokens, auth)

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    async def sign_in(self) -> None:
        """Make sure that there is a token. Raises VendorError."""
        await self._tokens.current()

    async def page(
        self,
        path: str,
        number: int,
        sort: str | None = None,
        *,
        ids: Sequence[str] = (),
        purpose: Purpose = Purpose.poll,
        filters: Sequence[tuple[str, str]] = (),
        per_page: int = PER_PAGE,
    ) -> Page:
        """Read one page of a list of the account's; of those with `ids` only, if there are any, and of those that pass
        the `filters` (reference, "Filtering"). Raises VendorError, never Rejected: there is no resource to blame, so a
        refusal is one of the account, or the API is not the documented one."""
        params = [*(("id[]", each) for each in ids), *filters]
        if sort is not None:
            params.append(("sort", sort))
        try:
            return await self.page_of(path, number, params, purpose=purpose, per_page=per_page)
        except Rejected as refused:
            raise _of_account(refused) from None

    async def page_of(
        self,
        path: str,
        number: int,
        params: Sequence[tuple[str, str]] = (),
        *,
        purpose: Purpose = Purpose.poll,
        per_page: int = PER_PAGE,
    ) -> Page:
        """Read one page of a list that belongs to one resource. Raises VendorError; Rejected is about that resource."""
        paging = (("per_page", str(per_page)), ("page", str(number)))
        reply = await self._request("GET", path, purpose, (*paging, *params))
        found = decode(reply, wire.Collection)
        meta = found.meta or wire.Meta()
        pages, total = whole(meta.total_pages), whole(meta.total_count)
        ends = not found.data or (number >= pages if pages is not None else len(found.data) < per_page)
        out_of_pages = number >= MOST_PAGES
        cut = (out_of_pages and not ends) or (total is not None and total > REACH)
        return Page(reply, found.data, ends or out_of_pages, total, cut)

    async def one(self, path: str, purpose: Purpose = Purpose.command) -> Reply:
        """Read one resource, for a command. Raises VendorError; Rejected is about that resource."""
        return await self._request("GET", path, purpose, ())

    async def command(self, path: str) -> Reply:
        """PUT a command. Raises VendorError; Rejected says in words why."""
        outcome = await self._outcome("PUT", path, Purpose.command, ())
        if isinstance(outcome, Unauthorised):
            raise Rejected(f"RemoteLock does not permit it: {outcome}", status=401)
        if isinstance(outcome, VendorError):
            raise outcome
        return outcome

    async def write(self, method: str, path: str, content: Content | None = None, manner: Manner = USUAL) -> Reply:
        """POST, PUT or DELETE a resource, once. `content`: None for an empty object. Raises VendorError: Rejected is
        about that resource, also a 401; Unreachable knows whether the request was sent: not if there was no token to
        send it with."""
        outcome = await self._outcome(method, path, Purpose.command, (), content, manner)
        if isinstance(outcome, Unauthorised):
            raise Rejected(str(outcome), status=401)
        if isinstance(outcome, VendorError):
            raise outcome
        return outcome

    async def aclose(self) -> None:
        await self.transport.aclose()
        await self.auth.aclose()

    async def _request(self, method: str, path: str, purpose: Purpose, params: Sequence[tuple[str, str]]) -> Reply:
        outcome = await self._outcome(method, path, purpose, params)
        if isinstance(outcome, Unauthorised):
            raise Unauthorised(str(outcome), remedy="ask RemoteLock whether the application may use the API")
        if isinstance(outcome, VendorError):
            raise outcome
        return outcome

    async def _outcome(
        self,
        method: str,
        path: str,
        purpose: Purpose,
        params: Sequence[tuple[str, str]],
        content: Content | None = None,
        manner: Manner = USUAL,
    ) -> Outcome:
        async def attempt(authorisation: Authorisation) -> Outcome:
            try:
                return await self.transport.request(
                    method,
                    path,
                    purpose=purpose,
                    params=params,
                    authorisation=authorisation,
                    content=content or (_NOTHING if method in _WITH_BODY else None),
                    manner=manner,
                )
            except (Rejected, Unauthorised) as error:
                return error

        return await self._tokens.signed(attempt, changes=method != "GET")


def _of_account(refused: Rejected) -> VendorError:
    if refused.status in NOT_PERMITTED:
        return Unauthorised(str(refused), remedy=NOT_PERMITTED[refused.status])
    return NoPage(str(refused), remedy=ADDRESS)
