"""What the State column says: the field notes on telling the truth about a lock, as a table."""

from __future__ import annotations

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from lockdash.domain.accounts import Condition
from lockdash.domain.commands import CommandKind, CommandStatus
from lockdash.domain.devices import DeviceKind, DoorState, LockState
from lockdash.domain.link import Link
from lockdash.domain.readings import Reading
from lockdash.engine.words import DOING, KIND_WORDS, LINK_WORDS, NAMES, STATE_WORDS
from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.outcomes import because
from lockdash.tui.render.words import STATE_TONES, certainty_words, state_cell, state_word

from .build_devices import NOW, ago, command, seen

STALE = 14 * 60
AGING = 2 * 60 + 30
UNCONFIRMED = CommandStatus.unconfirmed


def said(view, pending=None, glyphs=UNICODE):
    cell = state_cell(view, pending, glyphs, NOW, UTC)
    return cell.text, cell.tone


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        (LockState.locked, "■ Locked", Tone.calm),
        (LockState.unlocked, "□ UNLOCKED", Tone.warm),
        (LockState.open, "□ OPEN", Tone.warm),
        (LockState.jammed, "▲ JAMMED", Tone.alarm),
        (LockState.semi_locked, "◐ Semi-locked", Tone.unsure),
        (LockState.uncalibrated, "? Not calibrated", Tone.unsure),
        (LockState.calibrating, "… Calibrating", Tone.unsure),
        (LockState.updating, "… Updating", Tone.unsure),
        (LockState.unknown, "? Unknown", Tone.unsure),
        (LockState.locking, "… Locking", Tone.calm),
        (LockState.unlocking, "… Unlocking", Tone.warm),
        (LockState.opening, "… Opening", Tone.warm),
        (None, "? Unknown", Tone.unsure),
    ],
)
def test_a_fresh_state(state, text, tone):
    assert said(seen(state=state)) == (text, tone)


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        (LockState.locked, "■ Locked? 14 m", Tone.dim),
        (LockState.unlocked, "□ UNLOCKED? 14 m", Tone.warm),
        (LockState.open, "□ OPEN? 14 m", Tone.warm),
        (LockState.jammed, "▲ JAMMED? 14 m", Tone.alarm),
        (LockState.unlocking, "… Unlocking? 14 m", Tone.dim),
        (LockState.updating, "… Updating? 14 m", Tone.dim),
        (LockState.unknown, "? Unknown", Tone.unsure),
    ],
)
def test_a_stale_state_is_doubted_and_says_its_age_but_an_open_door_stays_loud(state, text, tone):
    assert said(seen(state=state, age=STALE)) == (text, tone)


def test_an_aging_state_is_no_longer_asserted_in_full_voice():
    assert said(seen(age=AGING)) == ("■ Locked", Tone.dim)
    assert said(seen(state=LockState.unlocked, age=AGING)) == ("□ UNLOCKED", Tone.warm)


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        (CommandKind.lock, CommandStatus.requested, "… locking (asked)"),
        (CommandKind.lock, CommandStatus.sent, "… locking (asked)"),
        (CommandKind.unlock, CommandStatus.accepted, "… unlocking (accepted)"),
        (CommandKind.open, CommandStatus.sent, "… opening (asked)"),
        (CommandKind.power_on, CommandStatus.sent, "… switching on (asked)"),
    ],
)
def test_a_wish_is_shown_as_a_wish(kind, status, text):
    assert said(seen(asked=command(kind, status))) == (text, Tone.asked)


def test_a_wish_to_a_sleeping_lock_says_when_it_can_come_true():
    asked = command(CommandKind.unlock, CommandStatus.accepted, earliest=NOW + timedelta(minutes=12))
    cell = state_cell(seen(asked=asked), None, UNICODE, NOW, ZoneInfo("Europe/Warsaw"))
    assert cell.text == "… unlocking (accepted, about 13:12)"
    assert cell.short == "… unlocking ~13:12", "it fits into the column"
    later = state_cell(seen(asked=asked), None, UNICODE, NOW + timedelta(minutes=5), ZoneInfo("Europe/Warsaw"))
    assert later == cell, "a row does not change while one waits"


def test_a_wish_of_another_session_names_who_asked_where_that_is_wanted():
    asked = command(CommandKind.lock, CommandStatus.accepted)
    cell = state_cell(seen(asked=asked), None, UNICODE, NOW, UTC, by="ann, 10.0.0.5")
    assert cell.text == "… locking (asked by ann, 10.0.0.5)"


def test_each_end_of_a_command_reads_differently():
    lock, failed = CommandKind.lock, CommandStatus.failed
    ends = [
        command(lock, failed, reason="the lock jammed"),
        command(lock, failed, sent_at=None, reason="not sent: the session ended first"),
        command(lock, failed, cause=Condition.offline, reason="not sent: no answer"),
        command(lock, CommandStatus.refused),
        command(lock, UNCONFIRMED),
        command(lock, UNCONFIRMED, accepted_at=None),
    ]
    assert [said(seen(asked=each))[0] for each in ends] == [
        "■ Locked, lock failed",
        "■ Locked, lock not sent",
        "■ Locked, lock not sent",
        "■ Locked, lock refused",
        "■ Locked, lock not confirmed",
        "■ Locked, lock unanswered",
    ]
    assert [because(each) for each in ends[:3]] == ["the lock jammed", "the session ended first", "no answer"]


