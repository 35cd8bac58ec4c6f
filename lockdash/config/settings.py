"""The settings as values, once they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from lockdash.config.secrets import SecretSource

Unlock: TypeAlias = Literal["grace", "ask", "now"]
"""What the unlock key does: act after a visible grace that any key stops, ask, or act at once."""

DEFAULT_THEME = "lockdash-dark"


class Ui(msgspec.Struct, frozen=True, kw_only=True):
    """`theme`: a name that the screen knows; it says so itself if it does not. `bell`, `notify`: what the terminal does
    when something wants attention at once."""

    theme: str = DEFAULT_THEME
    unlock: Unlock = "grace"
    read_only: bool = False
    bell: bool = False
    notify: bool = False


class AccountConfig(msgspec.Struct, frozen=True, kw_only=True):
    """One account. `settings`: of the vendor plugin's own type. `secrets`: by the plugin's names.

    `unlock`, `read_only`: None where the account leaves it to `[ui]`.
    """

    name: str
    vendor: str
    settings: msgspec.Struct
    secrets: Mapping[str, SecretSource]
    unlock: Unlock | None = None
    read_only: bool | None = None


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """`path`: the file it came from, None if from none. Account names are unique."""

    path: Path | None = None
    accounts: tuple[AccountConfig, ...] = ()
    ui: Ui = Ui()

    def account(self, name: str) -> AccountConfig | None:
        """Return the account of that name, None if there is none (any more)."""
        return next((each for each in self.accounts if each.name == name), None)

    def unlock_of(self, account: str) -> Unlock:
        """What the unlock key does on devices of this account: its own word, else `[ui]`'s."""
        found = self.account(account)
        return found.unlock if found is not None and found.unlock is not None else self.ui.unlock

    def read_only_of(self, account: str) -> bool:
        """Whether commands are refused for devices of this account: its own word, else `[ui]`'s."""
        found = self.account(account)
        return found.read_only if found is not None and found.read_only is not None else self.ui.read_only

    def all_read_only(self) -> Config:
        """Return a copy that refuses every command, whatever an account says for itself."""
        return msgspec.structs.replace(
            self,
            accounts=tuple(msgspec.structs.replace(each, read_only=True) for each in self.accounts),
            ui=msgspec.structs.replace(self.ui, read_only=True),
        )
