"""What is typed of a new account: which fields there are, what is wrong with them, and the account that they make."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path

from lockdash.config.settings import AccountConfig
from lockdash.domain.secret import Secret
from lockdash.domain.text import clean
from lockdash.tui.people.form_options import Option
from lockdash.tui.people.form_state import LONGEST, Field, FormState, Shape
from lockdash.tui.setup import keeping
from lockdash.tui.setup.draft import Draft
from lockdash.tui.setup.naming import suggested
from lockdash.tui.setup.settings import Setting, labelled, settings_of, value_of
from lockdash.vendors.base import Plugin
from lockdash.vendors.guide import Asked, Way

NAME = "name"
KEPT = "-kept"
"""After the key of a secret: the choice of where it is kept. No key of the configuration has a hyphen."""
_NAME_HINT = "Yours to choose. It is shown beside every device, and commands know the account by it."
_NEEDED = "this is needed"


class Fields(FormState):
    """`taken`: names that other accounts have. `folder`: where the account's file would be. `shows_more`: the settings
    that are seldom needed are shown as well."""

    def __init__(self, plugin: Plugin, way: Way, taken: Collection[str], folder: Path) -> None:
        super().__init__()
        self.plugin, self.way = plugin, way
        self.taken, self.folder = taken, folder
        self.shows_more = False
        self._settings = settings_of(plugin)
        self.more = tuple(key for key in way.more if key in self._settings)
        self.FIELDS = (Field(NAME, "Name", Shape.text, _NAME_HINT), *self._asked_fields(), *self._more_fields())
        self.texts[NAME] = suggested(plugin.name, taken)
        self.choices |= {f"{each.key}{KEPT}": "" for each in way.asked if each.secret}
        self.choices |= {key: each.usual for key, each in self._settings.items() if each.choices}
        self._first = (dict(self.texts), dict(self.choices))

    def _asked_fields(self) -> list[Field]:
        made: list[Field] = []
        for each in self.way.asked:
            if not each.secret:
                made.append(self._field(each.key, each.label, each.hint, "" if each.required else "can be left empty"))
                continue
            made.append(Field(each.key, each.label, Shape.secret, each.hint))
            made += [
                Field(f"{each.key}{way.form}", way.label, Shape.text, way.about, f"such as {way.example}")
                for way in keeping.WAYS
                if way.form
            ]
            made.append(Field(f"{each.key}{KEPT}", "Kept", Shape.choice))
        return made

    def _more_fields(self) -> list[Field]:
        return [
            self._field(key, labelled(key), self._settings[key].about, self._settings[key].usual) for key in self.more
        ]

    def _field(self, key: str, label: str, hint: str, placeholder: str) -> Field:
        setting = self._settings.get(key)
        shape = Shape.choice if setting is not None and setting.choices else Shape.text
        return Field(key, label, shape, hint, placeholder)

    # What is shown

    @property
    def fields(self) -> tuple[str, ...]:
        shown = [NAME]
        for each in self.way.asked:
            shown += [self._typed_into(each), f"{each.key}{KEPT}"] if each.secret else [each.key]
        return (*shown, *(self.more if self.shows_more else ()))

    def _typed_into(self, asked: Asked) -> str:
        """The field of a secret: for itself, or for where it is fetched from."""
        return f"{asked.key}{self.choices[f'{asked.key}{KEPT}']}"

    def options(self, name: str) -> tuple[Option, ...]:
        if name.endswith(KEPT):
            return tuple(Option(each.form, each.choice) for each in keeping.WAYS)
        setting = self._settings.get(name)
        return tuple(Option(each, each) for each in setting.choices) if setting is not None else ()

    def hint(self, name: str) -> str:
        if name.endswith(KEPT):
            return next(each.about for each in keeping.WAYS if each.form == self.choices[name])
        return super().hint(name)

    @property
    def first(self) -> str:
        """The first field that waits for something, else the first of all."""
        return next((name for name in self.fields if name in self._needed and not self.text(name).strip()), NAME)

    @property
    def is_edited(self) -> bool:
        return ({name: text for name, text in self.texts.items() if text}, self.choices) != self._first

    @property
    def pin(self) -> Secret | None:
        """A secret that stands in the form."""
        return next((each for each in self._draft.secrets.values() if each), None)

    def pasted(self, name: str, text: str) -> str:
        """A secret that was broken into lines on its way is one line again."""
        if any(each.name == name and each.shape is Shape.secret for each in self.FIELDS):
            text = _unbroken(text)
        return super().pasted(name, text)

    # What it makes

    def changed(self, name: str) -> None:
        self.__dict__.pop("_draft", None)
        self.__dict__.pop("_read", None)

    @property
    def account(self) -> AccountConfig | None:
        """The account, None while something is wrong with it."""
        return None if self.problems or isinstance(self._read, Mapping) else self._read

    @property
    def draft(self) -> Draft:
        return self._draft

    @property
    def problems(self) -> Mapping[str, str]:
        found = {name: _NEEDED for name in self._needed if not self.text(name).strip()}
        if self._draft.name in self.taken:
            found[NAME] = "another account has this name"
        if isinstance(self._read, Mapping):
            known = {each.name: each.name for each in self.FIELDS}
            known |= {each.key: self._typed_into(each) for each in self.way.asked if each.secret}
            for key, what in self._read.items():
                found.setdefault(known.get(key, ""), what)
        return found

    @property
    def _needed(self) -> tuple[str, ...]:
        asked = [each for each in self.way.asked if each.required]
        return (NAME, *(self._typed_into(each) if each.secret else each.key for each in asked))

    @cached_property
    def _draft(self) -> Draft:
        values: dict[str, object] = dict(self.way.settings)
        secrets: dict[str, Secret] = {}
        for each in self.way.asked:
            name = self._typed_into(each) if each.secret else each.key
            text = self._given(name)
            if not text:
                continue
            if each.secret and name == each.key:
                secrets[name] = Secret(text)
            elif name.endswith(keeping.FILE.form) and each.secret:
                values[name] = os.path.abspath(Path(text).expanduser())
            else:
                values[name] = value_of(self._settings.get(name), text)
        for key in self.more:
            text, setting = self._given(key), self._settings[key]
            if text and text != setting.usual:
                values[key] = value_of(setting, text)
        return Draft(self.text(NAME).strip(), self.plugin, values, secrets)

    def _given(self, name: str) -> str:
        setting: Setting | None = self._settings.get(name)
        return self.choices.get(name, "") if setting is not None and setting.choices else self.text(name).strip()

    @cached_property
    def _read(self) -> AccountConfig | Mapping[str, str]:
        return self._draft.read(self.folder)


def one_line(text: str) -> str:
    """Return what of a pasted code or address is taken: no blanks, no breaks, nothing that cannot be seen."""
    return "".join(clean(_unbroken(text), LONGEST).split())


def _unbroken(text: str) -> str:
    return "".join(each.strip() for each in text.splitlines())
