"""What the configuration says now: it may be loaded anew while the engine runs."""

from __future__ import annotations

import msgspec

from lockdash.config.settings import AccountConfig, Config
from lockdash.engine.policy import Manner, Rules


class Configured:
    def __init__(self, config: Config) -> None:
        self._config = config

    def account(self, name: str) -> AccountConfig | None:
        """Return the account of that name, None if there is none (any more)."""
        return self._config.account(name)

    def is_read_only(self, account: str) -> bool:
        return self._config.read_only_of(account)

    def rules(self, account: str) -> Rules:
        """What commands to devices of the account go by."""
        return Rules(self._config.read_only_of(account), Manner(self._config.unlock_of(account)))

    def replace(self, config: Config) -> None:
        self._config = config

    def replace_account(self, account: AccountConfig) -> None:
        accounts = tuple(account if each.name == account.name else each for each in self._config.accounts)
        self._config = msgspec.structs.replace(self._config, accounts=accounts)
