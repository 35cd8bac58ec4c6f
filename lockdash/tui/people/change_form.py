"""The form that changes somebody: what differs from how they are now, and what happened to them meanwhile. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET, UnsetType

from lockdash.domain.people import Ability, Person, PersonKind
from lockdash.domain.pins import objections as pin_objections
from lockdash.domain.secret import Secret
from lockdash.engine.people.draft import is_address
from lockdash.engine.people.objections import of_name
from lockdash.engine.people.orders import Update
from lockdash.engine.people.staying import UNCHANGED
from lockdash.engine.people.steps import Step, StepState
from lockdash.tui.people.form_known import Known
from lockdash.tui.people.form_options import KEEP, TYPED, VENDOR, Option, first_possible, pin_options
from lockdash.tui.people.form_pin import PinChoice, told_pin
from lockdash.tui.people.form_state import Field, FormState, Shape
from lockdash.vendors.people import Origin, PersonChange

_WORDS = ("name", "email", "department")
_LABELS = {"name": "name", "email": "e-mail address", "department": "department"}


class ChangeForm(FormState):
    """`person`: as known when the form was opened, or taken over since. What nobody has typed into follows what becomes
    known; what somebody has stays, and is said to differ."""

    FIELDS = (
        Field("name", "Name", Shape.text, "As the vendor and the locks are to know them."),
        Field("email", "E-mail", Shape.text, "Where instructions go.", "none"),
        Field("department", "Department", Shape.text, "Only for your own order.", "none"),
        Field("pin_way", "PIN", Shape.choice, "Whether it is changed, and who chooses the digits."),
        Field("pin", "Digits", Shape.secret, "They are masked."),
    )
    TOGETHER = (frozenset({"pin_way", "pin"}),)

    def __init__(self, known: Known, person: Person) -> None:
        super().__init__()
        self.known, self.person = known, person
        self.is_gone = False
        self._pins = PinChoice()
        self._changed: dict[str, str] = {}
        self._failed = ""
        self.texts = {name: self._of(person, name) for name in _WORDS}
        self.choices = {"pin_way": KEEP}
        self.take(known)

    def take(self, known: Known) -> None:
        """Something else is known."""
        self.known = known
        now = known.people.people.get(self.person.key)
        self.is_gone = now is None
        if now is None:
            return
        for name in _WORDS:
            before, after = self._of(self.person, name), self._of(now, name)
            if before == after:
                continue
            if self.text(name) == before:
                self.texts[name] = after
            else:
                self._changed[name] = after
        self.person = now
        self.choices["pin_way"] = first_possible(self.options("pin_way"), self.choices["pin_way"])

    @property
    def origin(self) -> Origin | None:
        state = self.known.people.accounts.get(self.person.account)
        return state.origin(self.person.origin) if state is not None else None

    @property
    def fields(self) -> tuple[str, ...]:
        origin, person = self.origin, self.person
        if origin is None:
            return ()
        able = origin.abilities - person.denied
        found = {"name"} if Ability.change in able else set()
        found |= {"email"} if found and person.kind is not PersonKind.code else set()
        found |= {"department"} if found and person.kind is PersonKind.user else set()
        found |= {"pin_way"} if self.options("pin_way") else set()
        found |= {"pin"} if self.choices["pin_way"] == TYPED else set()
        return tuple(each.name for each in self.FIELDS if each.name in found)

    def options(self, name: str) -> tuple[Option, ...]:
        origin = self.origin
        if name != "pin_way" or origin is None or Ability.change_pin in self.person.denied:
            return ()
        return pin_options(origin, keep=True)

    def hint(self, name: str) -> str:
        barred = [f"{each.label}: {each.why_not}" for each in self.options(name) if each.why_not]
        return " ".join([super().hint(name), *(f"Not {each}." for each in barred)])

    def remark(self, name: str) -> str:
        if name in self._changed and self.text(name) != self._changed[name]:
            return f"somebody has changed it meanwhile, to {self._changed[name] or 'nothing'}; yours would replace that"
        if name == "pin_way":
            return told_pin(self.choices["pin_way"], self.pin, self.known.hidden, shown=self.shows_pin)
        return super().remark(name)

    @property
    def pin(self) -> Secret | None:
        origin = self.origin
        return self._pins.digits(self.choices["pin_way"], self.text("pin"), origin.pins if origin is not None else None)

    @property
    def change(self) -> PersonChange:
        """What differs."""
        words: dict[str, str | UnsetType | None] = {}
        for name in _WORDS:
            now = self.text(name).strip()
            words[name] = now if name in self.fields and now != self._of(self.person, name) else UNSET
        optional = {name: words[name] if words[name] != "" else None for name in ("email", "department")}
        called, pin = words["name"], self.pin
        return PersonChange(
            name=UNSET if called is None else called,
            email=optional["email"],
            department=optional["department"],
            pin=UNSET if pin is None else pin,
            generate_pin=self.choices["pin_way"] == VENDOR,
        )

    @property
    def problems(self) -> Mapping[str, str]:
        person, origin = self.person, self.origin
        if barred := self.known.barred.get(person.account, f"there is no account {person.account}"):
            return {"": barred}
        if self.is_gone:
            return {"": f"{person.name} is gone: somebody has deleted them meanwhile"}
        if origin is None or not self.fields:
            return {"": self._nothing(origin)}
        found = {"name": of_name(self.text("name"))} if "name" in self.fields else {}
        address = self.text("email").strip()
        if "email" in self.fields and address and not is_address(address):
            found["email"] = "this is no e-mail address"
        pin = self.pin
        if pin is not None and origin.pins is not None:
            found["pin" if "pin" in self.fields else "pin_way"] = "; ".join(pin_objections(pin, origin.pins))
        found = {name: words for name, words in found.items() if words}
        return found or ({} if self.is_edited else {"": UNCHANGED})

    def _nothing(self, origin: Origin | None) -> str:
        if origin is None:
            return "nothing is known of what can be changed here"
        return origin.denied.get(Ability.change) or f"{origin.label}: nothing can be changed of {self.person.name} now"

    @property
    def questions(self) -> tuple[str, ...]:
        told = [
            f"somebody has changed the {_LABELS[name]} meanwhile, to {now or 'nothing'}: yours replaces that"
            for name, now in self._changed.items()
            if self.text(name) != now
        ]
        return tuple(told)

    @property
    def notices(self) -> tuple[str, ...]:
        if self.is_gone:
            return (f"{self.person.name} is gone: somebody has deleted them meanwhile",)
        failure = self.known.failure(self.person.account)
        told = [self._failed] if self._failed else []
        return (*told, *([f"{self.person.account} cannot be reached now: {failure}"] if failure else []))

    @property
    def is_edited(self) -> bool:
        return self.change != PersonChange()

    def choose(self, name: str, value: str) -> None:
        if name == "pin_way":
            self._pins.forget()
        super().choose(name, value)

    def changed(self, name: str) -> None:
        self._failed = ""

    @property
    def step(self) -> Step:
        return Step(title=f"change {self.person.name}", order=Update(self.person, self.change))

    def come_back(self, steps: Sequence[Step]) -> bool:
        """Take in what became of the step. Return whether it is done."""
        step = steps[0]
        if step.state is StepState.done:
            return True
        refused = step.outcome.fields if step.outcome is not None else {}
        said = self._pins.refused(refused, self.fields, self.choices["pin_way"])
        self.refuse({name: words for name, words in said.items() if name in self.fields})
        rest = [words for name, words in said.items() if name not in self.fields]
        self._failed = "; ".join(rest) if said else step.reason or "it was not sent"
        return False

    def _of(self, person: Person, name: str) -> str:
        return getattr(person, name) or ""
