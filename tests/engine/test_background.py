from __future__ import annotations

from datetime import timedelta

from lockdash.domain.accounts import Condition
from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus, advance
from lockdash.engine.background import context_of
from tests.engine.stage import START, device


def wish(number: str = "1") -> Command:
    return Command(
        id=f"c{number}",
        account="home",
        device_key=f"home/S{number}",
        kind=CommandKind.lock,
        actor=Actor(user="ann"),
        requested_at=START,
        expires_at=START + timedelta(seconds=20),
    )


def sent(command: Command) -> Command:
    return advance(command, CommandStatus.sent, START + timedelta(seconds=1))


def test_devices_go_by_what_the_vendor_calls_them_and_gone_ones_are_left_out():
    here, gone = device("1"), device("2", gone_at=START)
    assert context_of((here, gone), {}, None).devices == {"1": here}


def test_a_wish_counts_from_when_it_was_sent_by_the_vendors_clock():
    commands = {"home/S1": sent(wish())}
    assert context_of((device("1"),), commands, None).wishes == {"1": START + timedelta(seconds=1)}
    assert context_of((device("1"),), commands, 30.0).wishes == {"1": START - timedelta(seconds=29)}


def test_a_wish_counts_from_when_the_vendor_had_taken_it():
    taken = advance(sent(wish()), CommandStatus.accepted, START + timedelta(seconds=3))
    assert context_of((device("1"),), {"home/S1": taken}, None).wishes == {"1": START + timedelta(seconds=3)}


def test_what_was_not_sent_or_not_taken_is_no_wish():
    asked = wish()
    refused = advance(sent(wish()), CommandStatus.refused, START)
    kept_back = advance(sent(wish()), CommandStatus.failed, START, cause=Condition.rate_limited)
    for command in (asked, refused, kept_back):
        assert context_of((device("1"),), {"home/S1": command}, None).wishes == {}


def test_a_wish_that_was_settled_still_explains_what_the_vendor_repeats():
    jammed = advance(sent(wish()), CommandStatus.failed, START, reason="jammed")
    assert context_of((device("1"),), {"home/S1": jammed}, None).wishes.keys() == {"1"}
