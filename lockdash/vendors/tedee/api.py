"""Tedee's API: its address, its key, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.domain.budget import Purpose
from lockdash.domain.secret import Secret
from lockdash.vendors.errors import BadAnswer, Rejected, Unauthorised, Unreachable, VendorError
from lockdash.vendors.replies import Reply
from lockdash.vendors.tedee.words import STATUS_WORDS
from lockdash.vendors.transport import USUAL, Authorisation, Content, Manner, Transport

KEYS = "portal.tedee.com/personal-access-keys"
_DEVICE_TIMED_OUT = 408  # of gates and keypads by the reference; what locks answer is not documented


class Api:
    """Requests below `/api/VERSION`, signed with the personal access key."""

    def __init__(self, transport: Transport, key: Secret, version: str) -> None:
        self._transport = transport
        self._authorisation = Authorisation("PersonalKey", key)
        self._version = version

    @property
    def version(self) -> int:
        """37 for v37, 36 for v1.36."""
        return int(self._version.rpartition(".")[2].lstrip("v"))

    async def read(
        self, path: str, *, scope: str, purpose: Purpose = Purpose.poll, params: Sequence[tuple[str, str]] = ()
    ) -> Reply:
        """Read what belongs to the account as a whole. Raises VendorError, never Rejected: there is no resource
        to blame, so a 403 is a missing `scope` and any other refusal an API that is not the documented one."""
        outcome = await self._send("GET", path, purpose, params)
        if isinstance(outcome, Rejected):
            raise _of_account(outcome, scope, self._version)
        if isinstance(outcome, VendorError):
            raise outcome
        return outcome

    async def read_one(
        self, path: str, *, scope: str | None, purpose: Purpose = Purpose.poll, params: Sequence[tuple[str, str]] = ()
    ) -> Reply:
        """Read what belongs to one device, or what the account can do without. Raises VendorError; Rejected is about
        that only. `scope`: what a 403 means the key lacks; None: it is Rejected like any other refusal."""
        outcome = await self._send("GET", path, purpose, params)
        if isinstance(outcome, Rejected) and outcome.status == 403 and scope is not None:
            raise _missing(outcome, scope)
        if isinstance(outcome, VendorError):
            raise outcome
        return outcome

    async def command(self, path: str, params: Sequence[tuple[str, str]] = ()) -> Reply:
        """POST a command without a body. Raises VendorError; Rejected says in words why. A device that did not answer
        the cloud in time may have heard it all the same: that is Unreachable."""
        outcome = await self._send("POST", path, Purpose.command, params)
        if isinstance(outcome, Rejected) and outcome.status == _DEVICE_TIMED_OUT:
            raise Unreachable(f"{outcome}; the device did not answer in time, and may have done it all the same")
        if isinstance(outcome, Rejected):
            meaning = STATUS_WORDS.get(outcome.status)
            remedy = f"the key needs the scope Lock.Operate ({KEYS})" if outcome.status == 403 else outcome.remedy
            said = f"{outcome}; {meaning}" if meaning else str(outcome)
            raise Rejected(said, status=outcome.status, remedy=remedy)
        if isinstance(outcome, VendorError):
            raise outcome
        return outcome

    async def ask(
        self,
        method: str,
        path: str,
        *,
        purpose: Purpose,
        params: Sequence[tuple[str, str]] = (),
        body: Secret | None = None,
        manner: Manner = USUAL,
    ) -> Reply | Rejected:
        """Send a request about one device, with `body` as JSON text, and return what came of it: a refusal is for the
        caller to put into words. Raises every other VendorError."""
        outcome = await self._send(method, path, purpose, params, body, manner)
        if isinstance(outcome, Unauthorised):
            raise outcome
        return outcome

    async def _send(
        self,
        method: str,
        path: str,
        purpose: Purpose,
        params: Sequence[tuple[str, str]],
        body: Secret | None = None,
        manner: Manner = USUAL,
    ) -> Reply | Rejected | Unauthorised:
        try:
            return await self._transport.request(
                method,
                f"/api/{self._version}{path}",
                purpose=purpose,
                params=params,
                authorisation=self._authorisation,
                content=Content("application/json", body) if body is not None else None,
                manner=manner,
            )
        except Rejected as error:
            return error
        except Unauthorised as error:
            # During outages Tedee answers 401 to good keys (field note 15).
            lasting = f"it may pass by itself; if it lasts, make a new key at {KEYS}"
            return Unauthorised(str(error), remedy=error.remedy or lasting)

    async def aclose(self) -> None:
        await self._transport.aclose()


def _of_account(refused: Rejected, scope: str, version: str) -> VendorError:
    if refused.status in (402, 403):
        return _missing(refused, scope)
    return BadAnswer(
        str(refused), remedy=f"look at api_url and api_version in the configuration: {version} may have been retired"
    )


def _missing(refused: Rejected, scope: str) -> Unauthorised:
    return Unauthorised(
        f"{refused}; the key may not read this without the scope {scope}",
        remedy=f"give the key the scope {scope} at {KEYS}",
    )
