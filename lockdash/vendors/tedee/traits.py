"""Lines of the detail pane that all of Tedee's devices have."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.vendors import fields
from lockdash.vendors.tedee import wire

_DEVICE_SOFTWARE = 0


def firmware_trait(versions: Sequence[wire.SoftwareVersion] | None) -> dict[str, str]:
    """The device's own software (not its Wi-Fi's), and whether there is a newer one."""
    for each in versions or ():
        version = fields.text(each.version, 60)
        if fields.whole(each.software_type) == _DEVICE_SOFTWARE and version:
            return {"Firmware": f"{version} (update available)" if fields.flag(each.update_available) else version}
    return {}


def settings_trait(on_device: object, wanted: object) -> dict[str, str]:
    """`targetDeviceRevision` above `deviceRevision`: settings that have not reached the device yet."""
    have, want = fields.whole(on_device), fields.whole(wanted)
    if have is None or want is None or want <= have:
        return {}
    return {"Settings": "changed, not yet on the device"}
