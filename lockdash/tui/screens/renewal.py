"""An account that signs in with a key: another one is tried at its vendor, and kept if it is good."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from lockdash.config.loading import load
from lockdash.config.problems import ConfigError
from lockdash.config.settings import AccountConfig
from lockdash.config.writing import WriteError, replace_account
from lockdash.domain.findings import Finding, Level
from lockdash.domain.secret import Secret
from lockdash.engine.failures import words_of
from lockdash.engine.journal.redaction import keep_secret
from lockdash.store.errors import StoreError
from lockdash.tui.panes.lines import Line
from lockdash.tui.panes.renewal import RenewalView, Stage, outcome_lines, renewal_keys, renewal_lines
from lockdash.tui.screens.signing_sheet import SigningSheet
from lockdash.tui.signing import sources
from lockdash.tui.signing.messages import KeyRefused, KeyTaken, SignInFailed


class RenewalScreen(SigningSheet):
    """Where the secret stands in a drop-in of ours, another one is typed here; else it is read again from where it
    comes. Esc leaves; what was written by then stays."""

    def __init__(self, account: str) -> None:
        super().__init__(account)
        config = self.app.config
        found = config.account(account)
        assert found is not None
        self._config: AccountConfig = found
        self._keys = sources.typed_keys(found)
        self._sources, self._advice = sources.where(config, found), sources.advice(config, found)
        self._number = self.app.number_of(account)
        self.stage = Stage.asking
        self._problem = self._unwritten = ""
        self._findings: Sequence[Finding] = ()

    # What is shown

    def fields(self) -> Sequence[tuple[str, str, bool]]:
        return [(key, sources.name_of(key).capitalize(), True) for key in self._keys]

    @property
    def typing(self) -> bool:
        return bool(self._keys) and self.stage is Stage.asking

    @property
    def view(self) -> RenewalView:
        return RenewalView(
            account=self.known,
            number=self._number,
            stage=self.stage,
            sources=self._sources,
            advice=self._advice,
            typed=bool(self._keys),
            problem=self._problem,
            findings=self._findings,
            unwritten=self._unwritten,
        )

    def above(self, width: int) -> list[Line]:
        return renewal_lines(self.view, self.app.clock.now(), width, self.app.glyphs)

    def below(self, width: int) -> list[Line]:
        return outcome_lines(self.view, width)

    def keys(self) -> Sequence[tuple[str, str]]:
        return renewal_keys(self.view)

    def _stand(self, stage: Stage, problem: str = "", findings: Sequence[Finding] = (), unwritten: str = "") -> None:
        self.stage, self._problem, self._findings, self._unwritten = stage, problem, findings, unwritten
        self.redraw()

    # What happens

    async def _try(self, secrets: Mapping[str, Secret]) -> None:
        """Try the account with `secrets`, or with what its configuration says by now, and go on with that."""
        engine, unwritten = self.app.engine, ""
        try:
            config = sources.renewed(self._config, secrets) if secrets else await asyncio.to_thread(self._read_again)
            findings = (await engine.sign_ins.try_account(config)).findings
            failed = [each for each in findings if each.level is Level.failure]
            if failed:
                self.post_message(KeyRefused(failed))
                return
            if secrets:
                config, unwritten = await asyncio.to_thread(self._write, config, secrets)
            await engine.replace_account(config)
        except ConfigError as error:
            self.post_message(SignInFailed(str(error.problems[0])))
        except StoreError as error:
            self.post_message(SignInFailed(words_of(error)))
        else:
            warnings = [each for each in findings if each.level is Level.warning]
            self.post_message(KeyTaken(config, warnings, unwritten))

    def _read_again(self) -> AccountConfig:
        """Return the account as its configuration says now. Raises ConfigError."""
        path = self.app.config.path
        found = load(path).account(self.account) if path is not None else None
        return self._config if found is None else sources.carried_over(self._config, found)

    def _write(self, config: AccountConfig, secrets: Mapping[str, Secret]) -> tuple[AccountConfig, str]:
        """Write the secrets, and return the account as it is then, and why they could not be written."""
        try:
            return sources.carried_over(config, replace_account(self._config, secrets)), ""
        except WriteError as error:
            return config, f"{error}; {error.remedy}" if error.remedy else str(error)
        except ConfigError as error:
            return config, str(error.problems[0])

    def on_sign_in_failed(self, message: SignInFailed) -> None:
        self._stand(Stage.asking, message.why)

    def on_key_refused(self, message: KeyRefused) -> None:
        self._stand(Stage.asking, findings=message.findings)

    def on_key_taken(self, message: KeyTaken) -> None:
        self._config = message.config
        self.app.reloading.renewed(message.config)
        self._stand(Stage.done, findings=message.warnings, unwritten=message.unwritten)

    # What the user does

    def action_go(self) -> None:
        if self.stage is Stage.done:
            self.dismiss()
        elif self.stage is Stage.asking:
            self._hand_in({key: Secret(text) for key, text in self.typed().items() if text})

    def _hand_in(self, secrets: Mapping[str, Secret]) -> None:
        if self._keys and not secrets:
            named = " and no ".join(sources.name_of(key) for key in self._keys)
            self._stand(Stage.asking, f"There is no {named} yet.")
            return
        keep_secret(*secrets.values())
        self.forget_typed()
        self._stand(Stage.trying)
        self.run_worker(self._try(secrets), name="the new key", group="renewal", exclusive=True, exit_on_error=False)
