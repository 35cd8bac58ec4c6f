"""Whether a value of the configuration fits the type that a setting declares, and what to say if it does not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import EnumMeta
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from lockdash.config.problems import quoted
from lockdash.config.tables import kind_of
from lockdash.domain.nearest import nearest
from lockdash.domain.text import clean
from lockdash.vendors.addresses import check_address

_Struct = TypeVar("_Struct", bound=msgspec.Struct)

_EXPECTED = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    tuple: "a list",
}


def fitted(values: Mapping[str, Any], struct: type[_Struct]) -> _Struct | None:
    """Return the struct of `values` if nothing is wrong with any of them, None if something is; `misfit` tells what.

    Whether all is right is known ten times sooner than what is wrong: the types of fields are text until then.
    """
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    if not all(value.strip() for value in texts.values()):
        return None
    if any(_wrong_address(key, value) for key, value in texts.items() if key.endswith("_url")):
        return None
    try:
        return msgspec.convert(values, struct)
    except msgspec.ValidationError:
        return None


def misfit(key: str, value: object, wanted: Any) -> str:
    """Return what is wrong with the value of a key, "" if nothing. `wanted`: a type that msgspec understands."""
    wanted = bare(wanted)
    choices = _choices(wanted)
    if choices:
        if value in choices:
            return ""
        found = f'"{clean(value, 40)}"' if isinstance(value, str) else kind_of(value)
        near = nearest(value, choices) if isinstance(value, str) else ""
        return f'"{key}" must be {quoted(choices)}, not {found}{near}'
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        expected = _EXPECTED.get(get_origin(wanted) or wanted)
        if expected is None or expected == kind_of(value):
            return f'"{key}": {plain(error)}'
        return f'"{key}" must be {expected}, not {kind_of(value)}'
    if isinstance(value, str) and not value.strip():
        return f'"{key}" is empty'
    return _wrong_address(key, value) if isinstance(value, str) and key.endswith("_url") else ""


def bare(wanted: Any) -> Any:
    """Return a declared type without its description, and without the None that TOML cannot say."""
    if get_origin(wanted) is Annotated:
        return bare(get_args(wanted)[0])
    if get_origin(wanted) in (Union, UnionType):
        kept = [each for each in get_args(wanted) if each is not NoneType]
        return bare(kept[0]) if len(kept) == 1 else wanted
    return wanted


def plain(error: msgspec.ValidationError) -> str:
    """A validation message without its path, which the line number replaces."""
    return str(error).split(" - at `$", 1)[0]


def _choices(wanted: Any) -> list[str]:
    if get_origin(wanted) is Literal:
        return [str(each) for each in get_args(wanted)]
    return [str(each.value) for each in list[Any](wanted)] if isinstance(wanted, EnumMeta) else []


def _wrong_address(key: str, value: str) -> str:
    if clean(value, len(value)) != value or " " in value:
        return f'"{key}" must be one line without blanks'
    try:
        check_address(key, value)
    except ValueError as error:
        return str(error) if key in str(error) else f'"{key}" is not an address such as https://api.example.com'
    return ""
