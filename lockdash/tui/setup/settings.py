"""The keys of a vendor's own settings as fields of a form: what can be typed or chosen, and the value that it means."""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import EnumMeta
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from lockdash.vendors.base import Plugin

YES, NO = "true", "false"


class Setting(NamedTuple):
    """`choices`: "" for free text. `usual`: the default as text, "" for none. `about`: a sentence, "" for none.
    `kind`: the type of the value without None and annotations."""

    key: str
    kind: Any
    choices: tuple[str, ...]
    usual: str
    about: str
    required: bool

    @property
    def label(self) -> str:
        return labelled(self.key)


def settings_of(plugin: Plugin) -> Mapping[str, Setting]:
    """Return the settings of a vendor by their keys, in its order."""
    return {each.encode_name: _setting(each) for each in msgspec.structs.fields(plugin.settings)}


def value_of(setting: Setting | None, text: str) -> object:
    """Return what `text` means in TOML. What cannot be read as the kind that is wanted stays text: the rules of the
    configuration say what is wrong with it."""
    kind = setting.kind if setting is not None else str
    if kind is bool and text in (YES, NO):
        return text == YES
    if get_origin(kind) in (list, tuple, set, frozenset):
        return text.replace(",", " ").split()
    if kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            return text
    return text


def labelled(key: str) -> str:
    """Return `api_url` as a person reads it: `API URL`."""
    words = [word.upper() if word in ("api", "url", "uri", "id") else word for word in key.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _setting(field: msgspec.structs.FieldInfo) -> Setting:
    kind, about = _plain(field.type)
    usual = "" if field.required or field.default in (None, msgspec.NODEFAULT) else _text(field.default)
    return Setting(field.encode_name, kind, _choices(kind), usual, about, field.required)


def _plain(kind: Any) -> tuple[Any, str]:
    """Return a type without its annotation and without None, and the description in the annotation."""
    about = ""
    if get_origin(kind) is Annotated:
        kind, *notes = get_args(kind)
        about = next((each.description or "" for each in notes if isinstance(each, msgspec.Meta)), "")
    if get_origin(kind) in (Union, types.UnionType):
        left = [each for each in get_args(kind) if each is not type(None)]
        if len(left) == 1:
            inner, more = _plain(left[0])
            return inner, about or more
    return kind, about


def _choices(kind: Any) -> tuple[str, ...]:
    if get_origin(kind) is Literal:
        return tuple(str(each) for each in get_args(kind))
    if isinstance(kind, EnumMeta):
        return tuple(str(each.value) for each in list[Any](kind))
    return (YES, NO) if kind is bool else ()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
