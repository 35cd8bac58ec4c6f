"""Why an order is not sent: pure, so that screen, command line and engine agree."""

from __future__ import annotations

from lockdash.domain.people import Ability, Person, PersonKind
from lockdash.domain.pins import objections as pin_objections
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.engine.people.orders import Create, Grant, Order, Update, needs
from lockdash.vendors.people import Origin

LONGEST_NAME = 200


def objection(order: Order, origin: Origin | None, *, read_only: bool, known: Person | None) -> str:
    """Return why `order` is not sent, "" if it may be. `origin`: that of the person; None if the account has none of
    that name. `known`: the person as they are known now."""
    person = None if isinstance(order, Create) else order.person
    name = order.new.name if isinstance(order, Create) else order.person.name
    if read_only:
        account = order.account if isinstance(order, Create) else order.person.account
        return f"nothing can be done to {name or 'anybody'}: the configuration of {account} allows only looking"
    if origin is None:
        return "the account has no people of this kind"
    if person is not None and known is None:
        return f"{name} is gone: somebody has deleted them meanwhile"
    for ability in needs(order):
        if ability not in origin.abilities:
            return origin.denied.get(ability) or f"{origin.label} does not let anybody {words(ability)}"
        if known is not None and ability in known.denied:
            return f"{origin.label} does not let anybody {words(ability)} of {name} now"
    return _of_content(order, origin)


def words(ability: Ability) -> str:
    """Return what an ability is, as in "let anybody ..."."""
    return ability.replace("_", " ")


def _of_content(order: Order, origin: Origin) -> str:
    if isinstance(order, Create):
        return _of_creation(order, origin)
    if isinstance(order, Update):
        if isinstance(order.change.name, str) and (said := of_name(order.change.name)):
            return said
        if isinstance(order.change.stay, Window) and (said := _of_stay(order.change.stay, origin)):
            return said
        return _of_pin(order.change.pin if isinstance(order.change.pin, Secret) else None, origin)
    if isinstance(order, Grant) and order.access.target.account != order.person.account:
        return f"{order.access.target.name} belongs to {order.access.target.account}, not to {order.person.account}"
    return ""


def _of_creation(order: Create, origin: Origin) -> str:
    new = order.new
    if said := of_name(new.name):
        return said
    if new.kind not in origin.kinds:
        return f"{origin.label} knows no {new.kind}s"
    if origin.born_with_access and new.first is None:
        return f"nobody is at {origin.label} without a door: name the first one"
    if not origin.born_with_access and new.first is not None:
        return f"{origin.label} takes doors only after the creation"
    if new.first is not None and new.first.target.account != order.account:
        return f"{new.first.target.name} belongs to {new.first.target.account}, not to {order.account}"
    if new.kind is PersonKind.guest and (new.stay is None or not (new.stay.starts_at and new.stay.ends_at)):
        return "a guest comes at some time and leaves at another: name both"
    return (_of_stay(new.stay, origin) if new.stay is not None else "") or _of_pin(new.pin, origin)


def of_name(name: str) -> str:
    if not name.strip():
        return "the name is empty"
    return f"a name has at most {LONGEST_NAME} characters; this one has {len(name)}" if len(name) > LONGEST_NAME else ""


def _of_stay(stay: Window, origin: Origin) -> str:
    starts, ends = stay.starts_at, stay.ends_at
    if starts is not None and ends is not None:
        if (starts.tzinfo is None) != (ends.tzinfo is None):
            return "one end of the stay has a time zone and the other has none"
        if ends <= starts:
            return "the stay ends before it begins"
    if origin.whole_hours and any(each is not None and (each.minute or each.second) for each in (starts, ends)):
        return f"{origin.label} knows whole hours only"
    return ""


def _of_pin(pin: Secret | None, origin: Origin) -> str:
    if pin is None or origin.pins is None:
        return ""
    return "; ".join(pin_objections(pin, origin.pins))
