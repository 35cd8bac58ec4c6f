"""The form that gives somebody doors and takes doors from them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lockdash.domain.accesses import Access, Level
from lockdash.domain.people import Ability, Person
from lockdash.domain.window_words import window_text
from lockdash.domain.windows import Window
from lockdash.engine.people.orders import ChangeAccess, Grant, Revoke
from lockdash.engine.people.plans import Target
from lockdash.engine.people.staying import UNCHANGED
from lockdash.engine.people.steps import Step, StepState
from lockdash.tui.people.form_doors import Door, door_of, target_key
from lockdash.tui.people.form_known import Known
from lockdash.tui.people.form_options import ALWAYS, GONE, Option, first_possible, schedule_options
from lockdash.tui.people.form_state import Field, FormState, Shape
from lockdash.tui.people.guest_fields import TARGETS
from lockdash.vendors.people import Origin


class DoorsForm(FormState):
    """What is to become of each door follows from the marks. `given`: doors to be given, each with its schedule;
    `taken`: keys of doors to be taken; `moved`: doors that stay, with another schedule."""

    FIELDS = (
        Field(
            "schedule_id", "Schedule", Shape.choice, "Of the doors that are marked from now on; s gives it to a door."
        ),
        Field("times", "Times", Shape.choice, "When the doors that are marked now open for them."),
    )

    def __init__(self, known: Known, person: Person) -> None:
        super().__init__()
        self.known, self.person = known, person
        self.is_gone = False
        self.given: dict[str, str] = {}
        self.taken: frozenset[str] = frozenset()
        self.moved: dict[str, str] = {}
        self._happened: list[str] = []
        self.choices = {"schedule_id": ALWAYS}
        self.choices["times"] = first_possible(self.options("times"))

    def take(self, known: Known) -> None:
        """Something else is known. What was marked and is not there any more is told."""
        names = {each.key: each.name for each in self.doors}
        self.known = known
        now = known.people.people.get(self.person.key)
        self.is_gone = now is None
        self.person = now or self.person
        there = {each.key for each in self.doors}
        lost = sorted(names[key] for key in {*self.given, *self.taken, *self.moved} - there if key in names)
        if lost:
            self._happened.append(f"{', '.join(lost)}: not there any more")
        held = self.held.keys()
        self.given = {key: each for key, each in self.given.items() if key in there and key not in held}
        self.taken &= held
        self.moved = {key: each for key, each in self.moved.items() if key in held}
        self.choices["times"] = first_possible(self.options("times"), self.choices["times"])

    # What there is

    @property
    def origin(self) -> Origin | None:
        state = self.known.people.accounts.get(self.person.account)
        return state.origin(self.person.origin) if state is not None else None

    @property
    def accesses(self) -> tuple[Access, ...]:
        return self.known.people.by_person.get(self.person.key, ())

    @property
    def held(self) -> dict[str, list[Access]]:
        """Their accesses of today, by what they are to."""
        found: dict[str, list[Access]] = {}
        for access in self.accesses:
            found.setdefault(self._key(access), []).append(access)
        return found

    @property
    def offered(self) -> dict[str, Target]:
        origin = self.origin
        targets = self.known.directory.offered(self.person.account, origin) if origin is not None else []
        return {target_key(each): each for each in targets}

    @property
    def doors(self) -> list[Door]:
        """Those that they have first, then those that they could have."""
        held, offered = self.held, self.offered
        rows = [self._held_row(key, accesses[0]) for key, accesses in held.items()]
        return [*rows, *(self._free_row(key, each) for key, each in offered.items() if key not in held)]

    @property
    def marked(self) -> frozenset[str]:
        """The doors that they will have."""
        return (frozenset(self.held) - self.taken) | frozenset(self.given)

    def _held_row(self, key: str, access: Access) -> Door:
        target = self.known.directory.target(access)
        row = door_of(target) if target is not None else Door(key, self.known.directory.name(access), "")
        schedule = self.schedule_name(self.moved[key]) if key in self.moved else self.known.directory.schedule(access)
        why = "the owner's access cannot be taken" if access.level is Level.owner else self._denied(Ability.revoke)
        becomes = "taken" if key in self.taken else "changed" if key in self.moved else ""
        return row._replace(key=key, schedule=schedule or self._none, becomes=becomes, why_not=why)

    def _free_row(self, key: str, target: Target) -> Door:
        schedule = self.schedule_name(self.given[key]) if key in self.given else ""
        becomes = "given" if key in self.given else ""
        return door_of(target)._replace(schedule=schedule, becomes=becomes, why_not=self._denied(Ability.grant))

    def _key(self, access: Access) -> str:
        target = self.known.directory.target(access)
        return target_key(target) if target is not None else access.key

    def _denied(self, ability: Ability) -> str:
        origin = self.origin
        if origin is None:
            return "nothing is known of what can be done here"
        if ability in origin.abilities - self.person.denied:
            return ""
        return origin.denied.get(ability) or f"{origin.label} does not let that be done for {self.person.name}"

    # Fields

    @property
    def fields(self) -> tuple[str, ...]:
        shown = tuple(name for name in ("schedule_id", "times") if len(self.options(name)) > 1)
        return (*shown, TARGETS)

    @property
    def has_schedules(self) -> bool:
        return bool(self.options("schedule_id"))

    def options(self, name: str) -> tuple[Option, ...]:
        origin = self.origin
        if origin is None:
            return ()
        if name == "schedule_id":
            return schedule_options(self.known.people, self.person.account, origin, self.choices["schedule_id"])
        return tuple(Option(value, label) for value, label, _ in self._windows()) if origin.moments else ()

    def _windows(self) -> Iterator[tuple[str, str, Window | None]]:
        """The windows that they have already; then none."""
        day, seen = self.known.now.date(), []
        for access in self.accesses:
            if access.window is not None and access.window not in seen:
                seen.append(access.window)
                zone = self.known.directory.zone_at([access])
                yield str(len(seen)), window_text(access.window, zone, day), access.window
        yield "", "always", None

    def window(self) -> tuple[str, Window | None]:
        """When the doors that are given open, in words and as it is; nothing where that is not each access's."""
        origin = self.origin
        found = ((label, each) for value, label, each in self._windows() if value == self.choices["times"])
        return next(found, ("", None)) if origin is not None and origin.moments else ("", None)

    def hint(self, name: str) -> str:
        if name != TARGETS:
            return super().hint(name)
        schedule = " s gives a marked one the schedule that is chosen." if self.has_schedules else ""
        return f"What is marked is theirs.{schedule} Nothing is sent before the summary."

    # What the user does

    def toggle(self, key: str) -> None:
        """Mark a door, or take the mark away."""
        self.mark(self.marked ^ {key})

    def mark(self, keys: frozenset[str]) -> None:
        """Exactly these are to be theirs."""
        held = frozenset(self.held)
        schedule = self.choices["schedule_id"] if self.has_schedules else ALWAYS
        self.given = {key: self.given.get(key, schedule) for key in self.offered if key in keys - held}
        self.taken = held - keys
        self.moved = {key: each for key, each in self.moved.items() if key in keys}
        self._edited(TARGETS)

    def reschedule(self, key: str) -> None:
        """Give a door the schedule that is chosen."""
        if not self.has_schedules or key not in self.marked:
            return
        schedule = self.choices["schedule_id"]
        if key in self.given:
            self.given[key] = schedule
        elif schedule == (self.held[key][0].schedule_id or ALWAYS):
            self.moved.pop(key, None)
        else:
            self.moved[key] = schedule
        self._edited(TARGETS)

    def changed(self, name: str) -> None:
        self._happened.clear()

    # What comes of it

    @property
    def problems(self) -> Mapping[str, str]:
        person = self.person
        if barred := self.known.barred.get(person.account, f"there is no account {person.account}"):
            return {"": barred}
        if self.is_gone:
            return {"": f"{person.name} is gone: somebody has deleted them meanwhile"}
        if (why := self._denied(Ability.grant)) and self._denied(Ability.revoke):
            return {"": why}
        known = {each.value for each in self.options("schedule_id") if not each.why_not}
        if known and not known >= {*self.given.values(), *self.moved.values()}:
            return {TARGETS: GONE}
        return {} if self.is_edited else {TARGETS: UNCHANGED}

    @property
    def questions(self) -> tuple[str, ...]:
        return () if self.marked else (f"{self.person.name} would have no door any more",)

    @property
    def notices(self) -> tuple[str, ...]:
        if self.is_gone:
            return (f"{self.person.name} is gone: somebody has deleted them meanwhile",)
        failure = self.known.failure(self.person.account)
        return (*self._happened, *([f"{self.person.account} cannot be reached now: {failure}"] if failure else []))

    @property
    def is_edited(self) -> bool:
        return bool(self.given or self.taken or self.moved)

    def come_back(self, steps: Sequence[Step]) -> bool:
        """Take in what became of the steps: what was done, or may have been, is not asked for again. Return whether
        that is all of it."""
        for step in steps:
            if step.state not in (StepState.done, StepState.unknown):
                continue
            match step.order:
                case Grant(access=access):
                    self.given.pop(target_key(access.target), None)
                case Revoke(access=access):
                    self.taken -= {self._key(access)}
                case ChangeAccess(access=access):
                    self.moved.pop(self._key(access), None)
        self._happened = [f"{each.title}: {each.reason}" for each in steps if each.reason]
        return not self.is_edited

    @property
    def _none(self) -> str:
        return self.schedule_name(ALWAYS) if self.has_schedules else ""

    def schedule_name(self, schedule: str) -> str:
        return next((each.label for each in self.options("schedule_id") if each.value == schedule), "")
