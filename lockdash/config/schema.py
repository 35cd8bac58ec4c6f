"""The configuration's JSON Schema (draft 2020-12), for editors and for the reference; made of what checks the files."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import msgspec

from lockdash.config.accounts import COMMON_KEYS
from lockdash.config.secret_keys import FORMS, form_keys
from lockdash.config.secret_rules import Rule, Uses, rules_of
from lockdash.config.secrets import SecretKind
from lockdash.config.settings import AccountConfig, Ui
from lockdash.domain.text import NAME_LIMIT
from lockdash.vendors import registry
from lockdash.vendors.base import Plugin
from lockdash.vendors.guide import ways_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORM_MEANINGS: Mapping[SecretKind, str] = {
    SecretKind.value: "The secret itself; nobody else may read the file then.",
    SecretKind.env: "The name of an environment variable that holds the secret.",
    SecretKind.file: "A file that holds the secret and that only you can read, from this file's folder. Variables are "
    "put in: `$CREDENTIALS_DIRECTORY/NAME`.",
    SecretKind.command: "A command that prints the secret within 10 s; it is run without a shell.",
}
KEYS_MEANING = "An action's id and its key, or a list of keys; an empty list takes its keys away."

_Schema = dict[str, Any]


def schema() -> _Schema:
    """Return the schema of one configuration file with the accounts of all vendors that are installed."""
    found = {plugin.name: plugin for plugin in _plugins()}
    key: _Schema = {"type": "string", "minLength": 1}
    binding: list[_Schema] = [key, {"type": "array", "items": key}]
    scoped = {"type": "object", "additionalProperties": {"anyOf": binding}}
    return {
        "$schema": DIALECT,
        "title": "The configuration of lockdash",
        "type": "object",
        "properties": {
            "accounts": {
                "description": "The accounts; those of all files add up.",
                "type": "array",
                "items": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in found]},
            },
            "ui": {"description": "The screen; of several files the last one counts, key by key."} | plain_schema(Ui),
            "keys": {
                "description": KEYS_MEANING,
                "type": "object",
                "additionalProperties": {"anyOf": [*binding, scoped]},
            },
        },
        "additionalProperties": False,
        "$defs": {name: _account(plugin) for name, plugin in found.items()},
    }


def plain_schema(struct: type[msgspec.Struct]) -> _Schema:
    """Return the schema of a struct whose values TOML can say: what may be None may be left out instead."""
    described = msgspec.json.schema(struct)["$defs"][struct.__name__]
    properties = {key: _without_null(each) for key, each in described["properties"].items()}
    return {
        "type": "object",
        "properties": properties,
        "required": described["required"],
        "additionalProperties": False,
    }


def _plugins() -> Iterable[Plugin]:
    for name in registry.known():
        with suppress(registry.UnknownVendor):  # a stranger's that does not load; `check` says so of its accounts
            yield registry.plugin(name)


def _account(plugin: Plugin) -> _Schema:
    settings = plain_schema(plugin.settings)
    properties = _common(plugin) | settings["properties"]
    hints = {asked.key: asked.hint for way in ways_of(plugin) for asked in way.asked if asked.secret}
    for name in plugin.secrets:
        for form, kind in FORMS.items():
            meaning = FORM_MEANINGS[kind]
            if kind is SecretKind.value and hints.get(name):
                meaning = f"{meaning} {hints[name]}"
            properties[f"{name}{form}"] = {"description": meaning, "type": "string", "minLength": 1}
            if kind is SecretKind.value:
                properties[name]["writeOnly"] = True
    return {
        "title": plugin.label,
        "type": "object",
        "properties": properties,
        "required": ["name", "vendor", *settings["required"]],
        "additionalProperties": False,
        **_secrets(plugin),
    }


def _common(plugin: Plugin) -> _Schema:
    described = plain_schema(_Common)["properties"]
    described["name"] |= {"minLength": 1, "maxLength": NAME_LIMIT, "pattern": "^[^/]*$"}
    described["vendor"] = {"description": described["vendor"]["description"], "const": plugin.name}
    return {key: described[key] for key in COMMON_KEYS}


_TYPES = {field.name: field.type for field in msgspec.structs.fields(AccountConfig)}
_Common = msgspec.defstruct("_Common", [(key, _TYPES[key]) for key in COMMON_KEYS])


def _without_null(described: _Schema) -> _Schema:
    kept = {key: value for key, value in described.items() if key != "default" or value is not None}
    others = [each for each in kept.pop("anyOf", []) if each != {"type": "null"}]
    return kept | (others[0] if len(others) == 1 else {"anyOf": others} if others else {})


def _secrets(plugin: Plugin) -> _Schema:
    rules = rules_of(plugin)
    usual = _used(plugin, rules.usual)
    if not rules.others:
        return usual
    conditional = [{"if": _condition(rule), "then": _used(plugin, rule.uses)} for rule in rules.others]
    none_of_them = {"not": {"anyOf": [_condition(rule) for rule in rules.others]}}
    return {"allOf": [*conditional, {"if": none_of_them, "then": usual}]}


def _condition(rule: Rule) -> _Schema:
    given: _Schema = {"required": [rule.key]}
    return given if rule.value is None else given | {"properties": {rule.key: {"const": rule.value}}}


def _used(plugin: Plugin, uses: Uses) -> _Schema:
    """Of each secret that is needed one form, of each that is not at most one, of others none."""
    wanted: list[_Schema] = []
    for name in plugin.secrets:
        given = [{"required": [key]} for key in form_keys(name)]
        if uses.get(name):
            wanted.append({"oneOf": given})
        elif name in uses:
            pairs = [{"required": list(pair)} for pair in itertools.combinations(form_keys(name), 2)]
            wanted.append({"not": {"anyOf": pairs}})
        else:
            wanted.append({"not": {"anyOf": given}})
    return {"allOf": wanted}
