"""In which time zone somebody's times are: that of their doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lockdash.domain.accesses import Access, Group, Place, TargetKind
from lockdash.domain.devices import Device
from lockdash.domain.walltime import known_zone


def zone_at(
    accesses: Iterable[Access],
    devices: Mapping[tuple[str, str], Device],
    groups: Mapping[tuple[str, str], Group],
    places: Mapping[tuple[str, str], Place],
) -> str | None:
    """Return the zone that all doors of `accesses` are in, None if there are several, or one is not known.

    The mappings go by (account, the vendor's id). Nothing is guessed: times without a zone are asked about.
    """
    found: set[str | None] = set()
    for access in accesses:
        found |= _zones(access, devices, groups, places)
    if len(found) != 1:
        return None
    zone = found.pop()
    return zone if known_zone(zone) is not None else None


def _zones(
    access: Access,
    devices: Mapping[tuple[str, str], Device],
    groups: Mapping[tuple[str, str], Group],
    places: Mapping[tuple[str, str], Place],
) -> set[str | None]:
    target = access.account, access.target_id
    if access.target_kind is TargetKind.location:
        place = places.get(target)
        return {place.zone if place is not None else None}
    if access.target_kind is TargetKind.device:
        return {_zone(devices.get(target))}
    group = groups.get(target)
    if group is None or group.device_ids is None:
        return {None}
    return {_zone(devices.get((access.account, each))) for each in group.device_ids}


def _zone(device: Device | None) -> str | None:
    return device.zone if device is not None else None
