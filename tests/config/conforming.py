"""As much of JSON Schema (draft 2020-12) as the configuration's schema uses. A word that it does not know is an error,
so that nothing passes because nobody looked."""

import re

_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}
_SILENT = {"$schema", "$defs", "title", "description", "default", "writeOnly", "then"}


def conforms(value, schema, root=None):
    """Whether `value` is valid under `schema`."""
    root = schema if root is None else root
    return all(_CHECKS[word](value, schema, root) for word in schema if word not in _SILENT)


def _items(value, schema, root):
    return not isinstance(value, list) or all(conforms(each, schema["items"], root) for each in value)


def _properties(value, schema, root):
    known = schema["properties"]
    return not isinstance(value, dict) or all(conforms(value[key], known[key], root) for key in value.keys() & known)


def _additional(value, schema, root):
    if not isinstance(value, dict):
        return True
    others = [value[key] for key in value if key not in schema.get("properties", {})]
    wanted = schema["additionalProperties"]
    return not others if wanted is False else all(conforms(each, wanted, root) for each in others)


def _ref(value, schema, root):
    return conforms(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)


def _if(value, schema, root):
    return not conforms(value, schema["if"], root) or conforms(value, schema["then"], root)


_CHECKS = {
    "$ref": _ref,
    "type": lambda value, schema, root: isinstance(value, _TYPES[schema["type"]]),
    "const": lambda value, schema, root: value == schema["const"],
    "enum": lambda value, schema, root: value in schema["enum"],
    "minLength": lambda value, schema, root: not isinstance(value, str) or len(value) >= schema["minLength"],
    "maxLength": lambda value, schema, root: not isinstance(value, str) or len(value) <= schema["maxLength"],
    "pattern": lambda value, schema, root: not isinstance(value, str) or bool(re.search(schema["pattern"], value)),
    "required": lambda value, schema, root: not isinstance(value, dict) or value.keys() >= set(schema["required"]),
    "items": _items,
    "properties": _properties,
    "additionalProperties": _additional,
    "allOf": lambda value, schema, root: all(conforms(value, each, root) for each in schema["allOf"]),
    "anyOf": lambda value, schema, root: any(conforms(value, each, root) for each in schema["anyOf"]),
    "oneOf": lambda value, schema, root: sum(conforms(value, each, root) for each in schema["oneOf"]) == 1,
    "not": lambda value, schema, root: not conforms(value, schema["not"], root),
    "if": _if,
}
