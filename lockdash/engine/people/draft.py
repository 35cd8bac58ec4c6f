"""A guest as somebody typed them, judged before anything is sent: pure, so that form and command line check the same.

What a vendor refuses beyond this comes back from it, in the field that it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from lockdash.domain.accesses import AccountDefaults
from lockdash.domain.devices import Device
from lockdash.domain.people import Ability, PersonKind
from lockdash.domain.pins import objections as pin_objections
from lockdash.domain.secret import Secret
from lockdash.domain.walltime import known_zone
from lockdash.domain.windows import Window
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.objections import of_name
from lockdash.engine.people.plans import Target
from lockdash.engine.people.typed_stay import ALREADY, Heard, heard, is_past, order_problem
from lockdash.engine.people.typed_week import TypedWeek
from lockdash.vendors.people import NewAccess, NewPerson, Origin

_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the brackets


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed and chosen, nothing of it checked.

    `starts`, `ends`: as `domain.typed_times` takes them; `week`: as `domain.week_text`. `zone`: where no door says its
    own (`Judged.asks_zone`). `generate_pin`: by the vendor; one that we made is in `pin`.
    """

    account: str
    origin: str
    kind: PersonKind
    name: str = ""
    email: str = ""
    department: str = ""
    pin: Secret | None = None
    generate_pin: bool = False
    one_time: bool = False
    starts: str = ""
    ends: str = ""
    week: str = ""
    zone: str = ""
    targets: tuple[Target, ...] = ()
    schedule_id: str | None = None


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """`problems`: in words, by field of the draft, "" for none of them; with any, there is no `new`. `questions`: what
    needs a yes before it is sent; `notes`: what is worth knowing. `asks_zone`: a door's zone is not known, and times
    were typed. `zone`: the one of all doors; None if there are several. `stay`: from when to when, in the terms of the
    origin (of the first door, where each has its own)."""

    problems: Mapping[str, str]
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asks_zone: bool = False
    zone: str | None = None
    new: NewPerson | None = None
    accesses: tuple[NewAccess, ...] = ()
    stay: Window | None = None


def kinds_of(origin: Origin) -> list[PersonKind]:
    """Return whom one can add there; none if nobody. A group of users is made in the vendor's own app."""
    if Ability.create not in origin.abilities:
        return []
    made = origin.kinds - {PersonKind.group}
    return sorted(made, key=lambda kind: (kind is not PersonKind.guest, kind))


def judge(
    draft: Draft, origin: Origin, directory: Directory, defaults: AccountDefaults | None, now: datetime
) -> Judged:
    """Return what is wrong with `draft`, or what it comes to. `now`: UTC."""
    problems: dict[str, str] = {}
    _check_person(draft, origin, problems)
    _check_pin(draft, origin, problems)
    _check_doors(draft, origin, problems)
    zones = _Zones(draft, directory)
    starts, ends = _times(draft, origin, defaults, zones.known)
    _check_stay(draft, starts, ends, now, problems)
    if zones.trouble:
        problems["zone"] = zones.trouble
    week = TypedWeek(draft.week if origin.moments else "", zones.known, starts, ends, now.date())
    if week.problem:
        problems["week"] = week.problem
    elif draft.week.strip() and not origin.moments:
        problems["week"] = f"{origin.label} keeps the days of the week in schedules: choose one"
    questions = [each.question for each in (starts, ends) if each.question]
    if "starts" not in problems and is_past(starts, now):
        questions.append("the stay has begun already: they can come in as soon as the locks have heard of them")
    judged = Judged(
        problems=problems,
        questions=tuple(questions),
        notes=week.notes,
        asks_zone=zones.asked,
        zone=zones.only,
    )
    return judged if problems else _made(judged, draft, origin, zones, starts, ends, week)


def origin_for(origins: Iterable[Origin], targets: Sequence[Target], *, email: bool, pin: bool) -> Origin | str:
    """Return the origin that somebody with these doors belongs to, or why there is none, in words. `email`, `pin`:
    whether they have one."""
    able = [each for each in origins if kinds_of(each)]
    kinds = {each.kind for each in targets if isinstance(each, Device)}
    fitting = [
        each
        for each in able
        if kinds <= each.doors and (Ability.grant_many in each.abilities or all(isinstance(t, Device) for t in targets))
    ]
    if not able:
        return "nobody can be added to this account"
    if not fitting:
        return "these doors cannot be given to one person: add them one after the other"
    choosing = [each for each in fitting if (each.pins is not None) == pin] if len(fitting) > 1 else fitting
    addressed = [each for each in choosing if email or PersonKind.member not in each.kinds]
    return (addressed or choosing or fitting)[0]


class _Zones:
    """The zones of the draft's doors. `known`: all that are known; `by_target`: of each, in the draft's order."""

    def __init__(self, draft: Draft, directory: Directory) -> None:
        typed = draft.zone.strip()
        found = directory.zones_of(draft.targets)
        timed = bool(draft.starts.strip() or draft.ends.strip() or draft.week.strip())
        lacking = any(known_zone(each) is None for each in found)
        self.asked = lacking and timed
        self._typed = typed if known_zone(typed) is not None else None
        self.known = {each for each in found if each is not None and known_zone(each) is not None}
        if lacking and self._typed is not None:
            self.known.add(self._typed)
        self.only = next(iter(self.known)) if len(self.known) == 1 and (not lacking or self._typed) else None
        self.trouble = ""
        if self.asked and not typed:
            self.trouble = "the time zone of a door is not known: say which, as Europe/Warsaw"
        elif typed and self._typed is None:
            self.trouble = f"no time zone is called {typed}; names are like Europe/Warsaw"
        self._directory = directory

    def of(self, target: Target) -> str | None:
        found = next(iter(self._directory.zones_of([target])), None)
        return found if known_zone(found) is not None else self._typed


