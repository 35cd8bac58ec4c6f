"""What the forms know in tests: the people of `build_people.py` on the devices of the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from lockdash.domain.devices import Device, DeviceKind
from lockdash.engine.people.directory import Directory
from lockdash.tui.people.form_known import Known
from tests.tui.build_people import BY_NAME, DEVICES, people_snapshot
from tests.tui.world import NOW

HUT = msgspec.structs.replace(
    BY_NAME["Boat house"],
    key="rentals/hut",
    vendor_id="hut",
    name="Hut",
    kind=DeviceKind.offline_lock,
    kind_raw="resort_lock",
    zone="America/Denver",
)
CHALET = msgspec.structs.replace(HUT, key="rentals/chalet", vendor_id="chalet", name="Chalet")
WITH_HUTS = [*DEVICES, HUT, CHALET]


def known(
    people: Any = None,
    devices: list[Device] | None = None,
    barred: Mapping[str, str] | None = None,
    **more: Any,
) -> Known:
    """`more`: any field of PeopleSnapshot."""
    snapshot = people if people is not None else people_snapshot(**more)
    directory = Directory(snapshot, {each.key: each for each in (WITH_HUTS if devices is None else devices)})
    return Known(snapshot, directory, {"home": "", "rentals": ""} if barred is None else barred, NOW)
