"""Tedee's API: its address, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.domain.budget import Purpose
from lockdash.domain.secret import Secret
from lockdash.vendors.errors import BadAnswer, Rejected, Unauthorised, Unreachable, VendorError
from lockdash.vendors.replies import Reply
from lockdash.vendors.tedee.signers import Signer
from lockdash.vendors.tedee.words import STATUS_WORDS
from lockdash.vendors.tokens import Outcome
from lockdash.vendors.transport import USUAL, Authorisation, Content, Manner, Transport

_DEVICE_TIMED_OUT = 408  # of gates and keypads by the reference; what locks answer is not documented


class Api:
    """Requests below `/api/VERSION`. `version_name`: as it stands there."""

    def __init__(self, transport: Transport, signer: Signer, version: str) -> None:
        self.transport = transport
        self.signer = signer
        self.version_name = version

    @property
    def version(self) -> int:
        """37 for v37, 36 for v1.36."""
        return int(self.version_name.rpartition(".")[2].lstrip("v"))

    async def read(
        self, path: str, *, scope: str, purpose: Purpose = Purpose.poll, params: Sequence[tuple[str, str]] = ()
    ) -> Reply:
        """Read what belongs to the account as a whole. Raises VendorError, never Rejected: there is no resource
        to blame, so a 403 is a missing `scope` and any other refusal an API that is not the documented one."""
        outcome = await self._send("GET", path, purpose, params)
        if isinstance(outcome, Rejected):
            raise self._of_account(outcome, scope)
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
            raise self._missing(outcome, scope)
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
            remedy = self.signer.give("Lock.Operate") if outcome.status == 403 else outcome.remedy
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
    ) -> Outcome:
        async def attempt(authorisation: Authorisation) -> Outcome:
            try:
                return await self.transport.request(
                    method,
                    f"/api/{self.version_name}{path}",
                    purpose=purpose,
                    params=params,
                    authorisation=authorisation,
                    content=Content("application/json", body) if body is not None else None,
                    manner=manner,
                )
            except (Rejected, Unauthorised) as error:
                return error

        outcome = await self.signer.signed(attempt, changes=method != "GET")
        if isinstance(outcome, Unauthorised):
            return Unauthorised(str(outcome), remedy=outcome.remedy or self.signer.lasting)
        return outcome

    async def aclose(self) -> None:
        await self.transport.aclose()

    def _of_account(self, refused: Rejected, scope: str) -> VendorError:
        if refused.status in (402, 403):
            return self._missing(refused, scope)
        remedy = f"look at api_url and api_version in the configuration: {self.version_name} may have been retired"
        return BadAnswer(str(refused), remedy=remedy)

    def _missing(self, refused: Rejected, scope: str) -> Unauthorised:
        return Unauthorised(
            f"{refused}; {self.signer.word} may not read this without the scope {scope}",
            remedy=self.signer.give(scope),
        )
