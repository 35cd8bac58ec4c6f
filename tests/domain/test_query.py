"""The language of the filters: words, phrases, keys, alternatives, what must not be, and what cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.query import QuerySyntax, Term, check, parse, quoted, read, text_of
from lockdash.domain.text import fold

KEYS = ("door", "who", "kind")
FLAGS = ("late",)


def word(*values: str, key: str = "", negated: bool = False) -> Term:
    return Term(values, key, negated)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("  \t ", []),
        ("garden", [word("garden")]),
        ("GÄRTEN  épicerie", [word("garten"), word("epicerie")]),
        ('"front  door"', [word("front door")]),
        (r'"5\" nail" "a\\b" "c:\x"', [word('5" nail'), word("a\\b"), word("c:\\x")]),
        ("door:front", [word("front", key="door")]),
        ("Door:FRONT", [word("front", key="door")]),
        ('door:"front door" who:ann', [word("front door", key="door"), word("ann", key="who")]),
        ("kind:denied,jammed", [word("denied", "jammed", key="kind")]),
        ('door:"a,b",c', [word("a,b", "c", key="door")]),
        ("-garden", [word("garden", negated=True)]),
        ('-"a b" -door:x', [word("a b", negated=True), word("x", key="door", negated=True)]),
        ("--x", [word("-x", negated=True)]),
        ("front, back", [word("front,"), word("back")]),
        ('5" o"brien', [word('5"'), word('o"brien')]),
        ("a\u00a0b", [word("a"), word("b")]),
        ('"" -"" "\u0301"', []),
    ],
)
def test_words_phrases_and_keys(text: str, terms: list[Term]) -> None:
    assert list(parse(text, KEYS)) == terms


@pytest.mark.parametrize(
    "text",
    [
        *("18:02", "http://x", "https://a.b/c?d=e", "aa:bb:cc:dd:ee:ff", "aa:", "ab:c", "00:1a:ff", "fe80::1", "::1"),
        *(":x", "a1:x", "a_b:x", "a.b:c", "[/]", "\\"),
    ],
)
def test_what_looks_like_a_key_and_is_none(text: str) -> None:
    assert parse(text, KEYS) == (word(text.lower()),)
    assert parse(f"-{text}", KEYS) == (word(text.lower(), negated=True),)


def test_a_dash_by_itself_is_text_and_at_the_end_nothing_yet() -> None:
    assert parse("house - east", KEYS) == (word("house"), word("-"), word("east"))
    assert parse("house -", KEYS) == parse("house - ", KEYS) == (word("house"),)
    assert parse("-", KEYS) == ()
    assert parse('"-"', KEYS) == (word("-"),)


def test_a_flag_means_something_by_itself_and_is_text_in_quotation_marks() -> None:
    assert parse("late -LATE", KEYS, FLAGS) == (Term(key="late"), Term(key="late", negated=True))
    assert parse('"late" later', KEYS, FLAGS) == (word("late"), word("later"))
    assert parse("late", KEYS) == (word("late"),)


@pytest.mark.parametrize(
    ("text", "told", "at", "length"),
    [
        ("x dor:front", 'no key is called "dor"; did you mean "door"?', 2, 4),
        ("-dor:front", 'did you mean "door"?', 1, 4),
        ("zone:x", 'no key is called "zone"; there are door, who, kind', 0, 5),
        ("küche:x", 'no key is called "küche"', 0, 6),
        ("c:\\x", 'no key is called "c"', 0, 2),
        ('x "garden', "this quotation mark has no second one", 2, 1),
        ('x "', "this quotation mark has no second one", 2, 1),
        ('door:"front', "this quotation mark has no second one", 5, 1),
        (r'"x\"', "this quotation mark has no second one", 0, 1),
        ('"front"door', "a blank is missing after this quotation mark", 6, 1),
        ('"a","b"', "a blank is missing after this quotation mark", 2, 1),
        ('door:"a"b', "a blank is missing after this quotation mark", 7, 1),
        ("door:", "a value is missing after door:", 5, 1),
        ("door: x", "a value is missing after door:", 5, 1),
        ("door:a,", "a value is missing after door:", 7, 1),
        ("door:a,,b", "a value is missing after door:", 7, 1),
        ('door:""', "a value is missing after door:", 5, 2),
    ],
)
def test_what_cannot_be_read_says_what_and_where(text: str, told: str, at: int, length: int) -> None:
    with pytest.raises(QuerySyntax) as caught:
        parse(text, KEYS)
    assert told in str(caught.value)
    assert (caught.value.at, caught.value.length) == (at, length)


def test_what_is_told_of_is_where_it_stands() -> None:
    text = '  x -kind:den,"jam med"'
    first, second = read(text, KEYS)
    assert text[first.at : first.end] == "x"
    assert text[second.at : second.end] == '-kind:den,"jam med"'
    assert [text[at:end] for at, end in second.places] == ["den", '"jam med"']


def test_a_value_begins_one_of_those_that_there_are() -> None:
    [typed] = read("kind:den,jmmed", KEYS)
    known = ("denied", "jammed", "sync failed")
    with pytest.raises(QuerySyntax) as caught:
        check(typed, typed.term.values, known, "kind")
    told = 'no kind is called "jmmed"; did you mean "jammed"? They are denied, jammed, sync failed'
    assert (str(caught.value), caught.value.at, caught.value.length) == (told, 9, 5)
    [typed] = read("kind:failed", KEYS)
    with pytest.raises(QuerySyntax):
        check(typed, typed.term.values, known, "kind")
    check(typed, typed.term.values, known, "kind", ["failed"])


def test_a_message_repeats_no_control_characters_and_no_novel() -> None:
    with pytest.raises(QuerySyntax) as caught:
        parse("a" * 5000 + ":x", KEYS)
    assert len(str(caught.value)) < 100
    [typed] = read('kind:"\x1b[31mred\u202e"', KEYS)
    with pytest.raises(QuerySyntax) as caught:
        check(typed, typed.term.values, ["denied"], "kind")
    assert str(caught.value).isprintable()


LETTERS = st.text(alphabet=st.sampled_from('ab:-," \\\t\nlate.dorkin/0é´ß\u0301\x1b'), max_size=30)


@given(st.one_of(st.text(max_size=60), LETTERS))
def test_nothing_that_is_typed_ends_in_anything_but_terms_or_a_place_in_it(text: str) -> None:
    try:
        found: object = parse(text, KEYS, FLAGS)
    except QuerySyntax as error:
        found = 0 <= error.at <= len(text) and error.length >= 1 and str(error)
    assert isinstance(found, tuple) or found


VALUES = st.one_of(st.text(min_size=1, max_size=12), LETTERS, st.sampled_from(["late", "-", '"', "door:x", "a,b"]))
FOLDED = VALUES.map(lambda text: " ".join(fold(text).split())).filter(lambda text: text and fold(text) == text)
TERMS = st.one_of(
    st.builds(word, FOLDED, negated=st.booleans()),
    st.builds(Term, st.lists(FOLDED, min_size=1, max_size=3).map(tuple), st.sampled_from(KEYS), st.booleans()),
    st.builds(Term, st.just(()), st.sampled_from(FLAGS), st.booleans()),
)


@given(st.lists(TERMS, max_size=4).map(tuple))
def test_what_is_written_is_read(terms: tuple[Term, ...]) -> None:
    assert parse(text_of(terms, FLAGS), KEYS, FLAGS) == terms


@given(FOLDED)
def test_whatever_is_quoted_is_text(text: str) -> None:
    assert parse(quoted(text), KEYS, FLAGS) == (word(text),)


def test_it_is_written_as_people_would() -> None:
    terms = parse('kind:denied,jammed door:"front door" -late "late" "5 min" -x', KEYS, FLAGS)
    assert text_of(terms, FLAGS) == 'kind:denied,jammed door:"front door" -late "late" "5 min" -x'
