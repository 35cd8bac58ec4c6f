"""The configuration's reference, in Markdown, made of its schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lockdash.config.accounts import COMMON_KEYS
from lockdash.config.schema import FORM_MEANINGS, KEYS_MEANING, schema
from lockdash.config.secret_keys import FORMS, form_keys
from lockdash.config.secret_rules import Uses, rules_of
from lockdash.vendors import registry
from lockdash.vendors.base import Plugin

_HEAD = "| Key | Value | Default | Meaning |\n|---|---|---|---|"


def reference() -> str:
    """Return tables of all keys: those that all accounts have, each vendor's, the forms of secrets, the screen's."""
    whole = schema()
    vendors = whole["$defs"]
    common = next(iter(vendors.values()))
    rows = [_row(key, common["properties"][key], key in common["required"]) for key in COMMON_KEYS if key != "vendor"]
    meaning = common["properties"]["vendor"]["description"]
    rows.insert(1, _line("vendor", _alternatives(vendors), "needed", meaning))
    parts = ["### `[[accounts]]`", _table(rows)]
    for name, described in vendors.items():
        parts += [f"### {described['title']}: further keys of its accounts", _table(_vendor_rows(name, described))]
    screen = whole["properties"]["ui"]["properties"]
    return "\n\n".join(
        [
            *parts,
            "### Secrets\n\nEach is given in one of four forms:",
            _forms(),
            "### `[ui]`",
            _table(_row(key, described, False) for key, described in screen.items()),
            f"### `[keys]`\n\n{KEYS_MEANING}",
            "",
        ]
    )


def _vendor_rows(name: str, described: Mapping[str, Any]) -> list[str]:
    plugin = registry.plugin(name)
    forms = {key for secret in plugin.secrets for key in form_keys(secret)}
    own = {key: each for key, each in described["properties"].items() if key not in forms and key not in COMMON_KEYS}
    rows = [_row(key, each, key in described["required"]) for key, each in own.items()]
    return [_line(secret, "secret", "", _use(plugin, secret)) for secret in plugin.secrets] + rows


def _use(plugin: Plugin, secret: str) -> str:
    """When an account has this secret, in words."""
    rules = rules_of(plugin)
    words = [_word(rules.usual, secret)]
    for rule in rules.others:
        given = f"`{rule.key}`" if rule.value is None else f'`{rule.key} = "{rule.value}"`'
        words.append(f"with {given}: {_word(rule.uses, secret)}")
    said = "; ".join(words)
    return f"{said[0].upper()}{said[1:]}."


def _word(uses: Uses, secret: str) -> str:
    return {True: "needed", False: "may be left out", None: "not used"}[uses.get(secret)]


def _forms() -> str:
    rows = ["| Key | Value |", "|---|---|"]
    rows += [f"| `KEY{form}` | {FORM_MEANINGS[kind]} |" for form, kind in FORMS.items()]
    return "\n".join(rows)


def _table(rows: Iterable[str]) -> str:
    return "\n".join([_HEAD, *rows])


def _row(key: str, described: Mapping[str, Any], needed: bool) -> str:
    return _line(key, _kind(described), "needed" if needed else _default(described), described.get("description", ""))


def _line(key: str, kind: str, default: str, meaning: str) -> str:
    return f"| `{key}` | {kind} | {default} | {meaning.replace('|', chr(92) + '|')} |"


def _kind(described: Mapping[str, Any]) -> str:
    if "enum" in described:
        return _alternatives(described["enum"])
    if described.get("type") == "array":
        return "list of text"
    return {"string": "text", "boolean": "`true` or `false`"}.get(described.get("type", ""), "number")


def _alternatives(values: Iterable[object]) -> str:
    return " or ".join(f'`"{each}"`' for each in values)


def _default(described: Mapping[str, Any]) -> str:
    value = described.get("default")
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f'`"{value}"`' if value else ""
