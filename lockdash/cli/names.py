"""From what a user typed to one device: nothing is guessed where two devices fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lockdash.cli.exits import Exit, Stop
from lockdash.domain.devices import Device

MOST_SHOWN = 10


class NoSuchDevice(Stop):
    """`name` fits no device that is known (yet)."""


def find(name: str, devices: Sequence[Device]) -> Device:
    """Return the device that `name` means: its key, else its name, else its name but for capitals, else
    the only one whose name begins like this.

    What a vendor no longer lists is meant only if nothing else is. Raises NoSuchDevice, with the nearest
    names, or Stop if several fit.
    """
    folded = name.casefold().strip()
    fits: tuple[Callable[[Device], bool], ...] = (
        lambda device: device.key == name,
        lambda device: device.name == name,
        lambda device: device.name.casefold() == folded or device.key.casefold() == folded,
        lambda device: bool(folded) and device.name.casefold().startswith(folded),
    )
    listed = [device for device in devices if device.gone_at is None]
    gone = [device for device in devices if device.gone_at is not None]
    for group in (listed, gone):
        for fit in fits:
            found = [device for device in group if fit(device)]
            if len(found) == 1:
                return found[0]
            if found:
                raise Stop(Exit.usage, _ambiguous(name, found))
    raise NoSuchDevice(Exit.usage, _unknown(name, listed))


def find_all(names: Iterable[str], devices: Sequence[Device]) -> list[Device]:
    """Return the devices meant, each once, in the order they were named. Raises as `find` does."""
    return list({device.key: device for device in (find(name, devices) for name in names)}.values())


def _ambiguous(name: str, found: Sequence[Device]) -> str:
    lines = [f"  {device.name}  (account {device.account}, key {device.key})" for device in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(f"  and {len(found) - MOST_SHOWN} more")
    hint = "Say more of the name, add --account A, or give the key."
    return "\n".join([f'"{name}" fits {len(found)} devices:', *lines, hint])


def _unknown(name: str, devices: Sequence[Device]) -> str:
    import difflib

    by_fold = {device.name.casefold(): device for device in devices}
    near = difflib.get_close_matches(name.casefold(), by_fold, n=3, cutoff=0.5)
    if near:
        meant = ", ".join(f'"{by_fold[each].name}" ({by_fold[each].account})' for each in near)
        return f'no device is named "{name}"; did you mean {meant}?'
    if not devices:
        return f'no device is named "{name}": none is known at all'
    return f'no device is named "{name}"; `lockdash status` lists all {len(devices)}'
