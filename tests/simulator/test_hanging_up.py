"""A client that hangs up takes nothing back: what the servers have heard they carry out."""

from __future__ import annotations

import socket
import time

import pytest

from lockdash.simulator.server import HOST, Simulator

DELAY = 0.2
ORDERS = {
    "Garage": "POST /tedee/api/v37/my/lock/{id}/operation/lock HTTP/1.1\r\nAuthorization: PersonalKey {key}\r\n",
    "Beach House": "PUT /remotelock/devices/{id}/unlock HTTP/1.1\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\n",
}


@pytest.mark.parametrize("name", ORDERS)
def test_a_command_is_carried_out_also_if_nobody_waits_for_the_answer(name: str) -> None:
    with Simulator(world="small").serve() as simulator:
        lock = simulator.world.locks[name]
        before = str(lock.state)
        token = simulator.tokens.for_client(simulator.clock.now()).access
        order = ORDERS[name].format(id=lock.id, key=simulator.tedee.key, token=token)
        fault = simulator.faults.add(delay=DELAY)
        with socket.create_connection((HOST, simulator.port)) as connection:
            connection.sendall(f"{order}Host: {HOST}\r\nContent-Length: 0\r\n\r\n".encode())
            wait_until(lambda: fault.hits == 1)
        wait_until(lambda: simulator.requests[-1].status in (200, 202))
        simulator.world.advance(10)
        assert str(lock.state) != before


def wait_until(happened, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
