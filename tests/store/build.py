"""Values to put into stores: plain ones, and strategies for any."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import strategies as st

from lockdash.domain.accesses import Access, AccountDefaults, Group, Level, Place, Sync, TargetKind
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.budget import Budget
from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus
from lockdash.domain.devices import Contact, Device, DeviceKind, DoorState, LockState
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.people import Ability, Person, PersonKind, PersonStatus, person_key
from lockdash.domain.readings import Reading
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.weeks import Deed, Mark, Week
from lockdash.domain.windows import Span, Window
from lockdash.store.store import Store

NOW = datetime(2026, 11, 21, 18, 2, 12, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@contextmanager
def fresh_store():
    """A store for one example of a property test."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Store.open(Path(folder))
        try:
            yield opened
        finally:
            opened.close()


def of_vendors(store: Store) -> list[Event]:
    """The events that are not lockdash's own notes of its commands, changes and accounts, the newest first."""
    return [event for event in store.events(limit=-1) if not event.kind.is_ours]


def plan_of(connection, ask) -> str:
    """How SQLite would answer what `ask` asks over `connection`."""
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    try:
        ask()
    finally:
        connection.set_trace_callback(None)
    (query,) = asked
    return "; ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))


def a_device(key: str = "home/1", **fields) -> Device:
    return Device(**{"account": "home", "vendor_id": "7", "kind": DeviceKind.lock, "name": "Front"} | fields, key=key)


def a_command(id: str = "c1", **fields) -> Command:
    given = {
        "account": "home",
        "device_key": "home/1",
        "kind": CommandKind.lock,
        "actor": Actor("ada"),
        "requested_at": NOW,
        "expires_at": later(60),
    }
    return Command(**given | fields, id=id)


def an_event(id: str = "e1", **fields) -> Event:
    given = {
        "account": "home",
        "kind": EventKind.locked,
        "kind_raw": "32",
        "outcome": Outcome.succeeded,
        "occurred_at": NOW,
        "first_seen_at": later(5),
    }
    return Event(**given | fields, id=id)


def an_account(name: str = "home", **fields) -> Account:
    return Account(**{"vendor": "tedee", "since": NOW} | fields, name=name)


def a_person(id: str = "1", **fields) -> Person:
    given = {"account": "home", "origin": "guests", "kind": PersonKind.guest, "name": "Grace"} | fields
    return Person(**given, key=person_key(given["account"], given["origin"], id), id=id)


def an_access(key: str = "home/access/1", **fields) -> Access:
    given = {
        "account": "home",
        "person_key": "home/guests/1",
        "target_kind": TargetKind.device,
        "target_id": "7",
    }
    return Access(**given | fields, key=key)


def a_group(id: str = "1", **fields) -> Group:
    return Group(**{"account": "home", "name": "Upstairs"} | fields, id=id)


def a_place(id: str = "1", **fields) -> Place:
    return Place(**{"account": "home", "name": "Harbour Street"} | fields, id=id)


def a_schedule(id: str = "1", **fields) -> Schedule:
    return Schedule(**{"account": "home", "name": "Cleaning hours"} | fields, id=id)


def an_exception(id: str = "1", **fields) -> AccessException:
    given = {"account": "home", "name": "Holidays", "dates": (DateRange(date(2026, 12, 24), date(2026, 12, 26)),)}
    return AccessException(**given | fields, id=id)


def some_defaults(account: str = "home", start: int = 16) -> AccountDefaults:
    return AccountDefaults(account=account, guest_start=time(start), guest_end=time(11))


def a_change(id: str = "x1", **fields) -> Change:
    given = {
        "account": "home",
        "kind": ChangeKind.create,
        "actor": Actor("ada"),
        "person_name": "Grace",
        "requested_at": NOW,
        "expires_at": later(60),
    }
    return Change(**given | fields, id=id)


moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.integers(-(2**63), 2**63 - 1)
seconds = st.floats(0, 1e9)


def maybe(strategy):
    return st.none() | strategy


def readings(values):
    return st.builds(Reading, values, maybe(moments), moments)


