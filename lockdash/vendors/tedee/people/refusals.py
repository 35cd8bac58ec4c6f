"""What Tedee's refusals about people and PINs mean, and what can be done (tedee-facts 2.4, 2.5, 3.10)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lockdash.domain.secret import MASK
from lockdash.vendors import fields
from lockdash.vendors.base import Problem
from lockdash.vendors.errors import BadAnswer, Rejected
from lockdash.vendors.people import FieldRefused, Written
from lockdash.vendors.replies import Reply
from lockdash.vendors.tedee import wire
from lockdash.vendors.tedee.people.shapes import AccessResult
from lockdash.vendors.tedee.signers import Signer

_NOT_ALLOWED = 403
_PIN_LIKE = re.compile(r"\d(?:[\s.-]?\d){3,}")


class Meaning(NamedTuple):
    """`field`: which one of our request it is about, "" for no single one, None if it is about none at all."""

    words: str
    remedy: str = ""
    field: str | None = None


READ_ACCESS = {404: Meaning("this device is not there any more; it may have been added again")}
WRITE_ACCESS = {
    400: Meaning("it does not take these terms", "look at the level, the dates and the times", ""),
    403: Meaning("only the owner and admins of the device may"),
    404: Meaning("this access or this device is not there any more", "read the people of the device again"),
}
READ_PINS = {
    403: Meaning("only the owner and admins of the lock may"),
    404: Meaning("this PIN or this lock is not there any more", "read the PINs of the lock again"),
    408: Meaning("the lock did not answer in time", "try again in a minute; if it lasts, look at its bridge"),
    409: Meaning("the lock is at another request just now", "try again in a few seconds"),
    428: Meaning("the lock is disconnected, or not paired with both a keypad and a bridge", "look at both"),
}
WRITE_PINS = READ_PINS | {
    400: Meaning("the lock does not take this PIN or its times", "choose another PIN, or other times", "pin"),
    406: Meaning("another PIN of this lock has the same digits", "choose another PIN", "pin"),
    408: Meaning(
        "the lock did not answer in time, and may have done it all the same",
        "look at the PINs of the lock before you try again",
    ),
    412: Meaning("the lock has no room for another PIN", "delete one that nobody needs any more"),
}

_INSTEAD = "change the access that is there"
_HAS_ACCESS = Meaning("this person has access to it already", _INSTEAD, "email")
_GROUP_HAS_ACCESS = Meaning("this group has access to it already", _INSTEAD, "")
CODES = {
    1000: Meaning("the terms break one of Tedee's rules", "look at the level, the dates and the times", ""),
    1001: Meaning("nobody can give a higher level than their own", "choose a lower level", "level"),
    1002: Meaning("this person owns the device and needs no access", "", "email"),
    1003: _HAS_ACCESS,
    1004: Meaning("this person is invited already, and has not accepted yet", "change that invitation", "email"),
    1005: Meaning("the device does not belong to the organisation of this group", "", ""),
    1006: Meaning("this group does not exist any more", "", ""),
    1007: _GROUP_HAS_ACCESS,
    1008: Meaning("nobody can give access to themselves", "", "email"),
    1009: _GROUP_HAS_ACCESS,
    1010: _HAS_ACCESS,
}
_UNKNOWN = Meaning("for a reason that it does not name", "", "")


def words_without_pins(body: bytes) -> str:
    """Return what an error's body says to a request about a PIN, which it may quote."""
    return _PIN_LIKE.sub(MASK, wire.refusal_words(body))


def explained(refused: Rejected, meanings: Mapping[int, Meaning], scope: str, signer: Signer) -> Rejected:
    """Return `refused` in words. A missing `scope` takes away what was asked for and not the account, so that it is
    Rejected, like all that concerns one resource."""
    meaning = meanings.get(refused.status)
    if refused.status == _NOT_ALLOWED:
        also = f", and {meaning.words}" if meaning else ""
        return Rejected(
            f"{refused}; {signer.word} needs the scope {scope}{also}",
            status=refused.status,
            remedy=signer.give(scope),
        )
    if meaning is None:
        return refused
    said = f"{refused}; {meaning.words}"
    if meaning.field is None:
        return Rejected(said, status=refused.status, remedy=meaning.remedy)
    return FieldRefused(said, fields={meaning.field: meaning.words}, status=refused.status, remedy=meaning.remedy)


def answered(outcome: Reply | Rejected, meanings: Mapping[int, Meaning], scope: str, signer: Signer) -> Reply:
    """Return the answer. Raises a refusal in words: see `explained`."""
    if isinstance(outcome, Rejected):
        raise explained(outcome, meanings, scope, signer)
    return outcome


def not_given(result: AccessResult, where: str, status: int) -> FieldRefused:
    """Return why an access was not given, though the HTTP status is that of a success."""
    code = fields.whole(result.error.code) if result.error is not None else None
    message = fields.text(result.error.message) if result.error is not None else None
    meaning = CODES.get(code, _UNKNOWN) if code is not None else _UNKNOWN
    words = message if meaning is _UNKNOWN and message else meaning.words
    numbered = f"code {code}, " if code is not None else ""
    return FieldRefused(
        f"Tedee refuses ({numbered}{where}): {words}",
        fields={meaning.field or "": words},
        status=status,
        remedy=meaning.remedy,
    )


def certain(found: Sequence[Written], problems: Sequence[Problem]) -> tuple[Written, ...]:
    """Return what a look has found. Raises BadAnswer if that is nothing, and it may be among what was not understood:
    whoever takes it for nothing sends it again."""
    if not found and problems:
        raise BadAnswer(f"{problems[0].where} was not understood ({problems[0].why}): it may be what is looked for")
    return tuple(found)