def _check_person(draft: Draft, origin: Origin, problems: dict[str, str]) -> None:
    invited = draft.kind is PersonKind.member
    if not invited and (said := of_name(draft.name)):
        problems["name"] = said
    address = draft.email.strip()
    if invited and not address:
        problems["email"] = f"{origin.label} are invited by e-mail: an address is needed"
    elif address and not is_address(address):
        problems["email"] = "this is no e-mail address"
    if draft.department.strip() and draft.kind is not PersonKind.user:
        problems["department"] = "only permanent users have a department"
    if draft.kind not in kinds_of(origin):
        problems["kind"] = f"{origin.label} knows no {draft.kind}s that could be added"
    if draft.one_time and Ability.one_time not in origin.abilities:
        problems["one_time"] = origin.denied.get(Ability.one_time, f"{origin.label} has no PINs for one entry")


def _check_pin(draft: Draft, origin: Origin, problems: dict[str, str]) -> None:
    wanted = Ability.generate_pin if draft.generate_pin else Ability.choose_pin
    if draft.pin is None and not draft.generate_pin:
        if draft.kind is PersonKind.code:
            problems["pin"] = "a PIN is needed: type one, or have one made"
    elif wanted not in origin.abilities:
        problems["pin"] = origin.denied.get(wanted, f"{origin.label} takes no PIN")
    elif draft.pin is not None and origin.pins is not None and (said := pin_objections(draft.pin, origin.pins)):
        problems["pin"] = "; ".join(said)


def _check_doors(draft: Draft, origin: Origin, problems: dict[str, str]) -> None:
    strange = [each for each in draft.targets if each.account != draft.account]
    if not draft.targets:
        problems["targets"] = "they would have no door: choose one"
    elif strange:
        problems["targets"] = f"{strange[0].name} belongs to {strange[0].account}, not to {draft.account}"
    else:
        unfit = [each.name for each in draft.targets if isinstance(each, Device) and each.kind not in origin.doors]
        if unfit:
            problems["targets"] = f"{origin.label} gives no access to {', '.join(unfit)}"
    if draft.schedule_id is not None and not {Ability.change_schedule} & origin.abilities:
        problems["schedule_id"] = origin.denied.get(Ability.change_schedule, f"{origin.label} knows no schedules")


def _times(draft: Draft, origin: Origin, defaults: AccountDefaults | None, zones: Iterable[str]) -> tuple[Heard, Heard]:
    begin, end = (defaults.guest_start, defaults.guest_end) if defaults is not None else (None, None)
    known = list(zones)
    exact, whole = origin.moments, origin.whole_hours
    return (
        heard(draft.starts, known, begin, last=False, exact=exact, whole_hours=whole),
        heard(draft.ends, known, end, last=True, exact=exact, whole_hours=whole),
    )


def _check_stay(draft: Draft, starts: Heard, ends: Heard, now: datetime, problems: dict[str, str]) -> None:
    if draft.kind is PersonKind.user:
        problems.update({name: "a user is permanent" for name in ("starts", "ends") if getattr(draft, name).strip()})
        return
    for name, when in (("starts", starts), ("ends", ends)):
        if when.problem:
            problems[name] = when.problem
        elif when.wall is None and draft.kind is PersonKind.guest:
            problems[name] = "a guest comes at some time and leaves at another: name both"
    if {"starts", "ends"} & problems.keys():
        return
    if said := order_problem(starts, ends):
        problems["ends"] = said
    elif is_past(ends, now):
        problems["ends"] = ALREADY


def _made(
    judged: Judged, draft: Draft, origin: Origin, zones: _Zones, starts: Heard, ends: Heard, week: TypedWeek
) -> Judged:
    """Return `judged` with what is to be sent."""
    stay = Window(starts_at=starts.wall, ends_at=ends.wall) if starts.wall or ends.wall else None
    accesses = []
    for target in draft.targets:
        window = week.window(zones.of(target)) if origin.moments else None
        accesses.append(NewAccess(target=target, schedule_id=draft.schedule_id, window=window))
    new = NewPerson(
        origin=origin.name,
        kind=draft.kind,
        name=draft.name.strip() or draft.email.strip(),
        email=draft.email.strip() or None,
        department=draft.department.strip() or None,
        stay=None if origin.moments else stay,
        pin=draft.pin,
        generate_pin=draft.generate_pin,
        one_time=draft.one_time,
    )
    told = accesses[0].window if origin.moments else stay
    return msgspec.structs.replace(judged, new=new, accesses=tuple(accesses), stay=told)


def is_address(text: str) -> bool:
    """Whether `text` may be an e-mail address: something, one @, something; the vendor knows the rest."""
    name, at, host = text.rpartition("@")
    plain = not any(char.isspace() or not char.isprintable() for char in text)
    return bool(at and name and host and plain and "@" not in name and len(text) <= _LONGEST_ADDRESS)
