"""The settings as values, once they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec

from lockdash.config.origins import From, Origin, Origins, Place
from lockdash.config.secrets import SecretSource

Unlock: TypeAlias = Literal["grace", "ask", "now"]
"""What the unlock key does: act after a visible grace that any key stops, ask, or act at once."""

DEFAULT_THEME = "lockdash-dark"
INHERITED = ("unlock", "read_only")
"""Keys that an account may have for itself, and has from `[ui]` otherwise."""


class Ui(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`theme`: a name that the screen knows; it says so itself if it does not."""

    theme: Annotated[str, msgspec.Meta(description="The screen's theme; `Ctrl+P` lists them.")] = DEFAULT_THEME
    unlock: Annotated[
        Unlock,
        msgspec.Meta(
            description="What the unlock key does: `grace` acts after 2 s in which any other key stops it, `ask` asks, "
            "`now` acts at once."
        ),
    ] = "grace"
    read_only: Annotated[bool, msgspec.Meta(description="Refuse every command.")] = False
    bell: Annotated[
        bool,
        msgspec.Meta(description="Ring the terminal's bell for a refusal, a jam, a door held open, a low battery."),
    ] = False
    notify: Annotated[
        bool,
        msgspec.Meta(
            description="Show a notification for the same (OSC 9); tmux needs `set -g allow-passthrough on` for it."
        ),
    ] = False


class AccountConfig(msgspec.Struct, frozen=True, kw_only=True):
    """One account. `settings`: of the vendor plugin's own type. `secrets`: by the plugin's names.

    `unlock`, `read_only`: None where the account leaves it to `[ui]`. `place`: where its table starts, None if it came
    from no file. `is_ours`: lockdash wrote that file, and may write it again (`writing.replace_account`).
    """

    name: Annotated[
        str, msgspec.Meta(description="Yours to choose, without a slash; it stands beside every device and in its key.")
    ]
    vendor: Annotated[str, msgspec.Meta(description="Whose account it is.")]
    settings: msgspec.Struct
    secrets: Mapping[str, SecretSource]
    unlock: Annotated[
        Unlock | None, msgspec.Meta(description="This account's own rule, instead of the one in `[ui]`.")
    ] = None
    read_only: Annotated[
        bool | None, msgspec.Meta(description="Refuse every command for this account's devices, or allow them.")
    ] = None
    place: Place | None = None
    is_ours: bool = False

    def means(self, other: AccountConfig) -> bool:
        """Whether both have the same settings and secrets, wherever in the files they stand."""
        mine, theirs = (msgspec.structs.replace(each, place=None, is_ours=False) for each in (self, other))
        return mine == theirs


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """`path`: the configuration file, None if there is none; it need not exist where `sources` has drop-ins.

    Account names are unique. `keys`: by action, the keys as Textual names them; whether there are such actions and keys
    is for the screen to say. `sources`: the files that were read, in order. `options`: dotted names of what an option
    of the command line has set.
    """

    path: Path | None = None
    accounts: tuple[AccountConfig, ...] = ()
    ui: Ui = Ui()
    keys: Mapping[str, tuple[str, ...]] = {}
    sources: tuple[Path, ...] = ()
    origins: Origins = msgspec.field(default_factory=Origins)
    options: frozenset[str] = frozenset()

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
        keys = {"ui.read_only", *(f"accounts.{each.name}.read_only" for each in self.accounts)}
        return msgspec.structs.replace(
            self,
            accounts=tuple(msgspec.structs.replace(each, read_only=True) for each in self.accounts),
            ui=msgspec.structs.replace(self.ui, read_only=True),
            options=self.options | keys,
        )

    def with_theme(self, theme: str) -> Config:
        """Return a copy with the theme that an option names."""
        return msgspec.structs.replace(
            self, ui=msgspec.structs.replace(self.ui, theme=theme), options=self.options | {"ui.theme"}
        )

    def origin_of(self, key: str) -> Origin:
        """Where the value of a dotted key comes from: `ui.theme`, `accounts.NAME`, `accounts.NAME.KEY`, `keys.ACTION`.

        Of a secret, `accounts.NAME.personal_key` is the key in whichever form it was given.
        """
        if key in self.options:
            return Origin(From.option)
        place = self.origins.place(key)
        if place is not None:
            return Origin(From.file, place.path, place.line)
        last = key.rpartition(".")[2]
        return self.origin_of(f"ui.{last}") if key.startswith("accounts.") and last in INHERITED else Origin()
