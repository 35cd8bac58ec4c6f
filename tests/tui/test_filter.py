"""What of the devices a filter finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.commands import CommandKind, CommandStatus
from lockdash.domain.devices import DeviceKind, LockState
from lockdash.domain.query import QuerySyntax, quoted
from lockdash.domain.text import clean
from lockdash.tui.render.filter import Filter

from .build_devices import ago, command, seen

UNLOCKED = seen("Épicerie Sud", LockState.unlocked, location="Nice", account="rentals", battery=9)
LOCKED = seen("Front Door", age=3600)
SEMI = seen("Side", LockState.semi_locked, battery=None, serial="S-77", model="GATE")
ASKED = seen("Back", asked=command(CommandKind.lock, CommandStatus.sent))
PLUG = seen("Heater", None, kind=DeviceKind.power_plug, state_raw="on", connected=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [UNLOCKED, LOCKED, SEMI, ASKED, PLUG]),
        ("   ", [UNLOCKED, LOCKED, SEMI, ASKED, PLUG]),
        ("epicerie", [UNLOCKED]),
        ("ÉPICERIE", [UNLOCKED]),
        ("cerie", [UNLOCKED]),
        ("nice", [UNLOCKED]),
        ("rent", [UNLOCKED]),
        ("unlocked", [UNLOCKED]),
        ("unl rent", [UNLOCKED]),
        ("rent front", []),
        ("locked", [LOCKED, ASKED]),
        ("semi", [SEMI]),
        ("semi-locked", [SEMI]),
        ("low", [UNLOCKED]),
        ("stale", [LOCKED]),
        ("asked", [ASKED]),
        ("power", [PLUG]),
        ("plug", [PLUG]),
        ("on", [LOCKED, PLUG]),
        ("offline", [PLUG]),
        ("[/]", []),
        ("\\", []),
    ],
)
def test_every_word_must_be_found(text, found):
    matching = [view for view in (UNLOCKED, LOCKED, SEMI, ASKED, PLUG) if Filter(text).matches(view)]
    assert [view.device.name for view in matching] == [view.device.name for view in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("-locked", [UNLOCKED, SEMI, PLUG]),
        ("-rentals -plug", [LOCKED, SEMI, ASKED]),
        ('"front door"', [LOCKED]),
        ('"door front"', []),
        ("name:front,side", [LOCKED, SEMI]),
        ("door:epi", [UNLOCKED]),
        ("place:nice", [UNLOCKED]),
        ("name:nice", []),
        ("account:home", [LOCKED, SEMI, ASKED, PLUG]),
        ("serial:77", [SEMI]),
        ("model:gate", [SEMI]),
        ("state:locked", [LOCKED, ASKED]),
        ("state:semi", [SEMI]),
        ("state:unl,on", [UNLOCKED, PLUG]),
        ("state:stale", [LOCKED]),
        ("state:asked", [ASKED]),
        ("state:live", []),
        ("kind:plug", [PLUG]),
        ("-kind:lock", [PLUG]),
        ("link:offline", [PLUG]),
        ("link:no", []),
        ("battery:low", [UNLOCKED]),
        ("-battery:low -offline -stale", [SEMI, ASKED]),
        ("-battery:low kind:lock -account:home", []),
    ],
)
def test_each_key_looks_at_one_thing(text, found):
    matching = [view for view in (UNLOCKED, LOCKED, SEMI, ASKED, PLUG) if Filter(text).matches(view)]
    assert [view.device.name for view in matching] == [view.device.name for view in found]


def test_what_is_not_listed_any_more_is_a_state():
    sold = seen("Sold", gone_at=ago(60))
    assert Filter('state:"not listed"').matches(sold)
    assert not Filter("state:listed").matches(LOCKED)


@pytest.mark.parametrize(
    "text", ["dor:front", "kind:lok", "link:lost", "battery:12", "battery:new", 'name:"x', "name:"]
)
def test_what_it_cannot_be(text):
    with pytest.raises(QuerySyntax):
        Filter(text)


def test_a_filter_without_words_is_no_filter():
    assert not Filter("  ")
    assert Filter("x")


@given(st.text())
def test_any_phrase_is_a_filter(text):
    assert Filter(quoted(text)).matches(LOCKED) in (True, False)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_device_is_found_by_its_own_name(name):
    assert Filter(quoted(clean(name))).matches(seen(clean(name)))
