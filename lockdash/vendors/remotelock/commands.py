"""RemoteLock's commands. Their answer echoes the wish; only a later event or contact confirms it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from lockdash.domain.budget import Purpose
from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Contact, Device, DeviceKind, LockState, Observation
from lockdash.domain.events import Outcome
from lockdash.domain.link import next_heartbeat
from lockdash.vendors.base import Evidence, Receipt, Verdict
from lockdash.vendors.errors import REFUSED_HERE, BadAnswer, Rejected
from lockdash.vendors.paths import segment
from lockdash.vendors.remotelock import decode as devices
from lockdash.vendors.remotelock import wire
from lockdash.vendors.remotelock.api import Api
from lockdash.vendors.remotelock.echoes import has_acted
from lockdash.vendors.remotelock.events import Happening, happening, observations
from lockdash.vendors.remotelock.places import Places
from lockdash.vendors.replies import Heard, Reply, decode, each
from lockdash.vendors.wording import clock_text

_VERBS: Mapping[DeviceKind, Mapping[CommandKind, str]] = {
    DeviceKind.lock: {CommandKind.lock: "lock", CommandKind.unlock: "unlock"},
    DeviceKind.door: {
        CommandKind.lock: "lock",
        CommandKind.unlock: "unlock",
        CommandKind.open: "temporary_unlock",
    },
    DeviceKind.power_plug: {CommandKind.power_on: "power_on", CommandKind.power_off: "power_off"},
}
_PROOFS: Mapping[CommandKind, str] = {
    CommandKind.lock: "locked",
    CommandKind.unlock: "unlocked",
    CommandKind.open: "unlocked",
    CommandKind.power_on: "relay_enabled",
    CommandKind.power_off: "relay_disabled",
}
_WANTED: Mapping[CommandKind, LockState] = {
    CommandKind.lock: LockState.locked,
    CommandKind.unlock: LockState.unlocked,
}
_SWITCHED: Mapping[CommandKind, str] = {CommandKind.power_on: "on", CommandKind.power_off: "off"}


class Commands:
    """The commands of one account. Each PUT is sent once."""

    def __init__(self, api: Api, account: str) -> None:
        self._api = api
        self._account = account

    async def send(self, device: Device, kind: CommandKind) -> Receipt:
        """See `Client.send`."""
        verb = _VERBS.get(device.kind, {}).get(kind)
        if verb is None:
            words = f"RemoteLock offers no {kind.replace('_', ' ')} for {device.name} ({device.kind_raw})"
            raise Rejected(words, status=REFUSED_HERE)
        reply = await self._api.command(f"{_path(device)}/{verb}")
        return Receipt(at=reply.at, earliest=_earliest(self._contact_told(reply) or device.contact, reply))

    async def check(self, device: Device, kind: CommandKind, receipt: Receipt) -> Evidence:
        """See `Client.check`. First the newest events of the account; without one that decides it, the device."""
        page = await self._api.page("/events", 1, "-created_at", purpose=Purpose.command)
        heard = page.reply.heard(self._account)
        happenings, _ = each(page.items, lambda item: happening(item, heard), "events")
        since = receipt.at.replace(microsecond=0)  # events have whole seconds
        later = [
            one for one in happenings if one.event.device_id == device.vendor_id and one.event.occurred_at >= since
        ]
        verdict, text = _by_events(later, kind, device)
        news = observations(later, {device.vendor_id: device}, heard)
        events = tuple(one.event for one in happenings)
        if verdict is not Verdict.pending or _sleeps_still(receipt, heard):
            return Evidence(verdict=verdict, text=text, observations=news, events=events)
        verdict, text, seen = await self._by_device(device, kind, receipt)
        return Evidence(verdict=verdict, text=text, observations=(*news, *seen), events=events)

    async def _by_device(
        self, device: Device, kind: CommandKind, receipt: Receipt
    ) -> tuple[Verdict, str, tuple[Observation, ...]]:
        """Look at the device itself: it proves something only if it was in contact after the command."""
        reply = await self._api.one(_path(device))
        item = decode(reply, wire.Single).data
        heard = reply.heard(self._account)
        found, _ = each([item], lambda one: devices.device(one, Places(), heard), "device")
        if not found:
            return Verdict.pending, "", ()
        now = found[0]
        if now.kind is DeviceKind.power_plug:
            return _plug_verdict(kind, now, device.zone, heard)
        last = now.contact.last_at if now.contact is not None else None
        if (
            now.contact is None
            or now.state is None
            or last is None
            or last <= receipt.at
            or not has_acted(now.contact, receipt.at, heard.at)
        ):
            # No contact since, or a moment ago: what it says of the state may still be the echo of the wish.
            return Verdict.pending, "", (Observation(vendor_id=device.vendor_id, contact=now.contact),)
        news = Observation(
            vendor_id=device.vendor_id,
            state=now.state,
            state_raw=now.state_raw,
            battery=now.battery,
            contact=now.contact,
        )
        if now.state.value is not _WANTED.get(kind):
            return Verdict.pending, "", (news,)
        text = f"{now.state.value}, in contact with the device at {clock_text(last, device.zone)}"
        return Verdict.confirmed, text, (news,)

    def _contact_told(self, reply: Reply) -> Contact | None:
        """The connection as the echo tells it: newer than the last list. A strange echo changes nothing."""
        if not reply.body:
            return None
        try:
            item = decode(reply, wire.Single).data
        except BadAnswer:
            if reply.body.lstrip()[:1] != b"{":
                raise  # no answer of the API at all: nobody may have taken the command
            return None
        heard = reply.heard(self._account)
        found, _ = each([item], lambda one: devices.device(one, Places(), heard), "echo")
        return found[0].contact if found else None


def _path(device: Device) -> str:
    folder = "/acs/doors" if device.kind is DeviceKind.door else "/devices"
    return f"{folder}/{segment(device.vendor_id)}"


def _earliest(contact: Contact | None, reply: Reply) -> datetime | None:
    """When a device that sleeps now can act: at its next heartbeat, if that is not past due."""
    if contact is None or contact.connected or contact.alive is False:
        return None
    due = next_heartbeat(contact)
    return due if due is not None and due > reply.at else None


def _sleeps_still(receipt: Receipt, heard: Heard) -> bool:
    """Nothing to ask the device for before its heartbeat, unless somebody wakes it, which makes an event."""
    return receipt.earliest is not None and heard.at < receipt.earliest - timedelta(seconds=5)


def _by_events(later: Sequence[Happening], kind: CommandKind, device: Device) -> tuple[Verdict, str]:
    for one in sorted(later, key=lambda each: each.event.occurred_at):
        at = clock_text(one.event.occurred_at, device.zone or one.event.zone)
        if one.name == "jammed" and kind not in _SWITCHED:
            return Verdict.failed, f"the lock jammed at {at}"
        if one.name != _PROOFS[kind]:
            continue
        if one.event.outcome is Outcome.succeeded:
            return Verdict.confirmed, f"{one.name.replace('_', ' ')} event at the {_noun(device)} {at}"
        if one.event.outcome is Outcome.failed:
            why = f": {one.event.value}" if one.event.value else ""
            return Verdict.failed, f"the {_noun(device)} reports that it failed at {at}{why}"
    return Verdict.pending, ""


def _noun(device: Device) -> str:
    return "plug" if device.kind is DeviceKind.power_plug else "door"


def _plug_verdict(
    kind: CommandKind, now: Device, zone: str | None, heard: Heard
) -> tuple[Verdict, str, tuple[Observation, ...]]:
    """A plug that is connected tells what it does now; one that is not, what was last asked of it."""
    connected = now.contact is not None and now.contact.connected
    news = Observation(vendor_id=now.vendor_id, state_raw=now.state_raw if connected else None, contact=now.contact)
    if connected and now.state_raw == _SWITCHED.get(kind):
        return Verdict.confirmed, f"{now.state_raw}, connected, at {clock_text(heard.at, zone)}", (news,)
    return Verdict.pending, "", (news,)
