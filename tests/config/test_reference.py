"""The reference in Markdown: all keys, in tables that a reader can draw."""

import re

import pytest

from lockdash.config.reference import reference
from lockdash.config.schema import schema


@pytest.fixture(scope="module")
def text():
    return reference()


@pytest.fixture(scope="module")
def rows(text):
    """Heading -> key -> the other cells."""
    found = {}
    for part in text.split("### ")[1:]:
        heading, _, rest = part.partition("\n")
        lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in rest.splitlines() if line.startswith("| `")]
        found[heading] = {cells[0].strip(" `"): [cell.strip() for cell in cells[1:]] for cells in lines}
    return found


def test_every_key_of_the_schema_is_in_it(rows):
    described = schema()
    for vendor in described["$defs"].values():
        listed = {*rows["`[[accounts]]`"], *rows[f"{vendor['title']}: further keys of its accounts"]}
        assert {re.sub("_(env|file|command)$", "", key) for key in vendor["properties"]} == listed
    assert rows["`[ui]`"].keys() == described["properties"]["ui"]["properties"].keys()


def test_every_table_is_rectangular(text):
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1


def test_values_and_defaults_are_written_as_in_the_file(rows):
    assert rows["`[ui]`"]["read_only"][:2] == ["`true` or `false`", "`false`"]
    assert rows["`[ui]`"]["theme"][:2] == ["text", '`"lockdash-dark"`']
    tedee = rows["Tedee: further keys of its accounts"]
    assert tedee["scopes"][:2] == ["list of text", ""]
    assert tedee["client_id"][:2] == ["text", ""]
    assert rows["`[[accounts]]`"]["vendor"][:2] == ['`"remotelock"` or `"tedee"`', "needed"]
    assert rows["RemoteLock: further keys of its accounts"]["client_id"][1] == "needed"


def test_it_says_when_a_secret_is_needed(rows):
    assert rows["Tedee: further keys of its accounts"]["personal_key"][2] == "Needed; with `client_id`: not used."
    assert rows["RemoteLock: further keys of its accounts"]["client_secret"][2] == "Needed."


def test_the_four_forms_of_a_secret_are_told(rows):
    forms = rows["Secrets"]
    assert list(forms) == ["KEY", "KEY_env", "KEY_file", "KEY_command"]
    assert "$CREDENTIALS_DIRECTORY" in forms["KEY_file"][0]
