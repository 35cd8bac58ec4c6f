"""What workers tell the sheets on which accounts are signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from lockdash.domain.findings import Finding

if TYPE_CHECKING:
    from lockdash.config.settings import AccountConfig
    from lockdash.engine.signing.attempt import Attempt


class SignInBegun(Message):
    """There is an address to open now."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self.attempt = attempt


class BrowserCameBack(Message):
    """What the browser brought waits to be exchanged."""


class SignedIn(Message):
    """The token is kept."""


class SignInFailed(Message):
    """It came to nothing. `why`: for the user. `again`: the sign-in stands, and takes another code. `same`: what was
    handed in may still count, and can be tried again as it is."""

    def __init__(self, why: str, *, again: bool = False, same: bool = False) -> None:
        super().__init__()
        self.why = why
        self.again = again
        self.same = same


class KeyRefused(Message):
    """The account does not get in with what it was given. `findings`: those that failed."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = tuple(findings)


class KeyTaken(Message):
    """The account goes on with `config`. `warnings`: what it still lacks. `unwritten`: why the new key could not be
    written where it has to stand for the next start, "" if there was nothing to write or it was."""

    def __init__(self, config: AccountConfig, warnings: Sequence[Finding], unwritten: str) -> None:
        super().__init__()
        self.config = config
        self.warnings = tuple(warnings)
        self.unwritten = unwritten
