"""Tokens: kept whole, replaced whole, and revealed in one file only."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given

import lockdash.store
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.store.opening import NAME
from lockdash.store.store import Store
from tests.store.build import NOW, fresh_store, later, maybe, moments, texts


@given(texts, texts, moments, maybe(texts))
def test_any_token_comes_back_as_it_was(account, access, expires_at, refresh):
    token = Token(Secret(access), expires_at, None if refresh is None else Secret(refresh))
    with fresh_store() as store:
        assert store.read_token(account) is None
        store.write_token(account, token)
        assert store.read_token(account) == token
        assert store.load().revision == 0


def test_a_token_is_replaced_and_forgotten_for_its_account_only(store):
    first, second = Token(Secret("a"), NOW, Secret("r1")), Token(Secret("b"), later(60))
    store.write_token("home", first)
    store.write_token("rentals", first)
    store.write_token("home", second)
    assert store.read_token("home") == second
    store.write_token("home", None)
    assert store.read_token("home") is None
    assert store.read_token("rentals") == first


def test_secrets_are_revealed_in_one_file_only():
    folder = Path(lockdash.store.__file__).parent
    assert [file.name for file in folder.glob("*.py") if ".reveal(" in file.read_text()] == ["tokens.py"]


def test_a_token_that_was_forgotten_leaves_no_trace_in_the_file(tmp_path):
    """Deleted rows stay in free pages unless SQLite is told otherwise; a mended store would bring them back."""
    store = Store.open(tmp_path)
    store.write_token("home", Token(Secret("the-access-token"), NOW, Secret("the-refresh-token")))
    store.write_token("home", None)
    store.close()  # works the log into the file
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    content = (tmp_path / NAME).read_bytes()
    assert b"the-access-token" not in content
    assert b"the-refresh-token" not in content
