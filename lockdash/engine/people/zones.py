"""In which time zone somebody's times are: that of their doors."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lockdash.domain.accesses import Access, Group, Place, TargetKind
from lockdash.domain.devices import Device
from lockdash.domain.walltime import known_zone


def zones_of(
    access: Access,
    devices: Mapping[tuple[str, str], Device],
    groups: Mapping[tuple[str, str], Group],
    places: Mapping[tuple[str, str], Place],
) -> frozenset[str | None]:
    """Return the zones of all doors of `access`, None among them if one is not known.

    The mappings go by (account, the vendor's id).
    """
    target = access.account, access.target_id
    if access.target_kind is TargetKind.location:
        place = places.get(target)
        return frozenset({place.zone if place is not None else None})
    if access.target_kind is TargetKind.device:
        return frozenset({_zone(devices.get(target))})
    group = groups.get(target)
    if group is None or group.device_ids is None:
        return frozenset({None})
    return frozenset(_zone(devices.get((access.account, each))) for each in group.device_ids)


def the_one(zones: Collection[str | None]) -> str | None:
    """Return the zone that all are in, None if there are several, or one is not known: nothing is guessed, times
    without a zone are asked about."""
    if len(zones) != 1:
        return None
    zone = next(iter(zones))
    return zone if known_zone(zone) is not None else None


def _zone(device: Device | None) -> str | None:
    return device.zone if device is not None else None
