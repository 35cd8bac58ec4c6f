"""What all forms share: what was typed and chosen, and which problems are told. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from lockdash.domain.secret import Secret
from lockdash.domain.text import clean
from lockdash.tui.people.form_options import Option

LONGEST = 2000
"""Characters that a field takes; what is too long for the vendor is told, and not cut without a word."""
STRIPPED = "control characters were left out"


class Shape(StrEnum):
    text = "text"
    secret = "secret"
    choice = "choice"


class Field(NamedTuple):
    """`hint`: a sentence for whoever is in it. `placeholder`: what it says while it is empty."""

    name: str
    label: str
    shape: Shape
    hint: str = ""
    placeholder: str = ""


class FormState:
    """Subclasses say which fields there are now, what can be chosen and what is wrong.

    A problem is told once its field was left, or sending was tried: not to somebody who is still typing. What the
    vendor refused is told until that field is changed.
    """

    FIELDS: tuple[Field, ...] = ()
    TOGETHER: tuple[frozenset[str], ...] = ()
    """Fields that a refusal may be about together: a change of one takes back what was said of all."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.choices: dict[str, str] = {}
        self.shows_pin = False
        self._touched: set[str] = set()
        self._tried = False
        self._refused: dict[str, str] = {}
        self._remarks: dict[str, str] = {}
        self._stripped: set[str] = set()

    # What subclasses say

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of those that are shown now, in their order."""
        raise NotImplementedError

    @property
    def problems(self) -> Mapping[str, str]:
        """What is wrong, by field, whether it is told yet or not; "" for none of them."""
        raise NotImplementedError

    @property
    def notices(self) -> tuple[str, ...]:
        """What happened meanwhile and is about no single field."""
        return ()

    @property
    def is_edited(self) -> bool:
        """Whether something would be lost if the form were left."""
        raise NotImplementedError

    @property
    def pin(self) -> Secret | None:
        """The digits of a PIN that stands in the form, if they are known here. `shows_pin`: they are not masked."""
        return None

    def options(self, name: str) -> tuple[Option, ...]:
        return ()

    def remark(self, name: str) -> str:
        """What is worth knowing about what stands in a field."""
        return self._remarks.get(name, "")

    def hint(self, name: str) -> str:
        """A sentence for whoever is in the field."""
        return next((each.hint for each in self.FIELDS if each.name == name), "")

    def placeholder(self, name: str) -> str:
        return next((each.placeholder for each in self.FIELDS if each.name == name), "")

    def changed(self, name: str) -> None:
        """A field was changed; nothing that was worked out before holds."""

    # What the user does

    def type(self, name: str, text: str) -> None:
        if self.texts.get(name, "") != text:
            self.texts[name] = text
            self._remarks[name] = STRIPPED if name in self._stripped else ""
            self._stripped.discard(name)
            self._edited(name)

    def pasted(self, name: str, text: str) -> str:
        """Return what of pasted `text` belongs into the field: one line of visible characters."""
        kept = clean(text, LONGEST)
        if kept != " ".join(text.split()):
            self._stripped.add(name)
        return kept

    def choose(self, name: str, value: str) -> None:
        if self.choices.get(name) != value:
            self.choices[name] = value
            self._edited(name)

    def leave(self, name: str) -> None:
        """The user was in this field and is no more. Who only came by has done nothing wrong."""
        if name in self.texts or all(each.name != name for each in self.FIELDS):
            self._touched.add(name)

    def attempt(self) -> str | None:
        """The user wants to go on: every problem is told. Return the first field that has one, "" for one of no field,
        None if there is none."""
        self._tried = True
        self._refused.pop("", None)  # it was about no field, so that nothing need be changed to try again
        found = {**self.problems, **self._refused}
        return next((name for name in (*self.fields, "") if found.get(name)), next(iter(found), None))

    # What is told

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def problem(self, name: str) -> str:
        """What is wrong with a field, if it is time to tell; else ""."""
        if name in self._refused:
            return self._refused[name]
        return self.problems.get(name, "") if self._tried or name in self._touched else ""

    def refuse(self, said: Mapping[str, str]) -> None:
        """The vendor, or the engine, does not take these fields."""
        self._refused.update(said)

    def _edited(self, name: str) -> None:
        for each in {name, "", *self._with(name)}:
            self._refused.pop(each, None)
        self.changed(name)

    def _with(self, name: str) -> Iterator[str]:
        for group in self.TOGETHER:
            if name in group:
                yield from group
