from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from lockdash.tui.input_bytes import InputDecoder


def keys(*chunks: bytes) -> list[str]:
    decode, parser = InputDecoder(), XTermParser()
    found = []
    for chunk in chunks:
        if text := decode(chunk):
            found += [event.key for event in parser.feed(text) if isinstance(event, events.Key)]
    return found


def test_old_mouse_reports_beyond_column_95_are_no_keys_and_no_error() -> None:
    assert keys(b"\x1b[M\xa0\xff\x80", b"q") == ["q"]


def test_a_report_may_come_in_pieces_and_swallows_only_itself() -> None:
    assert keys(b"\x1b[", b"M\xff", b"\xfe", b"\xfdab") == ["a", "b"]


def test_payload_that_happens_to_be_letters_types_nothing() -> None:
    assert keys(b"\x1b[Muuu", b"l") == ["l"]


def test_text_and_ordinary_sequences_pass_unchanged() -> None:
    assert InputDecoder()("é[M\x1b[A\x1b[<0;10;10M".encode()) == "é[M\x1b[A\x1b[<0;10;10M"
    assert keys("é".encode()) == keys("é".encode()[:1], "é".encode()[1:]) == ["é"]


@given(st.lists(st.binary(max_size=20), max_size=8))
def test_no_bytes_whatever_raise(chunks: list[bytes]) -> None:
    decode = InputDecoder()
    for chunk in chunks:
        decode(chunk)


@given(st.text())
def test_text_without_escapes_is_what_it_was(text: str) -> None:
    plain = text.replace("\x1b", "").encode("utf-8", "ignore")
    assert InputDecoder()(plain) == plain.decode()
