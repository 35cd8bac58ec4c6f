"""How requests to Tedee are signed: by a personal access key, or by a sign-in (tedee-facts 1.1, 1.2)."""

from __future__ import annotations

from typing import Protocol

from lockdash.domain.secret import Secret
from lockdash.vendors.tokens import Attempt, Outcome, Tokens
from lockdash.vendors.transport import Authorisation

KEYS = "portal.tedee.com/personal-access-keys"


class Signer(Protocol):
    """`word`: what it is, in a sentence. `prefix`: what Tedee shows of the key in its lists, "" if it is none.
    `lasting`: the remedy for a 401; during outages Tedee answers 401 to what is good (field note 15)."""

    word: str
    prefix: str
    lasting: str

    async def signed(self, attempt: Attempt, *, changes: bool) -> Outcome:
        """See `Tokens.signed`."""

    def give(self, scope: str) -> str:
        """Return what the user can do to have `scope` as well."""


class PersonalKey:
    word = "the key"
    lasting = f"it may pass by itself; if it lasts, make a new key at {KEYS}"

    def __init__(self, key: Secret) -> None:
        self.prefix = key.reveal().rpartition(".")[0]
        self._authorisation = Authorisation("PersonalKey", key)

    async def signed(self, attempt: Attempt, *, changes: bool) -> Outcome:
        return await attempt(self._authorisation)

    def give(self, scope: str) -> str:
        return f"give the key the scope {scope} at {KEYS}"


class BySignIn:
    word = "the sign-in"
    prefix = ""
    lasting = "it may pass by itself; if it lasts, sign in again"

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def signed(self, attempt: Attempt, *, changes: bool) -> Outcome:
        return await self._tokens.signed(attempt, changes=changes)

    def give(self, scope: str) -> str:
        return f"sign in again with {scope} among the scopes of the account, and of the application at Tedee"
