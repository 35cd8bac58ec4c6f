"""Commands at RemoteLock: the answer echoes the wish; the truth comes with events, sometimes much later."""

from __future__ import annotations

from datetime import datetime

from lockdash.simulator.rentals.wifi_lock import AWAKE


def act(sim, rentals, name, action):
    folder = "acs/doors" if sim.world.locks[name].type == "acs_door" else "devices"
    answer = rentals.put(f"{folder}/{sim.world.locks[name].id}/{action}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["attributes"]


def types(events):
    return [event["type"] for event in events]


def moment(text):
    return datetime.fromisoformat(text)


def test_a_mains_lock_answers_with_the_wish_and_acts_within_seconds(sim, rentals):
    assert act(sim, rentals, "Beach House", "unlock")["state"] == "unlocked"
    assert sim.world.locks["Beach House"].state == "locked"
    assert rentals.events(sim, "Beach House") == []
    sim.world.advance(3)
    assert sim.world.locks["Beach House"].state == "unlocked"
    sim.world.advance(3)
    (event,) = rentals.events(sim, "Beach House")
    assert (event["type"], event["attributes"]["source"]) == ("unlocked_event", "network")


def test_a_sleeping_lock_shows_the_wish_but_sleeps_until_its_heartbeat(sim, rentals):
    before = rentals.device(sim, "Cabin")
    assert (before["connected"], before["alive"], before["heartbeat_interval"]) == (False, True, 1200)
    assert act(sim, rentals, "Cabin", "unlock")["state"] == "unlocked"
    sim.world.advance(599)
    waiting = rentals.device(sim, "Cabin")
    assert (waiting["state"], waiting["connected_at"]) == ("unlocked", before["connected_at"])
    assert sim.world.locks["Cabin"].state == "locked"
    assert rentals.events(sim, "Cabin") == []


def test_when_it_wakes_it_acts_and_uploads_what_it_did(sim, rentals):
    asked = sim.world.now
    act(sim, rentals, "Cabin", "unlock")
    sim.world.advance(601)
    awake = rentals.device(sim, "Cabin")
    assert awake["connected"] is True
    assert (moment(awake["connected_at"]) - asked).total_seconds() == 600
    sim.world.advance(5)
    (event,) = rentals.events(sim, "Cabin")
    occurred, created = (moment(event["attributes"][key]) for key in ("occurred_at", "created_at"))
    assert event["type"] == "unlocked_event"
    assert moment(awake["connected_at"]) < occurred < created
    sim.world.advance(AWAKE)
    asleep = rentals.device(sim, "Cabin")
    assert (asleep["connected"], asleep["state"]) == (False, "unlocked")


def test_the_last_wish_counts(sim, rentals):
    act(sim, rentals, "Cabin", "unlock")
    act(sim, rentals, "Cabin", "lock")
    sim.world.advance(610)
    assert types(rentals.events(sim, "Cabin")) == ["locked_event"]
    assert sim.world.locks["Cabin"].state == "locked"


def test_a_command_just_before_it_falls_asleep_is_still_carried_out_and_told(sim, rentals):
    sim.world.advance(600 + AWAKE - 0.5)
    act(sim, rentals, "Cabin", "unlock")
    sim.world.advance(6)
    assert rentals.device(sim, "Cabin")["state"] == sim.world.locks["Cabin"].state == "unlocked"
    assert types(rentals.events(sim, "Cabin")) == ["unlocked_event"]


def test_a_lock_that_jams_echoes_the_wish_and_then_stays_as_it_was(sim, rentals):
    assert act(sim, rentals, "Boat Shed", "unlock")["state"] == "unlocked"
    sim.world.advance(6)
    assert rentals.device(sim, "Boat Shed")["state"] == "locked"
    (event,) = rentals.events(sim, "Boat Shed")
    assert (event["type"], event["attributes"]["status"]) == ("jammed_event", "failed")


def test_a_silent_lock_never_acts(sim, rentals):
    assert act(sim, rentals, "Ridge Hut", "unlock")["state"] == "unlocked"
    sim.world.advance(3 * 3600)
    shown = rentals_after_sign_in(sim, rentals, "Ridge Hut")
    assert (shown["state"], shown["connected"], shown["alive"]) == ("unlocked", False, False)
    assert sim.world.locks["Ridge Hut"].state == "locked"
    assert rentals.events(sim, "Ridge Hut") == []


def rentals_after_sign_in(sim, rentals, name):
    rentals.sign_in(sim)
    return rentals.device(sim, name)


def test_somebody_at_the_door_wakes_the_lock(sim, rentals):
    guest = sim.world.rentals.guests[3]
    sim.world.do(lambda: sim.world.locks["Cabin"].use("unlocked", guest, pin=guest.pin, method="pin"))
    sim.world.advance(4)
    shown = rentals.device(sim, "Cabin")
    assert (shown["state"], shown["connected"]) == ("unlocked", True)
    (event,) = rentals.events(sim, "Cabin")
    about = event["attributes"]
    assert (about["method"], about["pin"], about["associated_resource_id"]) == ("pin", guest.pin, guest.id)
    assert about["time_zone"] == "America/Denver"


def test_a_lock_that_wakes_only_on_time_uploads_late(sim, rentals):
    sim.world.set("Cabin", wake_wifi="heartbeat_interval")
    opened = sim.world.now
    sim.world.do(lambda: sim.world.locks["Cabin"].use("unlocked", sim.world.rentals.guests[3]))
    sim.world.advance(500)
    assert rentals.device(sim, "Cabin")["state"] == "locked", "the cloud has not heard of it"
    assert rentals.events(sim, "Cabin") == []
    sim.world.advance(110)
    (event,) = rentals.events(sim, "Cabin")
    assert moment(event["attributes"]["occurred_at"]) == opened
    assert (moment(event["attributes"]["created_at"]) - opened).total_seconds() >= 600
    assert rentals.device(sim, "Cabin")["state"] == "unlocked"


def test_a_wrong_pin_is_denied(sim, rentals):
    sim.world.do(lambda: sim.world.locks["Beach House"].refuse("0000"))
    sim.world.advance(4)
    (event,) = rentals.events(sim, "Beach House")
    assert (event["type"], event["attributes"]["status"]) == ("access_denied_event", "failed")
    assert event["attributes"]["pin"] == "0000"


def test_auto_lock_locks_and_says_that_the_device_did_it(sim, rentals):
    sim.world.set("Beach House", auto_lock=True, auto_lock_timeout=15)
    act(sim, rentals, "Beach House", "unlock")
    sim.world.advance(25)
    events = rentals.events(sim, "Beach House")
    assert types(events) == ["locked_event", "unlocked_event"]
    assert events[0]["attributes"]["source"] == "device"


def test_a_battery_that_runs_low_is_told_once(sim, rentals):
    sim.world.set("Cabin", power_level=20.02)
    for state in ("unlocked", "locked", "unlocked"):
        sim.world.do(lambda state=state: sim.world.locks["Cabin"].use(state, None))
        sim.world.advance(10)
    lows = [event for event in rentals.events(sim, "Cabin") if event["type"] == "power_level_low_event"]
    assert [event["attributes"]["power_level"] for event in lows] == [19]


def test_a_door_unlocks_for_a_while_and_locks_again(sim, rentals):
    assert act(sim, rentals, "Pool Gate", "temporary_unlock")["state"] == "unlocked"
    sim.world.advance(3)
    assert sim.world.locks["Pool Gate"].state == "unlocked"
    sim.world.advance(7)
    assert types(rentals.events(sim, "Pool Gate")) == ["locked_event", "unlocked_event"]
    assert sim.world.locks["Pool Gate"].state == "locked"


def test_a_door_that_is_unlocked_stays_so_until_it_is_locked(sim, rentals):
    act(sim, rentals, "Pool Gate", "unlock")
    sim.world.advance(300)
    assert sim.world.locks["Pool Gate"].state == "unlocked"
    act(sim, rentals, "Pool Gate", "lock")
    sim.world.advance(5)
    assert sim.world.locks["Pool Gate"].state == "locked"


def test_a_disconnected_door_echoes_and_acts_when_it_is_back(sim, rentals):
    sim.world.set("Pool Gate", connected=False)
    assert act(sim, rentals, "Pool Gate", "unlock")["state"] == "unlocked"
    sim.world.advance(60)
    assert sim.world.locks["Pool Gate"].state == "locked"
    sim.world.do(sim.world.locks["Pool Gate"].reconnect)
    sim.world.advance(5)
    assert types(rentals.events(sim, "Pool Gate")) == ["unlocked_event"]


def test_a_plug_answers_with_what_was_and_switches_a_moment_later(sim, rentals):
    assert act(sim, rentals, "Heater Plug", "power_off")["on"] is True
    sim.world.advance(4)
    assert rentals.device(sim, "Heater Plug")["on"] is False
    assert types(rentals.events(sim, "Heater Plug")) == ["relay_disabled_event"]
    act(sim, rentals, "Heater Plug", "power_on")
    sim.world.advance(4)
    assert rentals.device(sim, "Heater Plug")["on"] is True


def test_a_lost_connection_is_an_event_and_stops_commands(sim, rentals):
    lock = sim.world.locks["Beach House"]
    sim.world.do(lock.lose_connection)
    act(sim, rentals, "Beach House", "unlock")
    sim.world.advance(30)
    assert lock.state == "locked"
    assert types(rentals.events(sim, "Beach House")) == ["connectivity_event"]
