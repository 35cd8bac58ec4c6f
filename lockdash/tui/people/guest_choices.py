"""The choices of the guest form: to which account somebody is added, as what, and with which doors. Pure."""

from __future__ import annotations

from lockdash.domain.accesses import AccountDefaults
from lockdash.domain.people import PersonKind
from lockdash.engine.people.plans import Target
from lockdash.tui.people.form_doors import Door, door_of, target_key
from lockdash.tui.people.form_known import Known
from lockdash.tui.people.form_options import (
    NO,
    NO_LETTER,
    YES,
    Option,
    account_options,
    first_possible,
    kind_options,
    letter_options,
    pin_options,
    schedule_options,
)
from lockdash.tui.people.form_state import FormState
from lockdash.tui.people.guest_fields import TARGETS
from lockdash.vendors.people import Origin


class GuestChoices(FormState):
    """`known`: what it is about, now. `marks`: keys of doors, also of such that this kind cannot be given: they count
    again when the kind is changed back."""

    def __init__(self, known: Known, account: str | None = None) -> None:
        super().__init__()
        self.known = known
        self.marks: frozenset[str] = frozenset()
        self._offered: tuple[object, list[Target]] = (None, [])
        self.choices = {"one_time": NO, "letter": NO_LETTER, "schedule_id": ""}
        names = [each.value for each in self.options("account")]
        self.choices["account"] = first_possible(self.options("account"), account) or next(iter(names), "")
        self.settle()

    @property
    def account(self) -> str:
        return self.choices["account"]

    @property
    def origin(self) -> Origin | None:
        """The vendor's list to which somebody is added; None if there is none."""
        state = self.known.people.accounts.get(self.account)
        return state.origin(self.choices.get("kind", "").partition("/")[0]) if state is not None else None

    @property
    def kind(self) -> PersonKind:
        return PersonKind(self.choices["kind"].partition("/")[2])

    @property
    def targets(self) -> list[Target]:
        """What people of this kind can be given."""
        origin = self.origin
        if origin is None:
            return []
        if self._offered[0] != (about := (id(self.known.directory), self.account, origin.name)):
            self._offered = about, self.known.directory.offered(self.account, origin)
        return self._offered[1]

    @property
    def doors(self) -> list[Door]:
        return [door_of(each) for each in self.targets]

    @property
    def marked(self) -> tuple[Target, ...]:
        return tuple(each for each in self.targets if target_key(each) in self.marks)

    def toggle(self, key: str) -> None:
        """Mark a door, or take the mark away."""
        self.mark(frozenset(target_key(each) for each in self.marked) ^ {key})

    def mark(self, keys: frozenset[str]) -> None:
        """Exactly these of the doors that are offered are marked."""
        offered = {target_key(each) for each in self.targets}
        if (self.marks & offered) != keys:
            self.marks = (self.marks - offered) | keys
            self._edited(TARGETS)

    def options(self, name: str) -> tuple[Option, ...]:
        origin = self.origin if name not in ("account", "kind") else None
        match name:
            case "account":
                return account_options(self.known.barred)
            case "kind":
                state = self.known.people.accounts.get(self.account)
                return kind_options(state.origins) if state is not None else ()
            case "pin_way" if origin is not None:
                return pin_options(origin)
            case "one_time":
                return Option(NO, "no"), Option(YES, "yes")
            case "schedule_id" if origin is not None:
                return schedule_options(self.known.people, self.account, origin, self.choices["schedule_id"])
            case "letter" if origin is not None:
                return letter_options(origin)
        return ()

    @property
    def defaults(self) -> AccountDefaults | None:
        return self.known.people.defaults.get(self.account)

    def settle(self) -> None:
        """Choose the first that is possible of what is not; what nothing is known of for the moment stays."""
        for name in ("kind", "pin_way", "letter"):
            before = self.choices.get(name, "")
            self.choices[name] = first_possible(self.options(name), before) or before
