from __future__ import annotations

import pytest

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus
from lockdash.domain.devices import Contact, DeviceKind, LockState
from lockdash.domain.readings import Reading
from lockdash.engine.policy import Manner, Rules, judge
from tests.engine.stage import START, device

ALL = frozenset(CommandKind)
FREE = Rules()
LIVE = Account(name="home", vendor="pretend", condition=Condition.live, since=START)


def lock(state: LockState = LockState.locked, **more):
    return device("1", Reading(state, START, START), **({"name": "Front Door", "actions": ALL} | more))


def asked(status: CommandStatus) -> Command:
    return Command(
        id="c",
        account="home",
        device_key="home/S1",
        kind=CommandKind.power_on,
        actor=Actor("ada"),
        requested_at=START,
        expires_at=START,
        status=status,
    )


def judged(subject, kind=CommandKind.lock, *, rules=FREE, account=LIVE, command=None, several=False):
    return judge(subject, kind, rules=rules, account=account, command=command, several=several)


@pytest.mark.parametrize("kind", list(CommandKind))
@pytest.mark.parametrize("unlock", list(Manner))
@pytest.mark.parametrize("several", [False, True])
def test_the_manner_follows_the_danger(kind, unlock, several):
    manner = judged(lock(), kind, rules=Rules(unlock=unlock), several=several).manner
    if kind is CommandKind.open or (kind is CommandKind.unlock and several):
        assert manner is Manner.ask
    elif kind is CommandKind.unlock:
        assert manner is unlock
    else:
        assert manner is Manner.now


def test_unlock_has_a_grace_unless_the_configuration_says_otherwise():
    assert judged(lock(), CommandKind.unlock).manner is Manner.grace


@pytest.mark.parametrize(
    ("subject", "more", "words"),
    [
        (lock(), {"rules": Rules(read_only=True)}, "read-only"),
        (lock(gone_at=START), {}, "home does not list it any more"),
        (lock(), {"command": asked(CommandStatus.accepted)}, "power on was asked and is not settled yet"),
        (
            lock(actions=frozenset(), denied="remote access is off"),
            {},
            "cannot be locked from here: remote access is off",
        ),
        (lock(actions=frozenset()), {}, "cannot be locked from here"),
        (lock(LockState.uncalibrated), {}, "not calibrated"),
        (lock(LockState.calibrating), {}, "being calibrated"),
        (lock(LockState.updating), {}, "updating its firmware"),
        (lock(contact=Contact(connected=False, seen_at=START, bridged=False)), {}, "has no bridge"),
        (lock(kind=DeviceKind.offline_lock), {}, "works offline"),
        (
            lock(),
            {
                "account": Account(
                    name="home", vendor="v", condition=Condition.unauthorised, since=START, detail="bad key"
                )
            },
            "home is not signed in: bad key",
        ),
    ],
)
@pytest.mark.parametrize("kind", [CommandKind.lock])
def test_what_is_not_possible_says_why_and_names_the_device(subject, more, words, kind):
    judgement = judged(subject, kind, **more)
    assert not judgement.allowed
    assert words in judgement.reason
    assert judgement.reason.startswith("Front Door ")


@pytest.mark.parametrize("state", [LockState.locked, LockState.unlocked, LockState.jammed, LockState.unknown])
@pytest.mark.parametrize("kind", [CommandKind.lock, CommandKind.unlock])
def test_a_wish_for_the_state_that_is_there_is_allowed(state, kind):
    assert judged(lock(state), kind).allowed


@pytest.mark.parametrize("condition", [each for each in Condition if each is not Condition.unauthorised])
def test_other_conditions_of_the_account_do_not_forbid_to_try(condition):
    assert judged(lock(), account=Account(name="home", vendor="v", condition=condition, since=START)).allowed


def test_one_missing_scope_does_not_forbid_commands():
    partly = Account(
        name="home", vendor="v", condition=Condition.unauthorised, since=START, last_ok_at=START.replace(minute=5)
    )
    assert judged(lock(), account=partly).allowed


@pytest.mark.parametrize("status", [each for each in CommandStatus if not each.in_flight])
def test_a_settled_command_is_in_nobodys_way(status):
    assert judged(lock(), command=asked(status)).allowed


def test_questions_name_device_account_and_consequence():
    question = judged(lock(), CommandKind.open).question
    assert question == "Open Front Door (home)? This pulls the latch: the door can be pushed open."
    assert "Unlock Front Door (home)?" in judged(lock(), CommandKind.unlock, several=True).question
