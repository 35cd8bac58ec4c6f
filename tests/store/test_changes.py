"""The audit of what was done to people: durable, never lessened, without a secret, and no blind retry."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lockdash.domain.changes import ChangeKind, ChangeStatus, advance
from lockdash.domain.secret import MASK, Secret
from lockdash.store.store import Store
from tests.store.build import NOW, a_change, a_device, changes, fresh_store, later, moments

SETTLED = [ChangeStatus.done, ChangeStatus.failed, ChangeStatus.refused]


@given(changes)
def test_any_change_comes_back_as_it_was(change):
    with fresh_store() as store:
        store.put_change(change)
        assert store.changes() == [change]
        in_flight = [change] if change.status.in_flight else []
        assert store.changes(in_flight=True) == list(store.load_people().changes) == in_flight


def test_a_change_is_settled_once(store):
    change = a_change()
    store.put_change(change)
    done = advance(change, ChangeStatus.done, later(2), person_key="home/guests/7")
    store.put_change(done)
    assert store.changes() == store.changes(person_key="home/guests/7") == [done]
    assert store.changes(in_flight=True) == []


@pytest.mark.parametrize("known", list(ChangeStatus))
@pytest.mark.parametrize("told", list(ChangeStatus))
def test_a_late_writer_never_lessens_what_is_known(store, known, told):
    store.put_change(a_change(status=known))
    revision = store.load_people().revision
    store.put_change(a_change(status=told))
    order = [{ChangeStatus.requested}, {ChangeStatus.unknown}, set(SETTLED)]
    knows_more = [told in each for each in order].index(True) > [known in each for each in order].index(True)
    assert store.changes()[0].status is (told if knows_more else known)
    assert (store.load_people().revision == revision + 1) is knows_more


def test_the_same_change_can_be_recorded_again(store):
    """As by a session that does not know whether the first time came through."""
    store.put_change(a_change())
    before = store.data_version()
    store.put_change(a_change())
    assert store.data_version() == before


def test_a_change_whose_session_died_may_have_happened(store):
    store.put_change(a_change("x1"))
    store.put_change(a_change("x2", requested_at=later(50), expires_at=later(200)))
    revision = store.load_people().revision
    assert store.expire_changes(later(90)) == []
    (settled,) = store.expire_changes(later(90.001))
    assert (settled.id, settled.status, settled.settled_at) == ("x1", ChangeStatus.unknown, later(90.001))
    assert "look before you ask again" in settled.reason
    assert store.changes() == [a_change("x2", requested_at=later(50), expires_at=later(200)), settled]
    assert store.load_people(revision).changes == (settled,)
    assert store.load_people(revision).revision == revision + 1
    assert store.expire_changes(later(91)) == []


def test_the_session_that_was_only_slow_has_the_last_word(store):
    change = a_change()
    store.put_change(change)
    store.expire_changes(later(3600))
    done = advance(change, ChangeStatus.done, later(3601))
    store.put_change(done)
    assert store.changes() == [done]


def test_a_clock_that_is_set_back_does_not_keep_a_change_in_flight(store):
    store.put_change(a_change(requested_at=NOW, expires_at=later(60)))
    assert store.expire_changes(later(-30)) == []
    assert len(store.expire_changes(later(-3600))) == 1


def test_followers_hear_of_changes_once_and_in_their_order(store):
    store.put_devices([a_device()])
    revision = store.load_people().revision
    for id in ("x2", "x1", "x3"):
        store.put_change(a_change(id))
    assert [each.id for each in store.load_people(revision).changes] == ["x2", "x1", "x3"]
    revision = store.load_people().revision
    store.put_change(a_change("x1", status=ChangeStatus.done))
    assert [each.id for each in store.load_people(revision).changes] == ["x1"]
    assert [each.id for each in store.load_people().changes] == ["x2", "x3"]
    assert store.load(revision).devices == ()


def test_the_last_begun_is_the_first_even_after_the_clock_was_set_back(store):
    store.put_change(a_change("x1"))
    store.put_change(a_change("x2", requested_at=later(-3600), expires_at=later(-3540)))
    store.put_change(a_change("x1", status=ChangeStatus.done))
    assert [each.id for each in store.changes()] == ["x2", "x1"]


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from([None, "p", "q"]), moments, st.sampled_from(ChangeStatus)),
        max_size=15,
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "account": st.sampled_from("abc"),
            "person_key": st.sampled_from("pqr"),
            "since": moments,
            "in_flight": st.booleans(),
            "limit": st.integers(-1, 20),
        },
    ),
    st.integers(0, 20),
)
def test_the_audit_list_is_what_was_asked_for(rows, asked, pick):
    if "since" in asked and pick < len(rows):
        asked["since"] = rows[pick][2]  # the very moment belongs to it
    with fresh_store() as store:
        known = []
        for number, (account, person, at, status) in enumerate(rows):
            change = a_change(str(number), account=account, person_key=person, requested_at=at, status=status)
            store.put_change(change)
            known.insert(0, change)
        limit = asked.get("limit", 100)
        assert (
            store.changes(**asked)
            == [
                change
                for change in known
                if change.account == asked.get("account", change.account)
                and change.person_key == asked.get("person_key", change.person_key)
                and change.requested_at >= asked.get("since", change.requested_at)
                and (change.status.in_flight or not asked.get("in_flight"))
            ][: None if limit < 0 else limit]
        )


def content(store: Store) -> bytes:
    """Everything in the folder of the store."""
    return b"".join(file.read_bytes() for file in store.path.parent.iterdir())


WORDS = ["person_name", "target_name", "details", "reason"]


@given(st.from_regex(r"[1-9][0-9]{5,9}", fullmatch=True), st.sampled_from(WORDS), st.booleans())
def test_a_pin_never_reaches_the_file_whoever_repeats_it(pin, field, begun):
    """Typed into a name, or repeated by the vendor that refuses it."""
    assume(pin not in msgspec.json.encode(a_change()).decode())
    change = a_change(**{field: f"the code {pin}# is taken ({pin})"})
    with fresh_store() as store:
        if begun:
            store.put_change(a_change(details=f"PIN {pin}"), [Secret(pin)])
        store.put_change(msgspec.structs.replace(change, status=ChangeStatus.refused), [Secret("0000"), Secret(pin)])
        assert pin.encode() not in content(store)
        (kept,) = store.changes()
        assert getattr(kept, field) == f"the code {MASK}# is taken ({MASK})"
        assert b"is taken" in content(store)


def test_a_change_is_on_the_disk_before_anybody_is_told(store):
    """As a sync of the log before the transaction ends; https://www.sqlite.org/pragma.html#pragma_synchronous."""
    with store._database.read() as connection:
        said: list[str] = []
        connection.set_trace_callback(said.append)
    for ask in (
        lambda: store.put_change(a_change()),
        lambda: store.expire_changes(later(3600)),
        lambda: store.put_change(a_change(status=ChangeStatus.done)),
    ):
        said.clear()
        ask()
        wanted = ["PRAGMA synchronous = FULL", "COMMIT", "PRAGMA synchronous = NORMAL"]
        assert [each for each in said if each in wanted] == wanted


