"""The schedule that is being edited: name, kind, exception and week, what is wrong with them, and the order that they
come to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec
from msgspec import UNSET

from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule, ScheduleKind, to_midnight
from lockdash.domain.weeks import DAY_KEYS, Week, week_of
from lockdash.engine.order import natural
from lockdash.engine.people.objections import of_name
from lockdash.engine.schedules.comparing import is_changed
from lockdash.engine.schedules.orders import CreateSchedule, Outcome, UpdateSchedule
from lockdash.engine.schedules.words import SCHEDULE_KIND_WORDS
from lockdash.tui.people.form_options import Option
from lockdash.tui.people.form_state import Field, FormState, Shape
from lockdash.tui.schedules.edit_state import WeekEdit
from lockdash.vendors.schedules import NewSchedule, ScheduleChange

NONE = ""
"""No exception: the hours count on every day."""
GONE = "somebody has deleted this exception meanwhile: choose another one"
UNCHANGED = "nothing is changed"
WEEK = "week"
_OF_WEEK = frozenset({*DAY_KEYS, WEEK})


class Facts(NamedTuple):
    """What is known now. `kinds`: those that can be made; `exceptions`: of the account. `now`: the schedule as last
    heard of, None if it is gone; `barred`: why nothing can be saved at all."""

    kinds: tuple[ScheduleKind, ...] = ()
    exceptions: tuple[AccessException, ...] = ()
    now: Schedule | None = None
    barred: str = ""


class ScheduleForm(FormState):
    """`base`: the schedule as it was when it was begun to be edited, or as it was taken over since; None for a new one.
    Each kind has a week of its own, so that another choice loses nothing."""

    FIELDS = (
        Field("kind", "Kind", Shape.choice, "What goes by it."),
        Field("name", "Name", Shape.text, "As it is called in every list.", "such as Weekdays 9-17"),
        Field("exception", "Exception", Shape.choice, "Days on which it lets nobody in, such as holidays."),
    )

    def __init__(self, account: str, base: Schedule | None, kind: ScheduleKind | None, facts: Facts) -> None:
        super().__init__()
        self.account, self.base, self.facts = account, base, facts
        self.unclear = False
        self._weeks: dict[ScheduleKind, WeekEdit] = {}
        self._failed = ""
        if base is not None and base.kind is not None:
            kind = base.kind
        self.choices = {"kind": kind or ScheduleKind.access, "exception": (base and base.exception_id) or NONE}
        self.texts = {"name": base.name if base is not None else ""}

    def learn(self, facts: Facts) -> None:
        """Something else is known."""
        self.facts = facts
        if self.base is None and facts.kinds and self.kind not in facts.kinds:
            self.choices["kind"] = facts.kinds[0]

    # What it is

    @property
    def kind(self) -> ScheduleKind:
        return ScheduleKind(self.choices["kind"])

    @property
    def edit(self) -> WeekEdit:
        """The week of the kind that is chosen."""
        if self.kind not in self._weeks:
            week = self.base.week if self.base is not None else Week()
            self._weeks[self.kind] = WeekEdit(self.kind, week)
        return self._weeks[self.kind]

    @property
    def name(self) -> str:
        return self.text("name").strip()

    @property
    def exception_id(self) -> str | None:
        return (self.choices["exception"] or None) if self.kind is ScheduleKind.access else None

    def exception_name(self, id: str | None) -> str:
        """Return what an exception is called, `none` for None."""
        if id is None:
            return "none"
        return next((each.name for each in self.facts.exceptions if each.id == id), id)

    @property
    def fields(self) -> tuple[str, ...]:
        of_access = self.kind is ScheduleKind.access and len(self.options("exception")) > 1
        shown = {"kind": self.base is None, "name": True, "exception": of_access}
        return tuple(each.name for each in self.FIELDS if shown[each.name])

    def options(self, name: str) -> tuple[Option, ...]:
        if name == "kind":
            return tuple(Option(each, SCHEDULE_KIND_WORDS[each]) for each in self.facts.kinds or (self.kind,))
        if name != "exception":
            return ()
        known = [Option(each.id, each.name) for each in self.facts.exceptions]
        chosen = self.choices["exception"]
        if chosen and chosen not in {each.value for each in known}:
            known.append(Option(chosen, "deleted", GONE))
        return (Option(NONE, "none"), *known)

    @property
    def mine(self) -> Schedule:
        """The schedule as it would be. Its id is empty for a new one."""
        base = self.base or Schedule(account=self.account, id="", name="")
        return msgspec.structs.replace(
            base, name=self.name, kind=self.kind, week=self.edit.week, exception_id=self.exception_id
        )

    # What differs

    @property
    def is_week_changed(self) -> bool:
        """Whether it says another week than that which the vendor has."""
        said = self.edit.said
        before = week_of((*self.base.week.spans, *self.base.week.marks)) if self.base is not None else Week()
        return said.mistake is not None or to_midnight(week_of(said.items)) != to_midnight(before)

    @property
    def change(self) -> ScheduleChange:
        """What differs from `base`."""
        base = self.base
        if base is None:
            return ScheduleChange(name=self.name, week=self.edit.week, exception_id=self.exception_id)
        return ScheduleChange(
            name=self.name if self.name != base.name else UNSET,
            week=self.edit.week if self.is_week_changed else UNSET,
            exception_id=self.exception_id if self.exception_id != base.exception_id else UNSET,
        )

    @property
    def is_edited(self) -> bool:
        if self.base is None:
            return bool(self.name or self.exception_id) or any(each.can_undo for each in self._weeks.values())
        return self.change != ScheduleChange()

    @property
    def order(self) -> CreateSchedule | UpdateSchedule:
        """What is to be sent. Asked only while there are no problems."""
        if self.base is not None:
            return UpdateSchedule(self.base, self.change)
        week, exception_id = self.edit.week, self.exception_id
        return CreateSchedule(
            self.account, NewSchedule(name=self.name, kind=self.kind, week=week, exception_id=exception_id)
        )

    # What is wrong

    @property
    def problems(self) -> Mapping[str, str]:
        if self.facts.barred:
            return {"": self.facts.barred}
        found = {"name": of_name(self.text("name"))}
        chosen = self.choices["exception"]
        is_other = self.base is None or chosen != (self.base.exception_id or NONE)
        if self.exception_id and is_other and chosen not in {each.id for each in self.facts.exceptions}:
            found["exception"] = GONE
        if self.edit.said.mistake is not None or (self.is_week_changed and not self.edit.said.is_sound):
            found[WEEK] = "mend the week first"
        found = {name: words for name, words in found.items() if words}
        return found or ({} if self.is_edited else {"": UNCHANGED})

    @property
    def questions(self) -> tuple[str, ...]:
        """What has to be answered with a yes before it is sent."""
        told = []
        if self.base is None and self.unclear:
            told.append(
                f"nobody knows whether the first try has made it: look for {self.name} first, or there may be two"
            )
        if self.edit.week.is_empty and (self.base is None or self.is_week_changed):
            nothing = "it lets nobody in at any time" if self.kind is ScheduleKind.access else "it does nothing at all"
            told.append(nothing)
        return tuple(told)

    @property
    def notices(self) -> tuple[str, ...]:
        told = [self._failed] if self._failed else []
        base, now = self.base, self.facts.now
        if base is not None and now is None:
            told.append("somebody has deleted it meanwhile")
        elif base is not None and now is not None and is_changed(UpdateSchedule(base, self.change), now):
            told.append("somebody has changed it meanwhile; saving shows how it stands now")
        return tuple(told)

    def week_refusals(self) -> list[str]:
        """What the vendor does not take of the week, each with its day."""
        return [
            words if name == WEEK else f"{name.capitalize()}: {words}"
            for name, words in self._refused.items()
            if name in _OF_WEEK
        ]

    # What becomes of it

    def changed(self, name: str) -> None:
        self._failed = ""

    def week_changed(self) -> None:
        """The week is another one: what was said of it before is not said of this one."""
        for name in _OF_WEEK:
            self._refused.pop(name, None)
        self._edited(WEEK)

    def fail(self, outcome: Outcome) -> None:
        """It is not done. Each refusal goes to its field; what has none is told above."""
        fields = {name or "": words for name, words in outcome.fields.items()}
        mine = {name: words for name, words in fields.items() if name in self.fields or name in _OF_WEEK}
        self.refuse(mine)
        rest = [words for name, words in fields.items() if name not in mine]
        self._failed = "; ".join(rest) if fields else outcome.change.reason or "it was not saved"

    def told(self, now: Schedule) -> Schedule:
        """Return `now` with the exception that is known, if the vendor did not say: it does not always."""
        if now.exception_id is None and self.base is not None:
            return msgspec.structs.replace(now, exception_id=self.base.exception_id)
        return now

    def take_theirs(self, now: Schedule) -> None:
        """Go on from how it stands now. A step back of the week leads to what was drawn here."""
        self.base = now
        self.texts["name"], self.choices["exception"] = now.name, now.exception_id or NONE
        self.edit.take(now.week)
        self.week_changed()

    def mine_on(self, now: Schedule) -> Schedule:
        """Return `now` with what was changed here; what was not is as they have it."""
        change = self.change
        told = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
        return msgspec.structs.replace(now, **told)

    def keep_mine(self, now: Schedule | None) -> None:
        """Go on with what was changed here, against how it stands now; None: it is gone, and is made anew."""
        if now is not None:
            mine = self.mine_on(now)
            self.texts["name"], self.choices["exception"] = mine.name, mine.exception_id or NONE
            if mine.week != self.edit.week:
                self.edit.take(mine.week)
        self.base = now
        self._failed = ""


def facts_of(
    kinds: Iterable[ScheduleKind], exceptions: Iterable[AccessException], now: Schedule | None, barred: str = ""
) -> Facts:
    """Return facts in the order in which they are offered."""
    offered = frozenset(kinds)
    named = sorted(exceptions, key=lambda each: (natural(each.name), each.id))
    return Facts(tuple(each for each in ScheduleKind if each in offered), tuple(named), now, barred)
