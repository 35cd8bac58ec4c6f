"""The doctor on accounts: what was known of them, how their trial went, and what that means together."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.config.settings import AccountConfig
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.budget import Budget
from lockdash.domain.findings import Finding, Level
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine.doctor import accounts, secrets
from lockdash.engine.doctor.accounts import Stored, Trial
from lockdash.store.errors import StoreError
from lockdash.vendors.checkup import Checkup
from lockdash.vendors.tedee import TedeeSettings

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
GOOD = Trial(Checkup((Finding("reachable", Level.ok, "answers"),), devices=11))
BAD = Trial(Checkup((Finding("signed in", Level.failure, "the key is not accepted", "make a new one"),)))
PATIENCE = 30.0


def ago(**gone):
    return NOW - timedelta(**gone)


def config(name="home", **sources):
    return AccountConfig(name=name, vendor="tedee", settings=TedeeSettings(), secrets=sources)


def known(condition, **more):
    return Stored(Account(name="home", vendor="tedee", condition=condition, since=ago(hours=3), **more))


def examined(stored=None, trial=GOOD, *, signs_in=False):
    section = accounts.examine(config(), stored or Stored(), trial, NOW, signs_in=signs_in)
    assert section.name == "account home"
    return {each.subject: each for each in section.findings}


def test_an_account_that_was_never_read_and_is_well():
    found = examined()
    assert found["condition"].said == "never read yet"
    assert found["devices"].said == "11 are shown"
    assert {each.level for each in found.values()} == {Level.ok}


def test_a_live_account_says_since_when():
    found = examined(known(Condition.live, last_ok_at=ago(minutes=2)))["condition"]
    assert (found.level, found.said) == (Level.ok, "live for 3 h, last read 2 m ago")


def test_trouble_that_is_over_is_told_and_fine():
    found = examined(known(Condition.offline, detail="no route"))["condition"]
    assert found.level is Level.ok
    assert found.said == "was offline for 3 h: no route. It is over by now"


def test_trouble_that_lasts_is_a_warning_beside_the_failure_itself():
    found = examined(known(Condition.unauthorised, detail="401"), BAD)
    assert found["condition"].level is Level.warning
    assert found["condition"].said == "not signed in for 3 h: 401"
    assert found["signed in"].level is Level.failure


def test_without_a_trial_a_key_that_was_refused_is_the_failure():
    found = examined(known(Condition.unauthorised), accounts.untried("--offline"))
    assert found["condition"].level is Level.failure
    assert (found["trial"].level, found["trial"].said) == (Level.ok, "not tried: --offline")


def test_who_signs_in_by_a_browser_is_told_the_command():
    trial = Trial(Checkup((Finding("signed in", Level.failure, "the sign-in has ended"),)))
    assert examined(trial=trial, signs_in=True)["signed in"].remedy == "run: lockdash login home"
    assert examined(trial=trial)["signed in"].remedy == ""
    assert examined(trial=BAD, signs_in=True)["signed in"].remedy == "make a new one"


@pytest.mark.parametrize(
    ("token", "signs_in", "level"),
    [
        (None, True, Level.failure),
        (Token(Secret("a"), NOW + timedelta(hours=1)), True, Level.ok),
        (Token(Secret("a"), ago(hours=1), Secret("r")), True, Level.ok),
        (Token(Secret("a"), ago(hours=1)), True, Level.failure),
        (Token(Secret("a"), ago(hours=1)), False, Level.ok),
    ],
)
def test_tokens(token, signs_in, level):
    found = examined(Stored(token=token), signs_in=signs_in)["token"]
    assert found.level is level
    assert ("lockdash login home" in found.remedy) == (level is Level.failure)


def test_no_token_is_nothing_to_tell_of_a_key():
    assert "token" not in examined()


@pytest.mark.parametrize(("left", "level"), [(690, Level.ok), (70, Level.warning), (0, Level.warning)])
def test_a_budget_that_is_nearly_used_up_is_a_warning(left, level):
    stored = Stored(budget=Budget(700, left, NOW + timedelta(minutes=42), 70))
    found = examined(stored)["budget"]
    assert found.level is level
    assert f"{left} of 700" in found.said
    assert "42 m" in found.said


def test_a_vendor_that_counts_requests_itself_knows_better():
    trial = Trial(Checkup((Finding(accounts.COUNTED, Level.ok, "117 of 120 are left"),)))
    assert "budget" not in examined(Stored(budget=Budget(120, 120, None, 12)), trial)


async def test_all_are_tried_at_the_same_time_and_none_for_ever():
    begun, told = [], {}
    both = asyncio.Event()

    async def trial(account):
        begun.append(account.name)
        if len(begun) == 3:
            both.set()
        await asyncio.wait_for(both.wait(), PATIENCE)
        if account.name == "hangs":
            await asyncio.Event().wait()
        if account.name == "store":
            raise StoreError("the disk is full: free some space")
        return GOOD.checkup

    configs = [config(name) for name in ("home", "hangs", "store")]
    await accounts.tried(configs, trial, told.__setitem__, seconds=2)
    assert told["home"].checkup is GOOD.checkup
    assert told["hangs"].untried.level is Level.failure
    assert "within 2 s" in told["hangs"].untried.said
    assert "the disk is full" in told["store"].untried.said


def fetched(run_commands=True, **sources):
    found = secrets.fetched([config(**sources)], run_commands=run_commands)["home"]
    return found, found.findings[0]


def test_a_secret_of_the_environment(monkeypatch):
    monkeypatch.setenv("TEDEE_KEY", "canary")
    found, finding = fetched(personal_key=SecretSource(SecretKind.env, "TEDEE_KEY"))
    assert finding.level is Level.ok
    assert "TEDEE_KEY" in finding.said
    assert found.account.secrets["personal_key"].text.reveal() == "canary"


def test_a_secret_that_is_not_there_keeps_the_account_from_being_tried(monkeypatch):
    monkeypatch.delenv("TEDEE_KEY", raising=False)
    found, finding = fetched(personal_key=SecretSource(SecretKind.env, "TEDEE_KEY"))
    assert finding.level is Level.failure
    assert "TEDEE_KEY is not set" in finding.said
    assert found.account is None


def test_a_file_that_others_may_read_names_the_command(tmp_path):
    path = tmp_path / "key"
    path.write_text("canary")
    path.chmod(0o644)
    _, finding = fetched(personal_key=SecretSource(SecretKind.file, str(path)))
    assert finding.level is Level.failure
    assert finding.remedy == f"run: chmod 600 {path}"


def test_of_a_command_only_the_program_is_told(tmp_path):
    ran = tmp_path / "ran"
    line = f"sh -c 'echo canary; echo x >> {ran}' argument"
    found, finding = fetched(personal_key=SecretSource(SecretKind.command, line))
    assert finding.level is Level.ok
    assert "`sh`, in 0." in finding.said
    assert "argument" not in finding.said
    assert found.account.secrets["personal_key"].text.reveal() == "canary"
    assert found.account.secrets["personal_key"].kind is SecretKind.value
    assert ran.read_text() == "x\n"


def test_a_command_that_fails_says_how():
    _, finding = fetched(personal_key=SecretSource(SecretKind.command, "sh -c 'echo no agent >&2; exit 3'"))
    assert finding.level is Level.failure
    assert "exit code 3: no agent" in finding.said


def test_offline_no_command_is_run(tmp_path):
    ran = tmp_path / "ran"
    found, finding = fetched(personal_key=SecretSource(SecretKind.command, f"touch {ran}"), run_commands=False)
    assert finding.level is Level.ok
    assert "not run" in finding.said
    assert found.account is None
    assert not ran.exists()


def test_no_secret_is_ever_told(monkeypatch, tmp_path):
    path = tmp_path / "key"
    path.write_text("canary")
    path.chmod(0o600)
    monkeypatch.setenv("KEY", "canary")
    for source in (
        SecretSource(SecretKind.value, Secret("canary")),
        SecretSource(SecretKind.env, "KEY"),
        SecretSource(SecretKind.file, str(path)),
        SecretSource(SecretKind.command, f"cat {path}"),
    ):
        found, finding = fetched(personal_key=source)
        assert found.account is not None
        assert "canary" not in f"{finding.said} {finding.remedy}"
