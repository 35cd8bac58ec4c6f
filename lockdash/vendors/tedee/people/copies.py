"""What became of a copy of an access, for each of those who were to have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from lockdash.vendors import fields
from lockdash.vendors.tedee.people.shapes import AccessResult


def results(principals: Sequence[Mapping[str, object]], sent: Sequence[msgspec.Raw]) -> list[AccessResult | None]:
    """Return the result of each of `principals`, in their order, None where the answer tells of none.

    The reference does not say that results come in the order of the request. So they are matched by whom they name;
    one that names nobody counts for its place, if there are as many as were asked for.
    """
    read = [_result(item) for item in sent]
    found: list[AccessResult | None] = []
    for index, principal in enumerate(principals):
        named = next((each for each in read if each is not None and _is_of(each, principal)), None)
        there = read[index] if len(read) == len(principals) else None
        found.append(named or (there if there is not None and _is_nobodys(there) else None))
    return found


def _result(item: msgspec.Raw) -> AccessResult | None:
    try:
        return msgspec.json.decode(item, type=AccessResult)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _is_of(result: AccessResult, principal: Mapping[str, object]) -> bool:
    if (address := principal.get("userEmail")) is not None:
        return (fields.text(result.user_email) or "").lower() == str(address).lower()
    return fields.identity(result.principal_id) == principal.get("principalId")


def _is_nobodys(result: AccessResult) -> bool:
    return fields.text(result.user_email) is None and fields.identity(result.principal_id) is None
