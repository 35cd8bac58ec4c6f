"""The rules of `lockdash.vendors.people`; its clients are tested with the vendors."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest

from lockdash.domain.people import PersonKind
from lockdash.domain.secret import Secret
from lockdash.vendors.errors import (
    BadAnswer,
    RateLimited,
    Rejected,
    SignedOut,
    Unauthorised,
    Unreachable,
    VendorError,
    VendorFault,
)
from lockdash.vendors.failures import TimedOut
from lockdash.vendors.people import FieldRefused, NewPerson, PeopleFeed, PersonChange, may_have_happened, people_of


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Unreachable("cut", sent=True), True),
        (Unreachable("refused", sent=False), False),
        (TimedOut("no answer in time", sent=True), True),
        (VendorFault("502"), True),
        (BadAnswer("a web page"), True),
        (Rejected("the device did not answer", status=408), True),
        (Rejected("duplicate", status=406), False),
        (Rejected("not found", status=404), False),
        (FieldRefused("no", fields={"pin": "has already been taken"}), False),
        (RateLimited("429"), False),
        (Unauthorised("401"), False),
        (SignedOut("gone"), False),
    ],
)
def test_a_write_that_may_have_happened_is_looked_for(error: VendorError, expected: bool) -> None:
    assert may_have_happened(error) is expected


def test_a_refusal_names_its_fields_and_is_a_matter_of_that_resource() -> None:
    words = {"pin": "has already been taken", "": "is not possible"}
    error = FieldRefused("refused", fields=words, remedy="choose another PIN")
    words.clear()
    assert error.fields == {"pin": "has already been taken", "": "is not possible"}
    assert isinstance(error, Rejected)
    assert (error.status, error.remedy) == (422, "choose another PIN")


def test_a_feed_of_people_is_a_feed() -> None:
    feed = PeopleFeed("past", math.inf, 60.0, on_demand=True)
    assert (feed.name, feed.per_device, feed.per_person, feed.on_demand) == ("past", False, False, True)


def test_a_vendor_may_have_no_people() -> None:
    client: Any = SimpleNamespace()
    assert people_of(client) is None
    client.people = object()
    assert people_of(client) is client.people


def test_requests_do_not_show_their_secrets() -> None:
    new = NewPerson(origin="p", kind=PersonKind.user, name="Ada", pin=Secret("4711"), card=Secret("0815"))
    change = PersonChange(pin=Secret("4711"), card=Secret("0815"))
    assert not any(secret in f"{each!r}{each}" for each in (new, change) for secret in ("4711", "0815"))