KINDS = [ChangeKind.create_schedule, ChangeKind.update_schedule, ChangeKind.delete_exception]


def test_the_list_can_be_of_some_kinds_only(store):
    asked = [*KINDS, ChangeKind.revoke, *KINDS]
    for number, kind in enumerate(asked):
        store.put_change(a_change(f"x{number}", kind=kind, account="home" if number % 2 else "cabin"))
    assert [each.id for each in store.changes(kinds=KINDS)] == ["x6", "x5", "x4", "x2", "x1", "x0"]
    assert [each.id for each in store.changes(kinds=KINDS, limit=2)] == ["x6", "x5"]
    assert [each.id for each in store.changes(kinds=KINDS, limit=-1)] == ["x6", "x5", "x4", "x2", "x1", "x0"]
    assert [each.id for each in store.changes(kinds=KINDS[:1], account="cabin")] == ["x4", "x0"]
    assert store.changes(kinds=[]) == []
    assert store.changes(kinds=[ChangeKind.copy]) == []


@pytest.fixture(scope="module")
def long_list(tmp_path_factory):
    """A store with 100,000 changes of two accounts and 500 people, one a second; one of them is in flight."""
    store = Store.open(tmp_path_factory.mktemp("long"))
    bodies = [json.dumps({"account": "home", "kind": kind, "reason": "x" * 600}) for kind in KINDS]
    with store._database.write() as transaction:
        transaction.execute(
            "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 99999) "
            "INSERT INTO changes (id, account, person_key, requested_at, in_flight, rev, body) "
            "SELECT n, iif(n % 2, 'home', 'rentals'), 'home/guests/' || (n % 500), ? + n, n = 99999, n + 1, "
            "json_extract(?, '$[' || (n % 3) || ']') FROM n",
            (NOW.timestamp(), json.dumps(bodies)),
        )
        transaction.execute("UPDATE counter SET revision = 100000")
    yield store
    store.close()


LATE = later(99_990)


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda store: store.changes(), 5_000),
        (lambda store: store.changes(person_key="home/guests/7"), 5_000),
        (lambda store: store.changes(account="home"), 5_000),
        (lambda store: store.changes(kinds=KINDS), 5_000),
        (lambda store: store.changes(kinds=[ChangeKind.reveal]), 500),
        (lambda store: store.changes(since=LATE), 5_000),
        (lambda store: store.changes(in_flight=True), 500),
        (lambda store: store.changes(person_key="home/guests/7", account="home", since=LATE), 20_000),
        (lambda store: store.expire_changes(LATE), 500),
        (lambda store: store.load_people(), 500),
        (lambda store: store.load_people(99_990), 1_000),
        (lambda store: store.put_change(a_change(kind=ChangeKind.revoke)), 1_000),
    ],
)
def test_the_audit_is_quick_among_100_000_changes(long_list, ask, most):
    """Counted in steps of SQLite's machine, about 10 million of which are a second."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 10

    with long_list._database.read() as connection:
        connection.set_progress_handler(step, 10)
    try:
        ask(long_list)
    finally:
        connection.set_progress_handler(None, 10)
    assert 0 < steps <= most
