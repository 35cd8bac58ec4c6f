"""The report of a crash: kinds, places and versions, and nothing that a stranger may have said."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from lockdash.domain.secret import Secret
from lockdash.engine.journal import crash
from lockdash.engine.journal.redaction import forget_secrets, keep_secret
from lockdash.store.errors import StoreError


def caught(*errors: BaseException) -> BaseException:
    """The last of `errors`, raised while those before it were handled."""
    try:
        if len(errors) > 1:
            try:
                raise caught(*errors[:-1])
            except type(errors[-2]):
                raise errors[-1]  # noqa: B904
        local = "a-local-of-48213907"
        raise errors[0] if local else AssertionError
    except type(errors[-1]) as error:
        return error


def test_what_it_holds_and_what_not(tmp_path: Path) -> None:
    path = crash.report(caught(KeyError("text-48213907"), ValueError("more-48213907")), tmp_path, "lockdash status")
    assert path is not None
    text = path.read_text()
    assert "48213907" not in text.replace('local = "a-local-of-48213907"', "")
    assert "KeyError\n" in text
    assert "ValueError\n" in text
    assert "while this was handled" in text
    assert "tests/engine/test_journal_crash.py:" in text
    assert "raise errors[-1]" in text
    assert str(Path(__file__).parents[2]) not in text
    assert "command   lockdash status" in text
    assert "Textual 8." in text
    assert "TERM=xterm-256color" in text


def test_the_text_of_our_own_errors_is_told_without_secrets(tmp_path: Path) -> None:
    keep_secret(Secret("hunter22"))
    try:
        path = crash.report(caught(StoreError("hunter22 is no place for a store")), tmp_path)
    finally:
        forget_secrets()
    assert path is not None
    assert "lockdash.store.errors.StoreError: •••• is no place for a store" in path.read_text()


def test_causes_groups_and_circles(tmp_path: Path) -> None:
    one, other = ValueError("a"), TypeError("b")
    one.__cause__, other.__cause__ = other, one
    path = crash.report(caught(ExceptionGroup("of two", [one, json.JSONDecodeError("c", "doc", 0)])), tmp_path)
    assert path is not None
    text = path.read_text()
    assert text.count("ValueError") == 1
    assert "| json.decoder.JSONDecodeError" in text
    assert "because of" in text


def test_an_endless_recursion_makes_a_short_report(tmp_path: Path) -> None:
    def deeper() -> None:
        deeper()

    with pytest.raises(RecursionError) as error:
        deeper()
    path = crash.report(error.value, tmp_path)
    assert path is not None
    assert "more places before these" in path.read_text()
    assert path.stat().st_size < 20_000


def test_only_the_user_may_read_it_and_twenty_are_kept(tmp_path: Path) -> None:
    state = tmp_path / "not" / "there"
    (state / crash.FOLDER).mkdir(parents=True)
    (state / crash.FOLDER).rmdir()
    for number in range(crash.KEPT + 3):
        path = crash.report(caught(ValueError()), state)
        assert path is not None
        path.rename(path.with_name(f"2020-01-01T0000{number:02}.000Z-1.txt"))
    last = crash.report(caught(ValueError()), state)
    assert last is not None
    kept = sorted((state / crash.FOLDER).iterdir())
    assert (len(kept), kept[-1]) == (crash.KEPT, last)
    assert stat.S_IMODE(last.stat().st_mode) == 0o600
    assert stat.S_IMODE(last.parent.stat().st_mode) == 0o700


def test_where_nothing_can_be_written_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert crash.report(caught(ValueError()), tmp_path / "file") is None
