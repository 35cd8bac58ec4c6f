"""Changes to people: recorded first, sent once, compared, and never sent again by themselves."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime

import msgspec
import pytest

from lockdash.domain.accesses import Sync
from lockdash.domain.changes import ChangeStatus, struck_out
from lockdash.domain.people import Ability, PersonKind, PersonStatus
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.engine.people.comparing import OTHER_PIN
from lockdash.engine.people.orders import (
    Copy,
    Create,
    Deactivate,
    Delete,
    Grant,
    Reveal,
    Revoke,
    Update,
)
from lockdash.engine.policy import Refusal
from lockdash.engine.recording import NOT_SENT
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from lockdash.vendors.errors import RateLimited, Rejected, Unreachable, VendorFault
from lockdash.vendors.people import FieldRefused, NewAccess, PersonChange
from tests.engine.people_stage import PIN, PeopleStage, new_guest, person
from tests.engine.stage import device

ADA = "home/people/ada"
LOST = Unreachable("no answer in time")


@pytest.fixture
def stage(tmp_path):
    stage = PeopleStage(tmp_path / "state")
    stage.people.add("ada")
    stage.people.give("x", "ada", sync=Sync(total=1, synced=1, pending=0, failed=0))
    return stage


@pytest.fixture
async def engine(stage):
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        yield engine


async def carried(stage, engine, order):
    task = asyncio.ensure_future(engine.people.change(order))
    await stage.until(task.done)
    return task.result()


def ada(engine):
    return engine.people.snapshot.people[ADA]


async def test_a_creation_is_recorded_shown_and_compared(stage, engine):
    outcome = await carried(stage, engine, Create("home", new_guest()))
    assert (outcome.change.status, outcome.alarms) == (ChangeStatus.done, ())
    assert engine.people.snapshot.people[outcome.change.person_key].name == "Ada Sample"
    record = engine.people.changes()[0]
    assert (record.status, record.person_name, record.person_key) == (
        ChangeStatus.done,
        "Ada Sample",
        outcome.written.person_key,
    )
    assert stage.people.done == ["create"]


async def test_another_pin_than_the_one_asked_for_is_an_alarm_and_neither_is_in_the_record(stage, engine):
    stage.people.pin_given = Secret("771177")
    outcome = await carried(stage, engine, Create("home", new_guest(name=f"Ada {PIN.reveal()}")))
    assert OTHER_PIN in outcome.alarms
    record = engine.people.changes()[0]
    assert OTHER_PIN in record.reason
    stored = msgspec.json.encode(record).decode()
    assert "771177" not in stored
    assert PIN.reveal() not in stored


async def test_a_refusal_names_its_field(stage, engine):
    stage.people.fails["create"] = FieldRefused("not taken", fields={"pin": f"{PIN.reveal()} has been taken"})
    outcome = await carried(stage, engine, Create("home", new_guest()))
    assert outcome.change.status is ChangeStatus.refused
    assert outcome.fields == {"pin": "•••• has been taken"}


async def test_what_was_not_sent_has_failed(stage, engine):
    for error in (Unreachable("no way", sent=False), RateLimited("out of requests")):
        stage.people.fails["create"] = error
        outcome = await carried(stage, engine, Create("home", new_guest()))
        assert outcome.change.status is ChangeStatus.failed
        assert outcome.change.reason.startswith("not sent: ")
    assert "look" not in stage.people.done


async def test_a_creation_without_an_answer_is_looked_for_and_never_sent_again(stage, engine):
    stage.people.after["create"] = LOST
    outcome = await carried(stage, engine, Create("home", new_guest()))
    assert stage.people.done == ["create", "look"]
    assert outcome.change.status is ChangeStatus.done
    assert "a look has found them" in outcome.change.reason
    assert outcome.change.person_key in engine.people.snapshot.people
    await stage.pass_time(600)
    assert stage.people.done.count("create") == 1


@pytest.mark.parametrize("error", [LOST, VendorFault("500"), Rejected("lock asleep", status=408)])
async def test_a_creation_of_which_a_look_shows_nothing_stays_unknown(stage, engine, error):
    stage.people.fails["create"] = error
    outcome = await carried(stage, engine, Create("home", new_guest()))
    assert outcome.change.status is ChangeStatus.unknown
    assert "may still come" in outcome.change.reason
    assert engine.people.changes()[0].status is ChangeStatus.unknown
    assert stage.people.done == ["create", "look", "look", "look"]


async def test_somebody_who_was_there_before_is_not_the_one_who_was_created(stage, engine):
    stage.people.fails["create"] = LOST
    outcome = await carried(stage, engine, Create("home", new_guest(name="Person ada")))
    assert outcome.change.status is ChangeStatus.unknown


async def test_a_change_without_an_answer_is_settled_by_a_look(stage, engine):
    stage.people.after = {"deactivate": LOST, "revoke": LOST, "delete": LOST}
    [mine] = engine.people.snapshot.by_person[ADA]
    assert (await carried(stage, engine, Revoke(ada(engine), mine))).is_done
    assert ADA not in engine.people.snapshot.by_person
    assert (await carried(stage, engine, Deactivate(ada(engine)))).is_done
    assert ada(engine).status is PersonStatus.deactivated
    assert (await carried(stage, engine, Delete(ada(engine)))).is_done
    assert ADA not in engine.people.snapshot.people
    assert stage.people.done == ["revoke", "deactivate", "delete"]


async def test_a_change_that_a_look_does_not_show_stays_unknown(stage, engine):
    stage.people.fails["deactivate"] = LOST
    outcome = await carried(stage, engine, Deactivate(ada(engine)))
    assert outcome.change.status is ChangeStatus.unknown
    assert "a look does not show it" in outcome.change.reason
    assert engine.people.changes(ADA)[0].status is ChangeStatus.unknown


async def test_what_is_granted_is_followed_until_the_lock_has_heard_of_it(stage, engine):
    outcome = await carried(stage, engine, Grant(ada(engine), NewAccess(target=device("1"))))
    key = outcome.written.access_key
    await stage.pass_time(20)
    assert engine.people.snapshot.accesses[key].sync.pending == 1
    id = key.rpartition("/")[2]
    stage.people.give(id, "ada", sync=Sync(total=1, synced=1, pending=0, failed=0))
    await stage.pass_time(40)
    assert engine.people.snapshot.accesses[key].sync.synced == 1
    reads = len(stage.people.at("accesses"))
    await stage.pass_time(200)
    assert len(stage.people.at("accesses")) == reads


async def test_a_pin_is_shown_and_recorded_but_not_kept(stage, engine):
    outcome = await carried(stage, engine, Reveal(ada(engine)))
    assert outcome.credentials.pin == PIN
    record = engine.people.changes(ADA)[0]
    assert (record.kind, record.status) == ("reveal", ChangeStatus.done)
    assert PIN.reveal() not in (stage.folder / "lockdash.db").read_bytes().decode("latin-1")
    assert PIN.reveal() not in repr(outcome)


async def test_read_only_accounts_and_what_an_origin_lacks_are_refused_unsent(stage):
    stage.people.origin = msgspec.structs.replace(
        stage.people.origin,
        abilities=stage.people.origin.abilities - {Ability.deactivate},
        denied={Ability.deactivate: "delete them instead", Ability.copy: "nothing is copied here"},
    )
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        [mine] = engine.people.snapshot.by_person[ADA]
        for order, words in (
            (Deactivate(ada(engine)), "delete them instead"),
            (Copy(ada(engine), mine, ("bob@example.com",)), "nothing is copied here"),
            (Create("home", new_guest(name="  ")), "the name is empty"),
            (Create("home", new_guest(pin=Secret("12"))), "4 to 10 digits"),
            (Create("home", new_guest(stay=None)), "name both"),
            (Create("home", new_guest(kind=PersonKind.member)), "knows no members"),
            (Delete(person("nobody")), "deleted them meanwhile"),
            (Grant(ada(engine), NewAccess(target=device("9", account="cabin"))), "belongs to cabin"),
            (Update(ada(engine), PersonChange(stay=_stay(5, 1))), "ends before it begins"),
            (Create("attic", new_guest()), "no account attic"),
        ):
            with pytest.raises(Refusal, match=words):
                await engine.people.change(order)
    stage.config = stage.config.all_read_only()
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        with pytest.raises(Refusal, match="only looking"):
            await engine.people.change(Delete(ada(engine)))
        assert engine.people.changes() == []
    assert stage.people.done == []


async def test_whoever_stops_waiting_while_it_is_recorded_leaves_no_record_of_what_was_never_sent(
    stage, engine, monkeypatch
):
    honest, begun, go_on = Store.put_change, threading.Event(), threading.Event()

    def slow(store, change, secrets=()):
        begun.set()
        assert go_on.wait(30)
        honest(store, change, secrets)

    monkeypatch.setattr(Store, "put_change", slow)
    task = asyncio.ensure_future(engine.people.change(Deactivate(ada(engine))))
    assert await asyncio.to_thread(begun.wait, 30)
    task.cancel()
    await asyncio.wait({task}, timeout=30)
    assert (task.cancelled(), stage.people.done) == (True, [])
    go_on.set()
    await stage.pass_time(1)
    assert (stage.people.done, engine.people.changes()[0].status) == (["deactivate"], ChangeStatus.done)


async def test_a_session_that_ends_while_it_is_recorded_sends_nothing_and_says_so(stage, monkeypatch):
    honest, begun, go_on = Store.put_change, threading.Event(), threading.Event()

    def slow(store, change, secrets=()):
        begun.set()
        assert go_on.wait(30)
        honest(store, change, secrets)

    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        monkeypatch.setattr(Store, "put_change", slow)
        task = asyncio.ensure_future(engine.people.change(Deactivate(ada(engine))))
        assert await asyncio.to_thread(begun.wait, 30)
        ending = asyncio.ensure_future(engine._work.stop())
        await asyncio.wait({task}, timeout=30)
        go_on.set()
        await ending
        with pytest.raises(Refusal, match="the session ended first"):
            await task
    async with stage.engine(seed=2) as other:
        [record] = other.people.changes()
        assert (record.status, record.reason) == (ChangeStatus.failed, NOT_SENT)
    assert stage.people.done == []


async def test_nothing_is_sent_that_cannot_be_recorded(stage, engine, monkeypatch):
    def full(store, change, secrets=()):
        raise StoreError("the disk is full")

    monkeypatch.setattr(Store, "put_change", full)
    with pytest.raises(Refusal, match="could not be recorded: the disk is full"):
        await carried(stage, engine, Deactivate(ada(engine)))
    assert stage.people.done == []


async def test_a_session_that_ends_before_the_answer_says_that_it_may_have_happened(stage, monkeypatch):
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        client = (await engine._lines["home"].client()).people
        begun = asyncio.Event()

        async def never(person):
            begun.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(client, "deactivate", never)
        task = asyncio.ensure_future(engine.people.change(Deactivate(ada(engine))))
        await begun.wait()
        assert engine.people.snapshot.changes != {}
    assert (await task).change.status is ChangeStatus.unknown
    async with stage.engine(seed=2) as other:
        assert [each.status for each in other.people.changes()] == [ChangeStatus.unknown]


async def test_a_read_that_began_before_a_change_does_not_undo_it(stage, engine, monkeypatch):
    client = (await engine._lines["home"].client()).people
    honest, begun, late = client.read, asyncio.Event(), asyncio.Event()

    async def slow(feed, cursor, context, about=None):
        answer = await honest(feed, cursor, context, about)
        if feed == "people":
            begun.set()
            await late.wait()
        return answer

    monkeypatch.setattr(client, "read", slow)
    await engine.people.ask("home", ["people"])
    await begun.wait()
    stage.clock.move_on(stage.clock.elapsed + 0.5)
    await engine.people.change(Update(ada(engine), PersonChange(name="Ada Byron")))
    late.set()
    await stage.pass_time(1)
    assert ada(engine).name == "Ada Byron"


async def test_who_appears_only_after_a_while_is_found_by_a_later_look(stage, engine):
    stage.people.after["create"] = LOST
    stage.people.hidden = 2
    begun = stage.clock.elapsed
    outcome = await carried(stage, engine, Create("home", new_guest()))
    assert stage.people.done == ["create", "look", "look", "look"]
    assert (outcome.change.status, len(outcome.found)) == (ChangeStatus.done, 1)
    assert 25 <= stage.clock.elapsed - begun < 60


async def test_who_came_into_the_list_before_the_look_is_the_one_who_was_created(stage, engine, monkeypatch):
    client = (await engine._lines["home"].client()).people
    honest = client.create

    async def slow(new):
        try:
            return await honest(new)
        finally:
            await engine.people.ask("home", ["people"])
            await engine.people.read_once()

    monkeypatch.setattr(client, "create", slow)
    stage.people.after["create"] = LOST
    outcome = await carried(stage, engine, Create("home", new_guest()))
    assert outcome.change.status is ChangeStatus.done


async def test_of_two_equal_orders_at_the_same_time_one_is_sent(stage, engine):
    for order in (Create("home", new_guest(name=f"Eve {PIN.reveal()}")), Deactivate(ada(engine))):
        stage.people.done.clear()
        both = asyncio.gather(engine.people.change(order), engine.people.change(order))
        await stage.until(both.done)
        states = sorted(each.change.status for each in both.result())
        assert states == [ChangeStatus.done, ChangeStatus.refused]
        assert len(stage.people.done) == 1
        assert "being done just now" in next(each for each in both.result() if not each.is_done).change.reason
    assert (await carried(stage, engine, Deactivate(ada(engine)))).is_done
    assert len(stage.people.done) == 2


async def test_a_pin_may_be_shown_twice_at_a_time_and_one_that_was_not_shown_is_no_doubt(stage, engine):
    both = asyncio.gather(*(engine.people.change(Reveal(ada(engine))) for _ in range(2)))
    await stage.until(both.done)
    assert all(each.credentials.pin == PIN for each in both.result())
    stage.people.fails["reveal"] = LOST
    reads = len(stage.people.asked)
    outcome = await carried(stage, engine, Reveal(ada(engine)))
    assert outcome.change.status is ChangeStatus.failed
    assert outcome.change.reason == "nothing was shown: no answer in time"
    assert len(stage.people.asked) == reads


async def test_a_name_that_the_vendor_has_tidied_up_is_the_one_that_was_asked_for(stage, engine):
    stage.people.after["update"] = LOST
    outcome = await carried(stage, engine, Update(ada(engine), PersonChange(name="Ada\u202e Byron ", department=None)))
    assert outcome.is_done
    assert ada(engine).name == "Ada Byron"
    del stage.people.after["update"]
    outcome = await carried(stage, engine, Update(ada(engine), PersonChange(department="Staff")))
    assert outcome.alarms == ("the department is now empty",)


async def test_what_became_of_it_is_recorded_also_if_the_session_ends_while_the_store_is_in_the_way(stage):
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        board = engine.people._readings["home"]._board
        honest = board.write

        async def refusing(job):
            if stage.people.done:
                raise StoreError("the disk is full")
            return await honest(job)

        board.write = refusing
        task = asyncio.ensure_future(engine.people.change(Deactivate(ada(engine))))
        await stage.pass_time(5)
        assert not task.done()
    assert (await task).change.status is ChangeStatus.done
    async with stage.engine(seed=2) as other:
        assert [each.status for each in other.people.changes()] == [ChangeStatus.done]


def test_a_secret_that_is_part_of_another_leaves_nothing_of_it():
    assert struck_out("12 and 1234", [Secret("12"), Secret("1234")]) == "•••• and ••••"


def _stay(first, last):
    return Window(starts_at=datetime(2026, 12, first, 16), ends_at=datetime(2026, 12, last, 10))
