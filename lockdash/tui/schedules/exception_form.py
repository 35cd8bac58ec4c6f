"""The form for an exception: its name and its days as text, and what happened to it meanwhile. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import UNSET

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.date_text import EXAMPLE, DatesSyntax, TypedRange, read, text_of
from lockdash.domain.date_trouble import DateTrouble, mended, troubles
from lockdash.domain.exceptions import AccessException, DateRange, merged
from lockdash.engine.people.objections import of_name
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.staying import UNCHANGED
from lockdash.engine.schedules.orders import CreateException, Order, Outcome, UpdateException
from lockdash.engine.schedules.views import ScheduleView
from lockdash.tui.people.form_state import Field, FormState, Shape
from lockdash.vendors.schedules import ExceptionChange, NewException

NAME, DATES = "name", "dates"
_LABELS = {NAME: "name", DATES: "days"}
_NO_DAY = "an exception has one day at least"


class ExceptionForm(FormState):
    """`exception`: as known when the form was opened, or taken over since; None for a new one. What nobody has typed
    into follows what becomes known; what somebody has stays, and is said to differ. `by`: the schedules that go with
    it; `today`: the day at their doors. `objection`: of the engine.

    `in_doubt`: why nobody knows whether what was sent has happened, "" if that is known.
    """

    FIELDS = (
        Field(NAME, "Name", Shape.text, "What these days are called, as Public holidays."),
        Field(
            DATES,
            "Days",
            Shape.text,
            f"Days and ranges of days, as {EXAMPLE}. They begin and end at midnight at each door.",
            EXAMPLE,
        ),
    )

    def __init__(
        self, account: str, exception: AccessException | None, today: date, objection: Callable[[Order], str]
    ) -> None:
        super().__init__()
        self.account, self.exception, self.today = account, exception, today
        self.by: tuple[ScheduleView, ...] = ()
        self.is_gone = False
        self.in_doubt = ""
        self._objection = objection
        self._changed: dict[str, str] = {}
        self._failed = ""
        self.texts = {name: _text(exception, name) for name in _LABELS}

    def take(self, people: PeopleSnapshot, today: date, by: tuple[ScheduleView, ...]) -> None:
        """Something else is known."""
        self.today, self.by = today, by
        before = self.exception
        if before is None:
            return
        now = people.exceptions.get((before.account, before.id))
        self.is_gone = now is None
        if now is not None:
            self._follow(before, now)

    def _follow(self, before: AccessException, now: AccessException) -> None:
        for name in _LABELS:
            theirs = _text(now, name)
            if theirs == _text(before, name):
                continue
            if self.text(name) == _text(before, name):
                self.texts[name] = theirs
            else:
                self._changed[name] = theirs
        self.exception = now

    # What is typed

    @property
    def fields(self) -> tuple[str, ...]:
        return NAME, DATES

    @property
    def typed(self) -> tuple[list[TypedRange], DatesSyntax | None]:
        """The days up to the first that is none, and that."""
        found: list[TypedRange] = []
        try:
            for each in read(self.text(DATES)):
                found.append(each)
        except DatesSyntax as error:
            return found, error
        return found, None

    @property
    def ranges(self) -> list[DateRange]:
        return [each.dates for each in self.typed[0]]

    @property
    def troubles(self) -> list[DateTrouble]:
        return troubles(self.ranges)

    # What is wrong with it

    @property
    def problems(self) -> Mapping[str, str]:
        found = {NAME: of_name(self.text(NAME)), DATES: self._wrong_days()}
        found = {name: words for name, words in found.items() if words}
        if found:
            return found
        if not self.is_edited:
            return {"": UNCHANGED}
        said = self._objection(self.order)
        return {"": said} if said else {}

    def _wrong_days(self) -> str:
        if self.exception is not None and self.text(DATES) == _text(self.exception, DATES):
            return "" if self.exception.dates else _NO_DAY  # as the vendor took it
        found, mistake = self.typed
        if mistake is not None:
            return str(mistake)
        return self._trouble if found else _NO_DAY

    @property
    def questions(self) -> tuple[str, ...]:
        told = [
            f"somebody has changed the {_LABELS[name]} meanwhile, to {theirs}: yours replaces that"
            for name, theirs in self._others.items()
        ]
        if self.is_gone:
            told.append("somebody has deleted it meanwhile: this makes it anew, and no schedule goes with it yet")
        if self.in_doubt:
            told.append("nobody knows whether the last try was done: look at the list, or it is done twice perhaps")
        if all(each.is_over(self.today) for each in self.ranges):
            told.append("all of these days are over already")
        return tuple(told)

    @property
    def notices(self) -> tuple[str, ...]:
        gone = f"{_text(self.exception, NAME)} is gone: somebody has deleted it meanwhile" if self.is_gone else ""
        doubt = f"in doubt: {self.in_doubt}" if self.in_doubt else ""
        return tuple(filter(None, (gone, doubt, self._failed)))

    def remark(self, name: str) -> str:
        if name in self._others:
            return f"somebody has changed it meanwhile, to {self._others[name]}; yours would replace that"
        return (self._trouble if name == DATES else "") or super().remark(name)

    @property
    def _trouble(self) -> str:
        """The first thing that is wrong with the days, and how many more there are; "" for none."""
        found = self.troubles
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        return f"{found[0].words}{more}" if found else ""

    @property
    def _others(self) -> dict[str, str]:
        """By field, what somebody else made of it where something else is typed here."""
        return {name: theirs for name, theirs in self._changed.items() if self.text(name) != theirs}

    # The remedy

    def remedy(self, name: str) -> tuple[str, str]:
        """What is offered for a field, and what that is called; ("", "") for nothing."""
        if name == DATES and self.typed[1] is None and self.troubles:
            return text_of(mended(self.ranges)), "Mend the days"
        return (self._others[name], "Take theirs") if name in self._others else ("", "")

    def mend(self, name: str) -> None:
        text, _ = self.remedy(name)
        if text:
            self.type(name, text)

    # What comes of it

    @property
    def is_edited(self) -> bool:
        before = self.exception
        if before is None:
            return any(self.text(name).strip() for name in _LABELS)
        if self.is_gone or self.typed[1] is not None:
            return True
        return self.text(NAME).strip() != before.name or merged(self.ranges) != merged(before.dates)

    @property
    def order(self) -> CreateException | UpdateException:
        """What is sent; asked only for days that can be read."""
        name, dates, before = self.text(NAME).strip(), tuple(sorted(self.ranges)), self.exception
        if before is None or self.is_gone:
            return CreateException(self.account, NewException(name=name, dates=dates))
        change = ExceptionChange(
            name=name if name != before.name else UNSET,
            dates=dates if merged(dates) != merged(before.dates) else UNSET,
        )
        return UpdateException(before, change)

    def changed(self, name: str) -> None:
        self._failed = ""

    def come_back(self, outcome: Outcome) -> bool:
        """Take in what became of it. Return whether it is done."""
        change = outcome.change
        self.in_doubt = ""
        if outcome.is_done:
            return True
        if outcome.is_conflict:
            self._failed = "nothing was sent: somebody has changed it meanwhile"
        elif change.status is ChangeStatus.unknown:
            self.in_doubt = change.reason or "nobody knows whether it was done"
        else:
            self.refuse({name: words for name, words in outcome.fields.items() if name in _LABELS})
            rest = [words for name, words in outcome.fields.items() if name not in _LABELS]
            self._failed = "; ".join(rest) if outcome.fields else change.reason or "it was not sent"
        return False

    # A conflict

    def take_theirs(self, now: AccessException) -> None:
        """Go on from how it stands now."""
        self.exception, self.is_gone = now, False
        self.texts = {name: _text(now, name) for name in _LABELS}
        self._settle()

    def keep_mine(self, now: AccessException | None) -> None:
        """Go on with what is typed, against how it stands now; None: against nothing, as it was deleted."""
        if now is None:
            self.is_gone = True
        elif self.exception is not None:
            self._follow(self.exception, now)
        self._settle()

    def _settle(self) -> None:
        self._changed.clear()
        self._failed = ""


def _text(exception: AccessException | None, name: str) -> str:
    if exception is None:
        return ""
    return exception.name if name == NAME else text_of(exception.dates)


def days_in(ranges: Sequence[DateRange]) -> int:
    """Return how many days `ranges` hold."""
    return sum((each.last - each.first).days + 1 for each in merged(ranges))
