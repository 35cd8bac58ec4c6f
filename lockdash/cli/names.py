"""From what a user typed to one thing: nothing is guessed where two things fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from lockdash.cli.exits import Exit, Stop
from lockdash.domain.devices import Device

MOST_SHOWN = 10

T = TypeVar("T")


class NoSuchName(Stop):
    """What was typed fits nothing that is known (yet)."""


class Named(NamedTuple, Generic[T]):
    """`thing` as it can be named. `also`: what means it as surely as its key does, "" for nothing."""

    thing: T
    key: str
    name: str
    account: str
    gone: bool = False
    also: str = ""


class Noun(NamedTuple):
    """What the things are called. `listed`: by which command, as in "`lockdash status` lists all 5"."""

    one: str
    many: str
    listed: str


DEVICE = Noun("device", "devices", "`lockdash status`")


def pick(name: str, things: Sequence[Named[T]], noun: Noun) -> T:
    """Return the thing that `name` means: its key, else its name, else its name but for capitals, else the only one
    whose name begins like this.

    What a vendor no longer lists is meant only if nothing else is. Raises NoSuchName, with the nearest names, or Stop
    if several fit.
    """
    folded = name.casefold().strip()
    fits: tuple[Callable[[Named[T]], bool], ...] = (
        lambda each: each.key == name,
        lambda each: each.name == name,
        lambda each: bool(folded) and folded in (each.name.casefold(), each.key.casefold(), each.also.casefold()),
        lambda each: bool(folded) and each.name.casefold().startswith(folded),
    )
    listed = [each for each in things if not each.gone]
    gone = [each for each in things if each.gone]
    for group in (listed, gone):
        for fit in fits:
            found = [each for each in group if fit(each)]
            if len(found) == 1:
                return found[0].thing
            if found:
                raise Stop(Exit.usage, _ambiguous(name, found, noun))
    raise NoSuchName(Exit.usage, _unknown(name, listed, noun))


def find(name: str, devices: Sequence[Device]) -> Device:
    """Return the device that `name` means, as `pick` does."""
    return pick(name, [named(device) for device in devices], DEVICE)


def find_all(names: Iterable[str], devices: Sequence[Device]) -> list[Device]:
    """Return the devices meant, each once, in the order they were named. Raises as `find` does."""
    return list({device.key: device for device in (find(name, devices) for name in names)}.values())


def named(device: Device) -> Named[Device]:
    return Named(device, device.key, device.name, device.account, device.gone_at is not None)


def _ambiguous(name: str, found: Sequence[Named[T]], noun: Noun) -> str:
    lines = [f"  {each.name}  (account {each.account}, key {each.key})" for each in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(f"  and {len(found) - MOST_SHOWN} more")
    hint = "Say more of the name, add --account A, or give the key."
    return "\n".join([f'"{name}" fits {len(found)} {noun.many}:', *lines, hint])


def _unknown(name: str, things: Sequence[Named[T]], noun: Noun) -> str:
    import difflib

    by_fold = {each.name.casefold(): each for each in things}
    near = difflib.get_close_matches(name.casefold(), by_fold, n=3, cutoff=0.5)
    if near:
        meant = ", ".join(f'"{by_fold[each].name}" ({by_fold[each].account})' for each in near)
        return f'no {noun.one} is named "{name}"; did you mean {meant}?'
    if not things:
        return f'no {noun.one} is named "{name}": none is known at all'
    return f'no {noun.one} is named "{name}"; {noun.listed} lists all {len(things)}'
