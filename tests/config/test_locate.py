"""Line numbers of keys, against documents written by hand and by hypothesis."""

import tomllib

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from lockdash.config.locate import key_lines


def paths(value, at=()):
    """Every path in a parsed document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*at, key)
        yield from paths(inner, (*at, key))


HAND_WRITTEN = '''\
# a comment with [brackets] and key = "value"
title = "a # no comment"  # line 2

[[accounts]]
name = "one"
secret = """
[not.a.table]
not_a_key = 1
five quotes end it: ""\\""""""
vendor = 'C:\\'   # a literal string ends here
list = [ 1, [2, 3], # comment ]
  "]",
  { deep = 4 },
]

[accounts.inner]
x = 1

[[accounts.inner.many]]
y = 1
[[accounts.inner.many]]
y = 2

[[accounts]]
name = "two"
"quoted \\u0061 key" = 2020-01-01 00:00:00
a.b . "c.d" = { e = 1, f.g = [""] }

[ ui ]
theme = @@@
it@s @@@@@
last = +inf'''.replace("@", "'")


def test_every_kind_of_key_is_found_on_its_line():
    lines = key_lines(HAND_WRITTEN)
    assert lines[("title",)] == 2
    assert lines[("accounts",)] == 4
    assert lines[("accounts", 0)] == 4
    assert lines[("accounts", 0, "name")] == 5
    assert lines[("accounts", 0, "secret")] == 6
    assert lines[("accounts", 0, "vendor")] == 10
    assert lines[("accounts", 0, "list")] == 11
    assert lines[("accounts", 0, "list", 1, 1)] == 11
    assert lines[("accounts", 0, "list", 2)] == 12
    assert lines[("accounts", 0, "list", 3, "deep")] == 13
    assert lines[("accounts", 0, "inner")] == 16
    assert lines[("accounts", 0, "inner", "x")] == 17
    assert lines[("accounts", 0, "inner", "many", 0, "y")] == 20
    assert lines[("accounts", 0, "inner", "many", 1, "y")] == 22
    assert lines[("accounts", 1, "name")] == 25
    assert lines[("accounts", 1, "quoted a key")] == 26
    assert lines[("accounts", 1, "a", "b", "c.d", "e")] == 27
    assert lines[("accounts", 1, "a", "b", "c.d", "f", "g", 0)] == 27
    assert lines[("ui",)] == 29
    assert lines[("ui", "theme")] == 30
    assert lines[("ui", "last")] == 32


def test_the_hand_written_document_is_found_whole():
    assert set(paths(tomllib.loads(HAND_WRITTEN))) == set(key_lines(HAND_WRITTEN))


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "a = 1", "[a]", "a=[]\nb={}", "x = 1\r\ny = 2\r\n"])
def test_small_documents(text):
    assert set(paths(tomllib.loads(text))) == set(key_lines(text))


BODIES = ['""""""', "''''''", '""""a"""', "''''a'''", '"""a"""""', "'''a'''''", '"\\""', "''", '"""\\\\"""']


@pytest.mark.parametrize("body", BODIES)
def test_strings_end_where_toml_ends_them(body):
    text = f"a = {body}\nb = 2\n"
    assert key_lines(text) == {("a",): 1, ("b",): 2}
    assert tomllib.loads(text)["b"] == 2


def test_an_implied_table_has_the_line_of_its_own_header_once_it_has_one():
    assert key_lines("[a.b]\nx = 1\n[a]\ny = 2\n")[("a",)] == 3
    assert key_lines("[a.b]\nx = 1\n")[("a",)] == 1


keys = st.text(max_size=8) | st.sampled_from(["a", "b", "name", "accounts", 'with "quotes"', "a.b", "#", "[x]", "é"])
scalars = (
    st.text(max_size=30)
    | st.integers(-(2**40), 2**40)
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.dates()
    | st.sampled_from(['"""', "'''", "\\", "# no comment", "]\n}", 'a"b\n[c]\nd=1'])
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)
documents = st.dictionaries(keys, values, max_size=5)


@given(documents, st.booleans())
def test_all_keys_of_any_document_are_found(document, multiline):
    text = tomli_w.dumps(document, multiline_strings=multiline)
    assert set(paths(tomllib.loads(text))) <= set(key_lines(text))


@given(st.lists(st.tuples(keys, scalars), unique_by=lambda pair: pair[0], max_size=8), st.booleans(), st.integers(0, 3))
def test_each_key_is_found_on_the_line_where_it_was_written(pairs, multiline, blank):
    text, expected = "", {}
    for position, (key, value) in enumerate(pairs):
        text += "\n" * blank + f"# [note] {position} = '\n[[items]]\n"
        expected["items", position, key] = text.count("\n") + 1
        text += tomli_w.dumps({key: value}, multiline_strings=multiline)
    tomllib.loads(text)
    lines = key_lines(text)
    assert {path: lines[path] for path in expected} == expected
