"""The configuration without what stands in it: which keys it has, in which form, and values that are one of few."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec

from lockdash.config.accounts import COMMON_KEYS
from lockdash.config.files import read_all
from lockdash.config.fitting import bare
from lockdash.config.loading import TABLES
from lockdash.config.secret_keys import FORMS
from lockdash.config.settings import Ui
from lockdash.config.tables import kind_of
from lockdash.engine.doctor.bundle.discretion import LEFT_OUT
from lockdash.vendors import registry
from lockdash.vendors.base import Plugin

_VERSION = re.compile(r"v[0-9]{1,2}(\.[0-9]{1,2})?")


def skeleton(path: Path, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what may be told of the configuration at `path`, whatever is wrong with it. `names`: the stand-ins of
    accounts."""
    try:
        sheets, problems = read_all(path)
    except OSError:
        return {"files": []}
    return {
        "files": [_file(sheet.document, names) for sheet in sheets],
        "files that cannot be read": len(problems),
    }


def _file(document: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    listed = document.get("accounts", [])
    ui, keys = document.get("ui", {}), document.get("keys", {})
    return {
        "accounts": [_account(each, names) for each in listed if isinstance(each, dict)]
        if isinstance(listed, list)
        else kind_of(listed),
        "ui": _values(ui, Ui) if isinstance(ui, dict) else kind_of(ui),
        "keys": len(keys) if isinstance(keys, dict) else kind_of(keys),
        "other tables": sum(each not in TABLES for each in document),
    }


def _account(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    plugin = _plugin(values.get("vendor"))
    told: dict[str, Any] = {
        "name": names.get(values["name"], LEFT_OUT) if isinstance(values.get("name"), str) else LEFT_OUT,
        "vendor": plugin.name if plugin is not None else LEFT_OUT,
        **{key: values[key] for key in ("read_only",) if isinstance(values.get(key), bool)},
        **_values({key: values[key] for key in ("unlock",) if key in values}, Ui),
    }
    if plugin is None:
        return {**told, "other keys": len(values.keys() - {*COMMON_KEYS})}
    forms = {f"{key}{form}": (key, kind) for key in plugin.secrets for form, kind in FORMS.items()}
    settings = {key: value for key, value in values.items() if key not in forms and key not in COMMON_KEYS}
    told |= _values(settings, plugin.settings)
    return {**told, "secrets": {key: kind.value for name, (key, kind) in forms.items() if name in values}}


def _plugin(name: object) -> Plugin | None:
    try:
        return registry.plugin(name) if isinstance(name, str) else None
    except registry.UnknownVendor:
        return None


def _values(values: Mapping[str, Any], kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The known keys: a value that is one of few, or the usual one, is told; of others, that there is one."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    told: dict[str, Any] = {}
    for key, value in values.items():
        if key in fields:
            told[key] = value if value == fields[key].default or _is_one_of_few(value, fields[key].type) else LEFT_OUT
    unknown = len(values.keys() - fields.keys())
    return {**told, "unknown keys": unknown} if unknown else told


def _is_one_of_few(value: object, wanted: Any) -> bool:
    """Whether `value` says nothing of anybody: yes or no, one of the words that the key may have, a version."""
    if isinstance(value, bool):
        return True
    if not isinstance(value, str):
        return False
    kind = bare(wanted)
    return value in get_args(kind) if get_origin(kind) is Literal else bool(_VERSION.fullmatch(value))