contacts = st.builds(
    Contact,
    connected=maybe(st.booleans()),
    seen_at=moments,
    alive=maybe(st.booleans()),
    last_at=maybe(moments),
    heartbeat=maybe(seconds),
    bridged=st.booleans(),
)
devices = st.builds(
    Device,
    key=texts,
    account=texts,
    vendor_id=texts,
    kind=st.sampled_from(DeviceKind),
    name=texts,
    serial=maybe(texts),
    kind_raw=texts,
    model=maybe(texts),
    location=maybe(texts),
    zone=maybe(texts),
    state=maybe(readings(st.sampled_from(LockState))),
    state_raw=maybe(texts),
    state_since=maybe(moments),
    door=maybe(readings(st.sampled_from(DoorState))),
    battery=maybe(readings(maybe(st.integers(0, 100)))),
    charging=maybe(st.booleans()),
    contact=maybe(contacts),
    actions=st.frozensets(st.sampled_from(CommandKind)),
    denied=maybe(texts),
    traits=st.dictionaries(texts, texts, max_size=3),
    schedule_ids=st.dictionaries(st.sampled_from(ScheduleKind), texts, max_size=3),
    revision=maybe(numbers),
    renew_every=seconds,
    gone_at=maybe(moments),
)
accounts = st.builds(
    Account,
    name=texts,
    vendor=texts,
    condition=st.sampled_from(Condition),
    since=moments,
    detail=texts,
    retry_at=maybe(moments),
    last_ok_at=maybe(moments),
    budget=maybe(
        st.builds(Budget, limit=numbers, remaining=numbers, resets_at=maybe(moments), reserve=st.integers(0, 100))
    ),
)
commands = st.builds(
    Command,
    id=texts,
    account=texts,
    device_key=texts,
    kind=st.sampled_from(CommandKind),
    actor=st.builds(Actor, texts, maybe(texts), maybe(texts), maybe(numbers)),
    requested_at=moments,
    expires_at=moments,
    status=st.sampled_from(CommandStatus),
    sent_at=maybe(moments),
    accepted_at=maybe(moments),
    settled_at=maybe(moments),
    operation=maybe(texts),
    earliest=maybe(moments),
    reason=maybe(texts),
    evidence=maybe(texts),
)
events = st.builds(
    Event,
    account=texts,
    id=texts,
    kind=st.sampled_from(EventKind),
    kind_raw=texts,
    outcome=st.sampled_from(Outcome),
    occurred_at=moments,
    first_seen_at=moments,
    recorded_at=maybe(moments),
    device_id=maybe(texts),
    who=maybe(texts),
    who_id=maybe(texts),
    how=maybe(texts),
    zone=maybe(texts),
    raw=texts,
)
walls = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))
windows = st.builds(
    Window,
    starts_at=maybe(moments | walls),
    ends_at=maybe(moments | walls),
    days=st.frozensets(st.integers(0, 6)),
    from_time=maybe(st.times()),
    to_time=maybe(st.times()),
    in_utc=st.booleans(),
)
people = st.builds(
    Person,
    key=texts,
    account=texts,
    id=texts,
    origin=texts,
    kind=st.sampled_from(PersonKind),
    name=texts,
    status=maybe(st.sampled_from(PersonStatus)),
    status_raw=texts,
    email=maybe(texts),
    department=maybe(texts),
    stay=maybe(windows),
    has_pin=maybe(st.booleans()),
    has_card=maybe(st.booleans()),
    one_time=st.booleans(),
    denied=st.frozensets(st.sampled_from(Ability)),
    listed_by=texts,
    gone_at=maybe(moments),
)
counts = st.integers(0, 99)
accesses = st.builds(
    Access,
    key=texts,
    account=texts,
    person_key=texts,
    target_kind=st.sampled_from(TargetKind),
    target_id=texts,
    id=maybe(texts),
    schedule_id=maybe(texts),
    guest_start=maybe(st.times()),
    guest_end=maybe(st.times()),
    window=maybe(windows),
    level=maybe(st.sampled_from(Level)),
    remote=maybe(st.booleans()),
    invited=st.booleans(),
    sync=maybe(st.builds(Sync, total=counts, synced=counts, pending=counts, failed=counts)),
    pending_since=maybe(moments),
    gone_at=maybe(moments),
)
groups = st.builds(Group, account=texts, id=texts, name=texts, device_ids=maybe(st.frozensets(texts)))
places = st.builds(Place, account=texts, id=texts, name=texts, zone=maybe(texts))
minutes = st.integers(0, 24 * 60).map(lambda each: timedelta(minutes=each))
degrees = maybe(st.floats(-99, 199))
weeks = st.builds(
    Week,
    spans=st.lists(st.builds(Span, st.integers(0, 6), minutes, minutes), max_size=3).map(tuple),
    marks=st.lists(
        st.builds(Mark, st.integers(0, 6), minutes, st.sampled_from(Deed), degrees, degrees), max_size=3
    ).map(tuple),
)
schedules = st.builds(
    Schedule,
    account=texts,
    id=texts,
    name=texts,
    kind=maybe(st.sampled_from(ScheduleKind)),
    kind_raw=texts,
    week=weeks,
    exception_id=maybe(texts),
    updated_at=maybe(moments),
)
exceptions = st.builds(
    AccessException,
    account=texts,
    id=texts,
    name=texts,
    dates=st.lists(st.builds(DateRange, st.dates(), st.dates()), max_size=3).map(tuple),
    updated_at=maybe(moments),
)
defaults = st.builds(AccountDefaults, account=texts, guest_start=st.times(), guest_end=st.times())
changes = st.builds(
    Change,
    id=texts,
    account=texts,
    kind=st.sampled_from(ChangeKind),
    actor=st.builds(Actor, texts, maybe(texts), maybe(texts), maybe(numbers)),
    person_name=texts,
    requested_at=moments,
    expires_at=moments,
    person_key=maybe(texts),
    target_kind=maybe(st.sampled_from(TargetKind)),
    target_id=maybe(texts),
    target_name=texts,
    details=texts,
    status=st.sampled_from(ChangeStatus),
    settled_at=maybe(moments),
    reason=maybe(texts),
)
