"""What changes in the configuration while the dashboard runs, taken over as soon as the file is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from lockdash.tui import messages
from lockdash.tui.actions import ACTIONS
from lockdash.tui.binding import keymap
from lockdash.tui.keymap import in_use
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Span
from lockdash.tui.waking import Waker

if TYPE_CHECKING:
    from lockdash.config.problems import ConfigError
    from lockdash.config.settings import AccountConfig, Config
    from lockdash.config.watching import Watch
    from lockdash.tui.dashboard import LockdashApp

EVERY = 2.0
"""Seconds between two looks at the files: a look is a few `stat`, and no thread waits for it."""
_TOLD_FOR = 60.0
"""Seconds; nobody may be looking just then."""
_OF_UI = ("theme", "unlock", "read_only", "bell", "notify")


class Reloading:
    """Looks at the files of the configuration while the dashboard is on screen. What the command line says stays.

    A file that cannot be used changes nothing, and is told once. `key_problems`: what of `[keys]` does not count.
    """

    def __init__(self, app: LockdashApp, *, theme_is_fixed: bool) -> None:
        self._app = app
        self._theme_is_fixed = theme_is_fixed
        self._waker = Waker(app, app.clock, self._look)
        self._watch: Watch | None = None
        self._wrong = ""
        self._missing_told = False
        self.key_problems: tuple[str, ...] = ()
        self.use_keys()

    def open(self) -> None:
        """Look from now on."""
        if self._watch is None:
            from lockdash.config.watching import Watch  # not before the first paint

            self._watch = Watch(self._app.config)
        self._waker.arm(EVERY)

    def close(self) -> None:
        """Look no more."""
        self._waker.stop()

    def use_keys(self) -> None:
        """Let `[keys]` of the app's configuration be the keys from now on."""
        app, keys = self._app, self._app.config.keys
        if not keys:
            in_use.use(ACTIONS)
            self.key_problems = ()
        else:
            from lockdash.tui.keymap.custom import custom  # most have the usual ones

            made = custom(keys)
            in_use.use(made.actions)
            self.key_problems = made.problems
        app.set_keymap(keymap(in_use.actions()))

    def tell_troubles(self) -> None:
        """Say what of the settings does not count; the accounts view keeps what is wrong with keys."""
        told = [*self._theme_trouble(), *self._key_troubles()]
        if told:
            self._app.say(Span(" ".join(told), Tone.caution), seconds=_TOLD_FOR)

    def _theme_trouble(self) -> list[str]:
        app = self._app
        return [f'There is no theme "{app.unknown_theme}"; this is {app.theme}.'] if app.unknown_theme else []

    def _key_troubles(self) -> list[str]:
        if not self.key_problems:
            return []
        first, *more = self.key_problems
        rest = f" ({len(more)} more: {in_use.key_of('accounts')} shows them)" if more else ""
        return [f"In [keys], {first}{rest}"]

    def _look(self) -> None:
        if self._watch is not None and self._watch.changed():
            self._app.run_worker(
                self._read(self._watch), name="configuration", group="reload", exclusive=True, exit_on_error=False
            )
        self._waker.arm(EVERY)

    async def _read(self, watch: Watch) -> None:
        from lockdash.config.problems import ConfigError

        try:
            config = await asyncio.to_thread(watch.reload)
        except ConfigError as error:
            self._app.post_message(messages.ConfigBroken(error))
        else:
            self._app.post_message(messages.ConfigRead(config))

    def renewed(self, account: AccountConfig) -> None:
        """The account goes on with these secrets and settings already."""
        config = self._app.config
        accounts = tuple(account if each.name == account.name else each for each in config.accounts)
        self._app.config = msgspec.structs.replace(config, accounts=accounts)

    def broken(self, error: ConfigError) -> None:
        """The files cannot be used as they are now."""
        first, *more = error.problems
        told = f"{first}{f' (and {len(more)} more)' if more else ''}"
        if told != self._wrong:
            self._wrong = told
            self._app.say(Span(f"The settings stay as they were: {told}", Tone.caution), seconds=_TOLD_FOR)

    def take(self, config: Config) -> None:
        """Take over what can change while we run, and tell it: all but which accounts there are."""
        app, old = self._app, self._app.config
        found = {each.name: each for each in config.accounts}
        accounts = tuple(_newer(each, found) for each in old.accounts)
        others = [new for new, before in zip(accounts, old.accounts, strict=True) if not new.means(before)]
        changed = [name for name in _OF_UI if getattr(config.ui, name) != getattr(old.ui, name)]
        changed += ["keys"] if dict(config.keys) != dict(old.keys) else []
        app.config = msgspec.structs.replace(config, path=old.path, accounts=accounts)
        app.engine.reload(app.config)
        self._put(changed)
        if others:
            app.run_worker(self._replace(others), name="accounts", group="accounts", exit_on_error=False)
        self._tell([*changed, *(each.name for each in others)], missing=_named(config) != _named(app.config))

    async def _replace(self, accounts: Sequence[AccountConfig]) -> None:
        for each in accounts:
            await self._app.engine.replace_account(each)

    def _put(self, changed: Sequence[str]) -> None:
        app = self._app
        if "keys" in changed:
            self.use_keys()
        if "theme" in changed and not self._theme_is_fixed:
            app.change_theme(app.config.ui.theme)
        if "bell" in changed or "notify" in changed:
            app.alarms.close()
            app.alarms.open()
        app.redraw_tabs()

    def _tell(self, changed: Sequence[str], *, missing: bool) -> None:
        """`missing`: there are accounts in the files that we do not have, or none any more that we do."""
        app, said = self._app, []
        if self._wrong:
            said.append("The configuration is good again.")
            self._wrong = ""
        if changed:
            said.append(f"Taken over from the configuration: {', '.join(changed)}.")
        if missing and not self._missing_told:
            said.append("Accounts changed: restart lockdash to take them over.")
        self._missing_told = missing
        said += self._theme_trouble() if "theme" in changed else []
        said += self._key_troubles() if "keys" in changed else []
        if said:
            app.say(" ".join(said), seconds=_TOLD_FOR)


def _newer(account: AccountConfig, found: Mapping[str, AccountConfig]) -> AccountConfig:
    """Return what the files say of an account now, itself if that is nothing, or another vendor's."""
    newer = found.get(account.name)
    return newer if newer is not None and newer.vendor == account.vendor else account


def _named(config: Config) -> set[tuple[str, str]]:
    return {(each.name, each.vendor) for each in config.accounts}
