"""The guest form: what was typed, chosen and marked, and the draft that it makes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from lockdash.domain.people import Ability, PersonKind
from lockdash.domain.secret import Secret
from lockdash.engine.people.draft import Draft, Judged, judge
from lockdash.engine.people.plans import Letter
from lockdash.engine.people.steps import Step
from lockdash.tui.people import guest_fields
from lockdash.tui.people.form_doors import target_key
from lockdash.tui.people.form_known import Known
from lockdash.tui.people.form_options import ALWAYS, BEFORE, GONE, NO_LETTER, TYPED, VENDOR, YES
from lockdash.tui.people.form_pin import PinChoice, told_pin
from lockdash.tui.people.form_times import told_time
from lockdash.tui.people.guest_choices import GuestChoices
from lockdash.tui.people.guest_fields import TARGETS
from lockdash.tui.people.guest_outcome import GuestOutcome, outcome_of
from lockdash.vendors.people import Origin

_MOST_DAYS = 365


class GuestForm(GuestChoices):
    """`take` brings it up to date."""

    FIELDS = guest_fields.FIELDS
    TOGETHER = (frozenset({"starts", "ends"}), frozenset({"pin_way", "pin"}), frozenset({"letter", "days", "email"}))

    def __init__(self, known: Known, account: str | None = None) -> None:
        self._pins = PinChoice()
        self._happened: list[str] = []
        self._doubtful = False
        self._judged: Judged | None = None
        super().__init__(known, account)

    def take(self, known: Known) -> None:
        """Something else is known. A mark of a door that is gone goes, and that is told."""
        before = {target_key(each): each.name for each in self.targets}
        self.known = known
        self._judged = None
        self.settle()
        gone = before.keys() - {target_key(each) for each in self.targets} if self.origin is not None else set()
        if lost := sorted(before[key] for key in self.marks & gone):
            self._happened.append(f"{', '.join(lost)}: not there any more, so not marked any more")
            self.marks -= gone

    # Fields

    @property
    def fields(self) -> tuple[str, ...]:
        origin = self.origin
        if origin is None:
            return ("account", "kind") if self.account else ("account",)
        wanted = self._wanted(origin)
        if self.judged.asks_zone:
            wanted.add("zone")
        return (*(each.name for each in self.FIELDS if each.name in wanted), TARGETS)

    def _wanted(self, origin: Origin) -> set[str]:
        """All but the zone, which is asked for because of what the others say."""
        kind = self.kind
        found = {"account", "kind"}
        found |= {"name"} if kind is not PersonKind.member else set()  # their own account at the vendor says it
        found |= {"email"} if kind is not PersonKind.code else set()
        found |= {"department"} if kind is PersonKind.user else {"starts", "ends"}
        found |= {"pin_way"} if self.options("pin_way") else set()
        found |= {"pin"} if self.choices.get("pin_way") == TYPED and self.options("pin_way") else set()
        found |= {"one_time"} if Ability.one_time in origin.abilities else set()
        found |= {"week"} if origin.moments else set()
        found |= {"schedule_id"} if self.options("schedule_id") else set()
        if self.options("letter"):
            found |= {"letter", "days"} if self.choices["letter"] == BEFORE else {"letter"}
        return found

    def hint(self, name: str) -> str:
        if name == TARGETS:
            return guest_fields.TARGETS_HINT
        origin = self.origin
        if name in ("starts", "ends") and origin is not None:
            return guest_fields.time_hint(self.defaults, whole_hours=origin.whole_hours)
        if name == "week":
            return "As mon-fri 09:00-17:00, by the clock at the door; nothing for all hours."
        barred = [f"{each.label}: {each.why_not}" for each in self.options(name) if each.why_not]
        return " ".join([super().hint(name), *(f"Not {each}." for each in barred)])

    def placeholder(self, name: str) -> str:
        if name in ("starts", "ends") and self.origin is not None:
            return guest_fields.time_placeholder(name, self.defaults, needed=self.kind is PersonKind.guest)
        if name == "email" and self.origin is not None and self.kind is not PersonKind.member:
            return "may be empty"
        return super().placeholder(name)

    def remark(self, name: str) -> str:
        if said := super().remark(name):
            return said
        if name in ("starts", "ends"):
            usual = self.defaults
            clock = (usual.guest_start if name == "starts" else usual.guest_end) if usual is not None else None
            return told_time(self.text(name), clock)
        if name == "pin_way":
            return told_pin(self.choices["pin_way"], self.pin, self.known.hidden, shown=self.shows_pin)
        return " ".join(self.judged.notes) if name == "week" else ""

    # The draft

    @property
    def pin(self) -> Secret | None:
        origin = self.origin
        if origin is None or not self.options("pin_way"):
            return None
        return self._pins.digits(self.choices["pin_way"], self.text("pin"), origin.pins)

    @property
    def draft(self) -> Draft:
        origin = self.origin
        assert origin is not None, "there is somebody to be added"
        shown = self._wanted(origin)
        texts = {
            name: self.text(name) for name in ("name", "email", "department", "starts", "ends", "week") if name in shown
        }
        return Draft(
            account=self.account,
            origin=origin.name,
            kind=self.kind,
            pin=self.pin,
            generate_pin="pin_way" in shown and self.choices["pin_way"] == VENDOR,
            one_time="one_time" in shown and self.choices["one_time"] == YES,
            targets=self.marked,
            schedule_id=(self.choices["schedule_id"] or None) if "schedule_id" in shown else None,
            **texts,
        )

    @property
    def judged(self) -> Judged:
        if self._judged is None:
            self._judged = self._judge()
        return self._judged

    def _judge(self) -> Judged:
        """A zone counts only if it is asked for: it may be left over from other doors."""
        origin = self.origin
        if origin is None:
            return Judged(problems={})
        first = judge(self.draft, origin, self.known.directory, self.defaults, self.known.now)
        if not first.asks_zone or not self.text("zone").strip():
            return first
        zoned = msgspec.structs.replace(self.draft, zone=self.text("zone"))
        return judge(zoned, origin, self.known.directory, self.defaults, self.known.now)

    @property
    def letter(self) -> Letter | None:
        way = self.choices["letter"]
        if not any(each.value == way for each in self.options("letter")) or way == NO_LETTER:
            return None
        return Letter(days_before=self._days if way == BEFORE else None)

    @property
    def questions(self) -> tuple[str, ...]:
        """What needs a yes before it is sent."""
        doubt = ("it is not known whether they were added already: look for them in the list first",)
        return (*self.judged.questions, *(doubt if self._doubtful else ()))

    @property
    def problems(self) -> Mapping[str, str]:
        if barred := self.known.barred.get(self.account, "there is no account to which somebody could be added"):
            return {"account": barred}
        if self.origin is None:
            return {"kind": f"nobody can be added to {self.account}"}
        found = dict(self.judged.problems)
        if "pin" in found and "pin" not in self.fields:
            found["pin_way"] = found.pop("pin")
        gone = any(
            each.why_not == GONE and each.value == self.choices["schedule_id"] for each in self.options("schedule_id")
        )
        if gone:
            found["schedule_id"] = GONE
        letter = self.letter
        if letter is not None and not self.text("email").strip():
            found["letter"] = "a letter goes by e-mail: an address is needed"
        elif letter is not None and self.choices["letter"] == BEFORE and self._days is None:
            found["days"] = f"a number of days is needed, {_MOST_DAYS} at most"
        return found

    @property
    def notices(self) -> tuple[str, ...]:
        failure = self.known.failure(self.account)
        return (*self._happened, *([f"{self.account} cannot be reached now: {failure}"] if failure else []))

    @property
    def is_edited(self) -> bool:
        return any(each.strip() for each in self.texts.values()) or bool(self.marks)

    # Changes

    def choose(self, name: str, value: str) -> None:
        if name == "pin_way":
            self._pins.forget()
        super().choose(name, value)

    def changed(self, name: str) -> None:
        self._judged = None
        self._happened.clear()
        if name == "account":
            self.choices["schedule_id"] = ALWAYS
        if name in ("account", "kind"):
            self.settle()

    def come_back(self, steps: Sequence[Step]) -> bool:
        """Take in what became of the steps. Return whether there is nothing more to do here: everybody was added."""
        found = outcome_of(steps)
        self.marks -= found.given
        self._judged = None
        if found.finished:
            return True
        self._told(found)
        return False

    def _told(self, found: GuestOutcome) -> None:
        self._doubtful = self._doubtful or found.doubtful
        self._happened = list(found.words)
        said = self._pins.refused(found.fields, self.fields, self.choices["pin_way"])
        self.refuse({name: words for name, words in said.items() if name in self.fields})
        self._happened += [words for name, words in said.items() if name not in self.fields]

    @property
    def _days(self) -> int | None:
        text = self.text("days").strip()
        return int(text) if text.isascii() and text.isdigit() and int(text) <= _MOST_DAYS else None
