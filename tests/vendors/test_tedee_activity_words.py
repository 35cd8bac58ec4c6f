"""Tedee's numbers for what happened in plain words: the whole table of tedee-facts 3.8."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from lockdash.domain.event_text import sentence
from lockdash.domain.events import EventKind, Outcome
from lockdash.vendors.replies import Heard
from lockdash.vendors.tedee import activity
from lockdash.vendors.tedee.activity_types import TYPES
from tests.vendors.fakes import NOW

HEARD = Heard("home", NOW, NOW)
K, DONE, FAILED, UNKNOWN = EventKind, Outcome.succeeded, Outcome.failed, Outcome.unknown

# The table of tedee-facts 3.8, in its order.
TABLE = """
32 LockedRemote 33 UnlockedRemote 34 LockedButton 35 UnlockedButton 36 LockedAuto 37 UnlockedAuto 38 LockedManual
39 UnlockedManual 40 Jammed 41 PowerOff 42 PowerOn 43 Calibration 46 BatteryCharging 47 PartiallyOpenManual
48 PartiallyOpenButton 49 PartiallyOpenAuto 50 BatteryStopCharging 51 PulledRemote 52 PulledAuto 53 PulledManual
54 PartiallyOpenRemote 55 PulledAutoByRemote 56 PostponedLock 57 UnlockedHomeKit 58 PartiallyOpenHomeKit
59 LockedHomeKit 60 PulledHomeKit 61 UnlockByPin 62 IncorrectPin 63 PullSpringByPin 64 PartiallyOpenByPin
65 LockedByKeypadWithPin 66 LockedByKeypadWithoutPin 67 LockForceUnlocked 68 LockForceUnlockedByPin 74 LockUncalibrated
75 UnauthorizedPin 76 PulledAutoByPin 77 UnlockedByFingerprint 78 ForceUnlockedByFingerprint
79 PartiallyOpenByFingerprint 80 PulledByFingerprint 81 PulledAutoByFingerprint 83 DoorOpened 84 DoorClosed
85 DoorSensorUncalibrated 86 DoorOpenTooLong 87 LockPulledByAutoUnlock 88 LockUnlockedByMatter
89 LockPartiallyOpenByMatter 90 LockLockedByMatter 91 LockPullSpringByMatter 92 LockPullSpringAutoByMatter
93 LockForceUnlockedByMatter 224 FirmwareUpdateByBridge 225 FirmwareUpdateByMobile 226 LockedByAccessLink
227 LockedByBridgeApi 228 UnlockedByAccessLink 229 UnlockedByBridgeApi 230 PulledByAccessLink 231 PulledByBridgeApi
232 PartiallyOpenByAccessLink 233 PartiallyOpenByBridgeApi 234 PulledAutoByAccessLink 235 PulledAutoByBridgeApi
10000 GateUnlockedByRemote 10001 GateUnlockedByAccessLink
"""
DOCUMENTED = {int(number): name for number, name in re.findall(r"(\d+) (\w+)", TABLE)}


def _event(number, **sent):
    entry = {"id": 9004, "deviceId": 40101, "event": number, "source": 0, "date": "2026-11-20T06:12:00.5"}
    return activity.event(msgspec.Raw(json.dumps(entry | sent).encode()), "40101", "Europe/Warsaw", HEARD)


def test_the_whole_table_is_there_by_its_names():
    assert {number: name for number, (name, _, _) in TYPES.items()} == DOCUMENTED


@pytest.mark.parametrize(
    ("number", "kind", "outcome", "how", "said"),
    [
        (32, K.locked, DONE, "remote", "Ann locked Front remotely"),
        (35, K.unlocked, DONE, "button", "Ann unlocked Front with the button"),
        (36, K.locked, DONE, "automatic", "Front locked by itself"),
        (39, K.unlocked, DONE, "by hand", "Ann unlocked Front by hand"),
        (40, K.jammed, FAILED, None, "Front jammed"),
        (41, K.system, FAILED, None, "Front was switched off"),
        (46, K.battery, DONE, None, "The battery of Front began to charge"),
        (47, K.unlocked, UNKNOWN, "by hand", "Ann unlocked Front only in part, by hand"),
        (49, K.unlocked, UNKNOWN, "automatic", "Front unlocked only in part, by itself"),
        (52, K.opened, DONE, "automatic", "Front opened by itself"),
        (55, K.opened, DONE, "remote", "Ann opened Front remotely"),
        (56, K.locked, UNKNOWN, "button", "Ann had Front lock a moment later, with the button"),
        (61, K.unlocked, DONE, "PIN", "Ann unlocked Front with a PIN"),
        (62, K.denied, FAILED, "PIN", "Somebody tried a wrong PIN at Front"),
        (64, K.unlocked, UNKNOWN, "PIN", "Ann unlocked Front only in part, with a PIN"),
        (66, K.locked, DONE, "keypad", "Ann locked Front at the keypad"),
        (67, K.unlocked, DONE, "forced", "Ann unlocked Front by force"),
        (68, K.unlocked, DONE, "PIN, forced", "Ann unlocked Front with a PIN, by force"),
        (74, K.system, FAILED, None, "Front lost its calibration"),
        (75, K.denied, FAILED, "PIN, outside its hours", "Ann tried a PIN at Front outside its hours"),
        (80, K.opened, DONE, "fingerprint", "Ann opened Front with a fingerprint"),
        (83, K.door, DONE, None, "Front was opened"),
        (85, K.door, FAILED, None, "The door sensor of Front lost its calibration"),
        (86, K.door, FAILED, None, "Front was open too long"),
        (87, K.opened, DONE, "auto-unlock", "Auto-unlock opened Front for Ann"),
        (90, K.locked, DONE, "Matter", "Ann locked Front over Matter"),
        (225, K.system, DONE, "mobile", "The firmware of Front was updated with a phone"),
        (228, K.unlocked, DONE, "access link", "Ann unlocked Front with an access link"),
        (231, K.opened, DONE, "bridge API", "Ann opened Front through the bridge"),
        (10000, K.opened, DONE, "remote", "Ann opened Front remotely"),
        (94, K.unknown, UNKNOWN, None, "Event 94 at Front"),
    ],
)
def test_what_happened(number, kind, outcome, how, said):
    event = _event(number)
    assert (event.kind, event.outcome, event.how) == (kind, outcome, how)
    assert sentence(event, "Front", "Ann") == said


@pytest.mark.parametrize("number", DOCUMENTED)
def test_every_number_has_a_phrase_with_no_places_but_two(number):
    event = _event(number, username="{value} of [red]", pinAlias="x")
    places = set(re.findall(r"\{(.*?)\}", event.phrase))
    assert {"door"} <= places <= {"who", "door"}
    assert event.value is None
    assert "red" not in event.phrase
    assert event.kind is not EventKind.unknown


def test_what_is_half_done_reads_as_no_other():
    for number, name in DOCUMENTED.items():
        assert ("PartiallyOpen" in name) == ("only in part" in _event(number).phrase)
        if "PartiallyOpen" in name:
            assert _event(number).outcome is Outcome.unknown


@pytest.mark.parametrize("number", [67, 68, 78, 93])
def test_what_was_forced_says_so(number):
    event = _event(number)
    assert event.how.endswith("forced")
    assert event.phrase.endswith("by force")
    assert event.outcome is Outcome.succeeded


@pytest.mark.parametrize("number", [44, 94, "new", None, -1, 10**30, [33]])
def test_what_is_not_in_the_table_has_no_phrase(number):
    event = _event(number)
    assert (event.kind, event.outcome, event.phrase) == (EventKind.unknown, Outcome.unknown, "")