def test_a_pending_intent_goes_before_everything():
    view = seen(state=LockState.jammed, asked=command(CommandKind.lock, CommandStatus.sent))
    cell = state_cell(view, "unlocking in 2 s, Esc stops", UNICODE, NOW, UTC)
    assert cell.text == "… unlocking in 2 s, Esc stops"
    assert cell.short == "… unlocking in 2 s"
    assert cell.tone is Tone.asked


@pytest.mark.parametrize(
    ("state", "kind", "status", "text", "tone"),
    [
        (LockState.unlocked, CommandKind.lock, CommandStatus.failed, "□ UNLOCKED, lock failed", Tone.alarm),
        (LockState.locked, CommandKind.unlock, CommandStatus.refused, "■ Locked, unlock refused", Tone.alarm),
        (LockState.locked, CommandKind.unlock, UNCONFIRMED, "■ Locked, unlock not confirmed", Tone.unsure),
        (LockState.unlocked, CommandKind.lock, UNCONFIRMED, "□ UNLOCKED, lock not confirmed", Tone.warm),
    ],
)
def test_what_went_wrong_lately_stands_beside_what_is_known(state, kind, status, text, tone):
    assert said(seen(state=state, asked=command(kind, status))) == (text, tone)


def test_a_confirmed_command_leaves_only_the_state():
    assert said(seen(asked=command(CommandKind.lock, CommandStatus.confirmed))) == ("■ Locked", Tone.calm)


def test_a_bolt_that_is_out_beside_an_open_door_is_loud():
    door = Reading(DoorState.open, ago(5), ago(5))
    assert said(seen(door=door)) == ("■ Locked, door OPEN", Tone.warm)
    shut = Reading(DoorState.closed, ago(5), ago(5))
    assert said(seen(door=shut)) == ("■ Locked", Tone.calm)


def test_a_device_that_the_vendor_no_longer_lists_claims_nothing():
    assert said(seen(gone_at=ago(7200))) == ("? Not listed 2 h", Tone.dim)
    assert said(seen(state=LockState.unlocked, age=7200, gone_at=ago(7200))) == ("? Not listed 2 h", Tone.dim)
    assert said(seen(state=None, kind=DeviceKind.power_plug, gone_at=ago(60)))[0] == "? Not listed"


@pytest.mark.parametrize(
    ("kind", "raw", "text", "tone"),
    [
        (DeviceKind.power_plug, "on", "  On", Tone.calm),
        (DeviceKind.thermostat, "77 °F", "  77 °F", Tone.calm),
        (DeviceKind.offline_lock, None, "  offline lock", Tone.faint),
        (DeviceKind.bridge, None, "  bridge", Tone.faint),
        (DeviceKind.door, None, "? Unknown", Tone.unsure),
    ],
)
def test_devices_without_a_lock_state_say_what_they_do(kind, raw, text, tone):
    assert said(seen(state=None, kind=kind, state_raw=raw)) == (text, tone)


def test_an_old_word_of_a_plug_is_doubted_too():
    assert said(seen(state=None, kind=DeviceKind.power_plug, state_raw="on", age=STALE)) == ("  On? 14 m", Tone.dim)


@pytest.mark.parametrize(
    ("value", "text", "tone"),
    [
        (DoorState.open, "□ OPEN", Tone.warm),
        (DoorState.closed, "■ Closed", Tone.calm),
        (DoorState.unknown, "? Unknown", Tone.unsure),
    ],
)
def test_a_door_sensor_speaks_of_its_door(value, text, tone):
    view = seen(state=None, kind=DeviceKind.door_sensor, door=Reading(value, ago(5), ago(5)))
    assert said(view) == (text, tone)


@pytest.mark.parametrize("state", list(LockState))
def test_the_same_is_said_in_ascii(state):
    unicode, ascii_ = said(seen(state=state))[0], said(seen(state=state), glyphs=ASCII)[0]
    assert ascii_.isascii()
    assert unicode[2:] == ascii_[4:]


def test_every_value_has_its_word():
    assert set(STATE_WORDS) == set(STATE_TONES) == set(LockState)
    assert set(DOING) == set(NAMES) == set(CommandKind)
    assert set(LINK_WORDS) == set(Link)
    assert set(KIND_WORDS) == set(DeviceKind)
    assert len(set(STATE_WORDS.values())) == len(LockState)


def test_states_that_differ_in_tone_differ_without_colour_too():
    """Sign and word alone tell them apart."""
    shown = {said(seen(state=state))[0] for state in LockState}
    assert len(shown) == len(LockState)


def test_state_word_is_the_bare_word():
    assert state_word(seen(state=LockState.unlocked, age=STALE)) == "unlocked"
    assert state_word(seen(state=None)) == "unknown"
    assert state_word(seen(state=None, kind=DeviceKind.power_plug, state_raw="On")) == "on"
    assert state_word(seen(state=None, kind=DeviceKind.bridge)) == ""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "confirmed <1 m ago"),
        ({"age": AGING}, "aging, 2 m old"),
        ({"age": STALE}, "stale, 14 m old"),
        ({"state": None}, "not known"),
        ({"asked": command(CommandKind.lock, CommandStatus.sent)}, "asked, not confirmed"),
    ],
)
def test_certainty_in_words(more, words):
    assert certainty_words(seen(**more)) == words
