"""An order on its way to the vendor: one call of the client, once, and what it brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from lockdash.domain.people import Credentials
from lockdash.domain.secret import Secret
from lockdash.engine.people import merge
from lockdash.engine.people.intake import put
from lockdash.engine.people.known import Known
from lockdash.engine.people.orders import (
    ChangeAccess,
    Copy,
    Create,
    Deactivate,
    Delete,
    Grant,
    Instruct,
    Order,
    Reveal,
    Revoke,
    ShowLetter,
    Update,
)
from lockdash.store.store import Store
from lockdash.vendors.people import Copied, PeopleClient, Preview, Written


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What came back from the call."""

    written: Written | None = None
    credentials: Credentials | None = None
    preview: Preview | None = None
    copied: tuple[Copied, ...] = ()

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Return those that came with it."""
        shown = [self.credentials, *(each.credentials for each in self.all_written)]
        return tuple(each for found in shown if found is not None for each in (found.pin, found.card) if each)

    @property
    def all_written(self) -> Sequence[Written]:
        copies = [each.written for each in self.copied if each.written is not None]
        return [self.written, *copies] if self.written is not None else copies


async def send(client: PeopleClient, order: Order) -> Answered:
    """Raises VendorError."""
    match order:
        case Create(new=new):
            return Answered(written=await client.create(new))
        case Update(person=person, change=change):
            return Answered(written=await client.update(person, change))
        case Deactivate(person=person):
            return Answered(written=await client.deactivate(person))
        case Delete(person=person):
            await client.delete(person)
        case Grant(person=person, access=access):
            return Answered(written=await client.grant(person, access))
        case ChangeAccess(person=person, access=old, terms=terms):
            return Answered(written=await client.change_access(person, old, terms))
        case Revoke(person=person, access=old):
            await client.revoke(person, old)
        case Copy(access=old, to=to):
            return Answered(copied=await client.copy(old, to))
        case Instruct(person=person, days_before=days_before):
            await client.instruct(person, days_before)
        case Reveal(person=person):
            return Answered(credentials=await client.reveal(person))
        case ShowLetter(person=person):
            return Answered(preview=await client.preview(person))
    return Answered()


def take_in(
    store: Store, known: Known, order: Order, answered: Answered, by_device: frozenset[str], now: datetime
) -> None:
    """Write what is known of people now that `order` is done; part of a job of the writer's thread. `by_device`: as in
    `merge.Question`."""
    put(store, merge.written(known, answered.all_written, now))
    if isinstance(order, Delete):
        put(store, merge.lost(known, order.person, now))
    elif isinstance(order, Revoke):
        put(store, merge.revoked(known, order.access, by_device, now))
