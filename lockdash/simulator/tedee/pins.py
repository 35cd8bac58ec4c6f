"""Endpoints of a keypad's PINs (tedee-facts 2.5). Each returns what is done once the device answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from lockdash.simulator.home.access import Level
from lockdash.simulator.home.lock import HomeLock
from lockdash.simulator.home.pins import Duplicate, Full, Pin, objection
from lockdash.simulator.tedee import schedules
from lockdash.simulator.tedee.answers import Fault, nothing
from lockdash.simulator.tedee.call import Call


class Order(NamedTuple):
    """What a device is to do. `carry_out` takes the time of it, returns what goes into the envelope, raises Fault."""

    lock: HomeLock
    carry_out: Callable[[datetime], Any]


def listed(call: Call) -> Order:
    """GET .../pin: 304 if `listVersion` is current."""
    lock = _lock_with_keypad(call)
    known = call.number("listversion")

    def carry_out(now: datetime) -> Any:
        pins = lock.pins.current(now)
        if known == lock.pins.version:
            return nothing(304)
        shown = [{"id": number, "alias": pin.alias} for number, pin in pins.items()]
        return {"listVersion": lock.pins.version, "pins": shown}

    return Order(lock, carry_out)


def one(call: Call) -> Order:
    """GET .../pin/{pinId}: with the PIN in clear text."""
    lock, number = _lock_with_keypad(call), _number(call)

    def carry_out(now: datetime) -> Any:
        pin = _existing(lock, number, now)
        return {"id": number, "alias": pin.alias, "pin": pin.code, **schedules.told(pin)}

    return Order(lock, carry_out)


def create(call: Call) -> Order:
    lock, pin = _lock_with_keypad(call), _pin(call)

    def carry_out(now: datetime) -> Any:
        lock.pins.current(now)
        try:
            return {"id": lock.pins.add(pin)}
        except Duplicate:
            raise Fault(406, "The pin already exists.") from None
        except Full:
            raise Fault(412, "No more pins can be added.") from None

    return Order(lock, carry_out)


def update(call: Call) -> Order:
    """PUT .../pin/{pinId}: the full body; what is missing is null."""
    lock, number, pin = _lock_with_keypad(call), _number(call), _pin(call)

    def carry_out(now: datetime) -> Any:
        _existing(lock, number, now)
        try:
            lock.pins.change(number, pin)
        except Duplicate:
            raise Fault(406, "The pin already exists.") from None
        return nothing()

    return Order(lock, carry_out)


def delete(call: Call) -> Order:
    lock, number = _lock_with_keypad(call), _number(call)

    def carry_out(now: datetime) -> Any:
        _existing(lock, number, now)
        lock.pins.remove(number)
        return nothing()

    return Order(lock, carry_out)


def _lock_with_keypad(call: Call) -> HomeLock:
    """The lock in the path. Raises Fault: 404; 403 for guests; 428 without a keypad or a bridge, or disconnected."""
    lock = call.lock()
    if lock.access_level == Level.guest:
        raise Fault(403, "You have no permission to manage pins of this device.")
    if not (lock.keypad and lock.reachable):
        raise Fault(428, "The lock is disconnected or not paired with a keypad and a bridge.")
    return lock


def _number(call: Call) -> int:
    try:
        return int(call.request.path_params["pin"])
    except ValueError:
        raise Fault(404, "Pin not found.") from None


def _existing(lock: HomeLock, number: int, now: datetime) -> Pin:
    try:
        return lock.pins.current(now)[number]
    except KeyError:
        raise Fault(404, "Pin not found.") from None


def _pin(call: Call) -> Pin:
    """Read a PIN that follows the rules. Raises Fault 400. What an alias may be is not documented: any text."""
    fields = call.fields()
    alias, code = fields.get("alias"), fields.get("pin")
    if not isinstance(alias, str) or not alias.strip():
        raise Fault(400, "The alias field is required.")
    if not isinstance(code, str):
        raise Fault(400, "The pin field is required.")
    timed = schedules.read(fields)
    if wrong := objection(code) or schedules.contradiction(timed, call.now):
        raise Fault(400, wrong)
    return Pin(alias, code, **asdict(timed))
