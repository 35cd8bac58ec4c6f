"""What accesses are to: doors, groups and places by the ids that accesses have, and the other way round."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from lockdash.domain.accesses import Access, Group, Place, TargetKind
from lockdash.domain.devices import Device
from lockdash.domain.people import Ability
from lockdash.engine.order import natural
from lockdash.engine.people.plans import Target
from lockdash.engine.people.snapshot import Pair, PeopleSnapshot
from lockdash.engine.people.zones import the_one, zones_of
from lockdash.vendors.people import Origin


class Directory:
    """Made once for a pair of snapshots: a look-up costs no pass over the devices."""

    def __init__(self, people: PeopleSnapshot, devices: Mapping[str, Device]) -> None:
        self._people = people
        self._devices: dict[Pair, Device] = {(each.account, each.vendor_id): each for each in devices.values()}
        self._zones_by_target: dict[Pair, frozenset[str | None]] = {}

    def target(self, access: Access) -> Target | None:
        """Return what `access` is to, None if it is not known."""
        pair = access.account, access.target_id
        if access.target_kind is TargetKind.device:
            return self._devices.get(pair)
        if access.target_kind is TargetKind.door_group:
            return self._people.groups.get(pair)
        return self._people.places.get(pair)

    def device(self, account: str, vendor_id: str) -> Device | None:
        """Return the device that the vendor calls `vendor_id`."""
        return self._devices.get((account, vendor_id))

    def name(self, access: Access) -> str:
        """Return the name of what `access` is to, the vendor's id if nothing more is known."""
        found = self.target(access)
        return found.name if found is not None else access.target_id

    def schedule(self, access: Access) -> str:
        """Return the name of its schedule, the id if nothing more is known, "" without one."""
        if access.schedule_id is None:
            return ""
        found = self._people.schedules.get((access.account, access.schedule_id))
        return found.name if found is not None else access.schedule_id

    def zone_at(self, accesses: Iterable[Access]) -> str | None:
        """Return the zone that all these doors are in, None if there are several, or one is not known."""
        found: set[str | None] = set()
        for access in accesses:
            pair = access.account, access.target_id
            known = self._zones_by_target.get(pair)
            if known is None:
                known = zones_of(access, self._devices, self._people.groups, self._people.places)
                self._zones_by_target[pair] = known
            found |= known
        return the_one(found)

    def zones_of(self, targets: Iterable[Target]) -> frozenset[str | None]:
        """Return the zones of all doors of `targets`, None among them if one is not known."""
        return frozenset(zone for each in targets for zone in self._zones(each))

    def offered(self, account: str, origin: Origin) -> list[Target]:
        """Return the doors, groups and places of `account` that people of `origin` can be given, each kind by name."""
        devices = [
            each
            for each in self._devices.values()
            if each.account == account and each.kind in origin.doors and each.gone_at is None
        ]
        found: list[Target] = [*sorted(devices, key=_by_name)]
        if Ability.grant_many in origin.abilities:
            groups, places = self._people.groups.values(), self._people.places.values()
            found += sorted((each for each in groups if each.account == account), key=_by_name)
            found += sorted((each for each in places if each.account == account), key=_by_name)
        return found

    def doors(self, access: Access) -> tuple[Device, ...] | None:
        """Return the devices that `access` opens, None if not all of them are known."""
        found = self.target(access)
        if isinstance(found, Device):
            return (found,)
        if isinstance(found, Group):
            return self._members(found)
        return self._at(found) if found is not None else None

    def accesses_to(self, device: Device) -> list[Access]:
        """Return the accesses that open `device`, as far as is known: its own, its groups', its location's."""
        found = list(self._people.by_target.get((device.account, device.vendor_id), ()))
        for pair, group in self._people.groups.items():
            if group.account == device.account and device.vendor_id in (group.device_ids or ()):
                found += self._people.by_target.get(pair, ())
        place = self._place(device.account, device.location or "")
        if place is not None and device.kind.has_lock_state:
            found += self._people.by_target.get((place.account, place.id), ())
        return found

    def _place(self, account: str, name: str) -> Place | None:
        """A device says the name of its location only: two of one name cannot be told apart."""
        found = [each for each in self._people.places.values() if (each.account, each.name) == (account, name)]
        return found[0] if len(found) == 1 else None

    def _at(self, place: Place) -> tuple[Device, ...] | None:
        """The locks and doors at a place: of an access to it the vendor counts no others."""
        if self._place(place.account, place.name) is None:
            return None
        mine = (each for each in self._devices.values() if (each.account, each.location) == (place.account, place.name))
        return tuple(each for each in mine if each.kind.has_lock_state and each.gone_at is None)

    def _members(self, group: Group) -> tuple[Device, ...] | None:
        known = [self._devices.get((group.account, each)) for each in sorted(group.device_ids or ())]
        if group.device_ids is None or None in known:
            return None
        return tuple(each for each in known if each is not None)

    def _zones(self, target: Target) -> Collection[str | None]:
        if isinstance(target, Place | Device):
            return (target.zone,)
        members = self._members(target)
        return [each.zone for each in members] if members else (None,)


def _by_name(target: Target) -> tuple[object, str]:
    return natural(target.name), target.name
