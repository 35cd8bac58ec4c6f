from __future__ import annotations

import logging
import pickle
import traceback

import pytest

from lockdash.domain.secret import MASK, Secret

PIN = "482913"


def test_every_way_of_printing_it_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(PIN)
    with caplog.at_level(logging.INFO):
        logging.getLogger("t").info("%s %r", secret, [secret])
    printed = [
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret:>10}",
        "%s" % secret,  # noqa: UP031
        f"{ {'pin': secret} }",
        caplog.text,
    ]
    assert not any(PIN in text for text in printed)
    assert MASK in str(secret)


def test_a_traceback_does_not_show_it() -> None:
    secret = Secret(PIN)
    try:
        raise ValueError(f"bad {secret}")
    except ValueError:
        assert PIN not in traceback.format_exc()


def test_it_refuses_to_be_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(PIN))


def test_it_compares_by_value_and_reveals_on_request() -> None:
    assert Secret(PIN) == Secret(PIN)
    assert Secret(PIN) != Secret("other")
    assert Secret(PIN) != PIN
    assert len({Secret(PIN), Secret(PIN)}) == 1
    assert Secret(PIN).reveal() == PIN
    assert not Secret("")
