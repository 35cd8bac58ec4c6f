"""What may be said of an exception."""

from __future__ import annotations

import pytest

from lockdash.engine.failures import words_of
from lockdash.store.errors import StoreError
from lockdash.vendors.errors import Rejected, Unreachable


def test_our_own_errors_say_what_to_do_and_say_it_once():
    assert words_of(Unreachable("no answer", remedy="look at the network")) == "no answer; look at the network"
    assert words_of(Unreachable("no answer")) == "no answer"
    repeated = Rejected("refused: The lock is offline; the lock is offline", status=423, remedy="look at its bridge")
    assert words_of(repeated) == "refused: The lock is offline; look at its bridge"
    assert words_of(StoreError("the disk is full")) == "unexpected: the disk is full"


def test_the_text_of_any_other_may_quote_the_wire_and_is_not_repeated():
    with pytest.raises(KeyError) as caught:
        {}["48213907"]
    assert words_of(caught.value).startswith("unexpected: KeyError at test_failures.py:")
    assert "48213907" not in words_of(caught.value)
