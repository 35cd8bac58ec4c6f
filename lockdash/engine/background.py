"""What a client is told before it reads: pure, from what all sessions know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from lockdash.domain.commands import Command, CommandStatus
from lockdash.domain.devices import Device
from lockdash.vendors.base import Context


def context_of(devices: Iterable[Device], commands: Mapping[str, Command], skew: float | None) -> Context:
    """Return what is known of the `devices` of one account. `commands`: the newest one of each device, by its key.

    `skew`: seconds by which our clock is ahead of the vendor's, None if not known. A wish counts from when the vendor
    had taken it, as far as we know: a device that spoke just before did not hear of it.
    """
    present = [device for device in devices if device.gone_at is None]
    ahead = timedelta(seconds=skew or 0.0)
    wishes = {
        device.vendor_id: (command.accepted_at or command.sent_at) - ahead
        for device in present
        if (command := commands.get(device.key)) is not None and command.sent_at is not None and _went_out(command)
    }
    return Context({device.vendor_id: device for device in present}, wishes)


def _went_out(command: Command) -> bool:
    """Not one that the vendor did not take, or that was kept from it."""
    return command.status is not CommandStatus.refused and command.cause is None
