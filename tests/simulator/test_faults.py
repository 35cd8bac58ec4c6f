"""Faults: what can go wrong on the wire, on purpose."""

from __future__ import annotations

import json
import socket
import time

import httpx
import pytest

from lockdash.simulator.mangling import MANGLERS


def test_a_status_with_body_and_headers_for_so_many_requests(sim, tedee):
    sim.faults.add("/lock/sync", status=503, body="down", headers={"Retry-After": "30"}, times=2)
    for _ in range(2):
        answer = tedee.get("lock/sync")
        assert (answer.status_code, answer.text, answer.headers["Retry-After"]) == (503, "down", "30")
    assert tedee.get("lock/sync").status_code == 200, "the spoiled ones were not counted as syncs"


def test_a_fault_without_times_stays_until_it_is_cleared(sim, tedee):
    fault = sim.faults.add("/bridge", status=500)
    assert [tedee.get("bridge").status_code for _ in range(5)] == [500] * 5
    assert fault.hits == 5
    sim.faults.clear()
    assert tedee.get("bridge").status_code == 200


def test_path_pattern_and_method_choose_the_requests(sim, tedee):
    sim.faults.add(pattern=r"/lock/\d+$", status=500)
    sim.faults.add("operation", method="post", status=501)
    sim.faults.add("deviceId=40102", status=502)
    assert tedee.get("lock").status_code == 200
    assert tedee.get("lock/40101").status_code == 500
    assert tedee.post("lock/40102/operation/lock").status_code == 501
    assert tedee.get("deviceactivity", deviceId=40101).status_code == 200
    assert tedee.get("deviceactivity", deviceId=40102).status_code == 502


def test_the_newest_fault_counts(sim, tedee):
    sim.faults.add("bridge", status=500)
    newer = sim.faults.add("bridge", status=502)
    assert tedee.get("bridge").status_code == 502
    sim.faults.remove(newer)
    assert tedee.get("bridge").status_code == 500


def test_a_delay_holds_the_answer_back(sim, tedee):
    sim.faults.add("bridge", delay=0.3, times=1)
    started = time.monotonic()
    assert tedee.get("bridge").status_code == 200
    assert time.monotonic() - started >= 0.3


def test_a_cut_connection_ends_in_the_middle_of_the_body(sim, tedee):
    sim.faults.add("bridge", cut=True, times=1)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        tedee.get("bridge")
    assert tedee.get("bridge").status_code == 200


def test_a_command_whose_answer_is_cut_was_carried_out_all_the_same(sim, tedee):
    sim.faults.add("operation/lock", cut=True)
    with pytest.raises(httpx.RemoteProtocolError):
        tedee.post("lock/40102/operation/lock")
    sim.world.advance(4)
    assert sim.world.locks["Garage"].state.name == "locked"


@pytest.mark.parametrize("name", ["html", "cut_json", "empty", "not_utf8"])
def test_bodies_that_are_no_json(sim, tedee, name):
    sim.faults.add("bridge", mangle=name)
    answer = tedee.get("bridge")
    assert answer.status_code == 200
    with pytest.raises(ValueError):
        json.loads(answer.content)


@pytest.mark.parametrize(("name", "body"), [("list", [1, 2, 3]), ("null", None)])
def test_json_that_is_no_envelope(sim, rentals, name, body):
    sim.faults.add("devices", mangle=name)
    assert rentals.get("devices").json() == body


@pytest.mark.parametrize("name", sorted(set(MANGLERS) - {"html", "cut_json", "empty", "not_utf8", "list", "null"}))
def test_items_are_spoiled_one_or_all(sim, tedee, name):
    good = tedee.get("lock").json()["result"]
    fault = sim.faults.add("/lock", mangle=name, item=0)
    spoiled = tedee.get("lock").json()["result"]
    assert spoiled[0] != good[0]
    assert spoiled[1:] == good[1:]
    sim.faults.remove(fault)
    sim.faults.add("/lock", mangle=name)
    everywhere = tedee.get("lock").json()["result"]
    assert len(everywhere) == len(good)
    reachable = [number for number, lock in enumerate(good) if lock["deviceState"]]
    assert all(everywhere[number] != good[number] for number in reachable)


def test_what_items_are_spoiled_with(sim, rentals):
    def first(name):
        fault = sim.faults.add("devices", mangle=name, item=0)
        item = rentals.get("devices").json()["data"][0]
        sim.faults.remove(fault)
        return item

    assert first("new_enum")["attributes"]["state"] == "half_open"
    assert first("nulls")["attributes"]["state"] is None
    assert first("no_items") is None
    assert first("wrong_types")["attributes"]["connected"] == "yes"
    assert first("hostile_names")["attributes"]["name"] == "x [/] y"
    assert first("batteries")["attributes"]["power_level"] == 255
    assert first("future")["attributes"]["connected_at"].startswith("2099-")
    assert "another_new_key" in first("extra")


def test_the_date_header_follows_the_pretend_clock_and_can_be_wrong(sim, tedee):
    assert tedee.get("bridge").headers["Date"] == "Sat, 21 Nov 2026 09:00:00 GMT"
    sim.faults.add("bridge", date_skew=-7200)
    answer = tedee.get("bridge")
    assert (answer.status_code, answer.headers["Date"]) == (200, "Sat, 21 Nov 2026 07:00:00 GMT")


def test_an_unknown_way_of_spoiling_is_refused(sim):
    with pytest.raises(ValueError, match="no mangling named 'melt'; there are html"):
        sim.faults.add(mangle="melt")


def test_requests_are_logged_with_path_query_status_and_time_and_without_secrets(sim, tedee):
    tedee.get("lock/sync", id=40101)
    sim.world.advance(5)
    sim.faults.add("bridge", status=500)
    tedee.get("bridge")
    first, second = sim.requests
    assert (first.method, first.path, first.query) == ("GET", "/tedee/api/v37/my/lock/sync", "id=40101")
    assert (first.status, second.status) == (200, 500)
    assert (second.at - first.at).total_seconds() == 5
    assert "pretend-key" not in repr(sim.requests)


def test_a_post_without_a_length_is_refused_as_the_vendors_server_does(sim):
    lines = (
        "POST /tedee/api/v37/my/lock/40102/operation/lock HTTP/1.1",
        "Host: x",
        "Connection: close",
        "Authorization: ",
    )
    request = "\r\n".join(lines) + f"PersonalKey {sim.tedee.key}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", sim.port), timeout=5) as wire:
        wire.sendall(request.encode())
        assert wire.recv(4096).startswith(b"HTTP/1.1 411 ")
    assert sim.world.locks["Garage"].state.name == "unlocked"
