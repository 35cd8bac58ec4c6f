from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from lockdash.domain.budget import Allowance
from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus
from lockdash.domain.devices import Contact, LockState, Observation
from lockdash.domain.readings import Reading
from lockdash.engine.policy import Refusal
from lockdash.store.store import Store
from lockdash.vendors.base import Answer, Evidence, Receipt, Verdict
from lockdash.vendors.errors import BadAnswer, RateLimited, Rejected, Unauthorised, Unreachable, VendorFault
from tests.engine.stage import FEEDS, gaps

DOOR = "home/S1"
PENDING = Evidence(verdict=Verdict.pending)
CONFIRMED = Evidence(verdict=Verdict.confirmed, text="unlocked at 18:00:03")


async def carried(stage, engine, kind=CommandKind.unlock, seconds: float = 40.0) -> Command:
    command = await engine.request(DOOR, kind)
    assert command.status is CommandStatus.requested
    await stage.pass_time(seconds)
    return engine.snapshot.commands[DOOR]


@pytest.mark.parametrize(
    ("send", "check", "status", "words"),
    [
        (None, CONFIRMED, CommandStatus.confirmed, "unlocked at 18:00:03"),
        (None, Evidence(verdict=Verdict.failed, text="the bolt is stuck"), CommandStatus.failed, "the bolt is stuck"),
        (None, Evidence(verdict=Verdict.failed), CommandStatus.failed, "could not do it"),
        (None, PENDING, CommandStatus.unconfirmed, "taken by the vendor, but nothing has confirmed it"),
        (None, BadAnswer("not JSON"), CommandStatus.unconfirmed, "taken by the vendor"),
        (None, KeyError("pin 1234"), CommandStatus.unconfirmed, "taken by the vendor"),
        (Rejected("the lock is offline", status=422), PENDING, CommandStatus.refused, "the lock is offline"),
        (
            Unauthorised("no", remedy="add Lock.Operate"),
            PENDING,
            CommandStatus.failed,
            "not sent: no; add Lock.Operate",
        ),
        (RateLimited("wait"), PENDING, CommandStatus.failed, "not sent: wait"),
        (Unreachable("refused", sent=False), PENDING, CommandStatus.failed, "not sent: refused"),
        (Unreachable("cut off"), PENDING, CommandStatus.unconfirmed, "no answer; it may still happen (cut off)"),
        (Unreachable("cut off"), CONFIRMED, CommandStatus.confirmed, "unlocked at 18:00:03"),
        (VendorFault("500"), PENDING, CommandStatus.unconfirmed, "no answer; it may still happen (500)"),
        (BadAnswer("cut body"), CONFIRMED, CommandStatus.confirmed, "unlocked at 18:00:03"),
        (RuntimeError("pin 1234"), PENDING, CommandStatus.unconfirmed, "no answer; it may still happen"),
    ],
)
async def test_each_ending(stage, send, check, status, words):
    if send is not None:
        stage.script.sends = [send]
    stage.script.checks = [check]
    async with stage.engine() as engine:
        command = await carried(stage, engine)
        assert command.status is status
        assert words in (command.evidence or "") + (command.reason or "")
        assert "pin 1234" not in repr(command)
        assert command.settled_at is not None
        assert command.sent_at is not None
        assert len(stage.script.sent) == 1
        await stage.pass_time(3600)
        assert len(stage.script.sent) == 1


async def test_evidence_is_asked_for_at_1_1_2_3_5_seconds_until_20(stage):
    async with stage.engine() as engine:
        command = await carried(stage, engine)
        times = [at for at, _ in stage.script.checked]
        assert [round(at - times[0] + 1) for at in times] == [1, 2, 4, 7, 12, 17, 20]
        assert command.settled_at - command.sent_at == timedelta(seconds=20)


async def test_sent_is_written_before_the_request_goes_out(stage):
    seen = []

    def look() -> Receipt:
        with_store = Store.open(stage.folder)
        seen.append(with_store.commands()[0].status)
        with_store.close()
        return Receipt(at=stage.clock.now())

    stage.script.sends = [look]
    async with stage.engine() as engine:
        await carried(stage, engine)
    assert seen == [CommandStatus.sent]


async def test_what_the_screen_sees_is_asked_then_accepted_then_confirmed(stage):
    stage.script.checks = [PENDING, CONFIRMED]
    async with stage.engine() as engine:
        seen = []
        engine.subscribe(lambda snapshot: seen.append(snapshot.commands.get(DOOR)))
        await carried(stage, engine)
        statuses = list(dict.fromkeys(each.status for each in seen if each is not None))
        assert statuses == [
            CommandStatus.requested,
            CommandStatus.sent,
            CommandStatus.accepted,
            CommandStatus.confirmed,
        ]


async def test_news_in_the_evidence_reaches_the_device(stage):
    def moved() -> Evidence:
        now = stage.clock.now()
        stage.script.states["1"] = LockState.unlocked
        news = Observation(vendor_id="1", state=Reading(LockState.unlocked, now, now))
        return Evidence(verdict=Verdict.confirmed, text="unlocked", observations=(news,))

    stage.script.checks = [moved]
    async with stage.engine() as engine:
        await engine.request(DOOR, CommandKind.unlock)
        await stage.pass_time(1.5)
        assert engine.snapshot.devices[DOOR].state.value is LockState.unlocked


async def test_a_newer_receipt_is_used_and_kept(stage):
    def again() -> Evidence:
        return Evidence(verdict=Verdict.pending, receipt=Receipt(at=stage.clock.now(), operation="second"))

    stage.script.checks = [again, PENDING]
    async with stage.engine() as engine:
        await engine.request(DOOR, CommandKind.open)
        await stage.pass_time(5)
        assert [receipt.operation for _, receipt in stage.script.checked][:2] == ["op", "second"]
        assert engine.snapshot.commands[DOOR].operation == "second"


async def test_one_command_at_a_time(stage):
    async with stage.engine() as engine:
        await engine.request(DOOR, CommandKind.lock)
        with pytest.raises(Refusal, match="Door 1 is still busy"):
            await engine.request(DOOR, CommandKind.unlock)
        await stage.pass_time(30)
        assert len(stage.script.sent) == 1
        await engine.request(DOOR, CommandKind.unlock)
        await stage.pass_time(30)
        assert len(stage.script.sent) == 2


async def test_two_requests_at_once_send_one(stage):
    async with stage.engine() as engine:
        results = await asyncio.gather(
            *(engine.request(DOOR, CommandKind.lock) for _ in range(5)), return_exceptions=True
        )
        await stage.pass_time(30)
        assert sum(isinstance(each, Refusal) for each in results) == 4
        assert len(stage.script.sent) == 1


async def test_settled_waits_for_the_end_or_its_time(stage):
    stage.script.checks = [PENDING, PENDING, CONFIRMED]
    async with stage.engine() as engine:
        command = await engine.request(DOOR, CommandKind.lock)
        early = asyncio.create_task(engine.settled(command.id, 1.5))
        late = asyncio.create_task(engine.settled(command.id, 60))
        await asyncio.sleep(0)
        await stage.pass_time(30)
        assert (await early).status is CommandStatus.accepted
        assert (await late).status is CommandStatus.confirmed
        assert (await engine.settled(command.id, 0)).status is CommandStatus.confirmed
        with pytest.raises(KeyError):
            await engine.settled("nothing", 1)


async def test_no_connection_in_time_means_nothing_is_sent(stage):
    async with stage.engine() as engine:
        key = engine.snapshot.devices[DOOR].key
    stage.plugins.clear()
    async with stage.engine(start=False) as engine:
        await engine.request(key, CommandKind.unlock)
        await stage.pass_time(1)
        command = engine.snapshot.commands[key]
        assert command.status is CommandStatus.failed
        assert command.reason.startswith("not sent: no vendor is called 'pretend'")


async def test_a_command_for_a_sleeping_lock_waits_for_its_heartbeat(stage):
    now = stage.clock.now()
    stage.script.contacts["1"] = Contact(connected=False, alive=True, seen_at=now, last_at=now, heartbeat=3600)
    async with stage.engine() as engine:
        command = await engine.request(DOOR, CommandKind.unlock)
        assert command.earliest == now + timedelta(seconds=3600)
        assert command.expires_at == now + timedelta(seconds=3660)
        await stage.pass_time(3500)
        assert engine.snapshot.commands[DOOR].status is CommandStatus.accepted
        assert len(stage.script.checked) == 1  # it might have been awake; then nothing is spent until it wakes
        stage.script.checks = [PENDING, CONFIRMED]
        await stage.pass_time(200)
        assert engine.snapshot.commands[DOOR].status is CommandStatus.confirmed
        assert len(stage.script.checked) == 3
        assert min(gaps(at for at, _ in stage.script.checked)[1:]) >= 1


async def test_a_sleeping_lock_that_never_wakes_ends_unconfirmed(stage):
    now = stage.clock.now()
    stage.script.contacts["1"] = Contact(connected=False, alive=True, seen_at=now, last_at=now, heartbeat=600)
    async with stage.engine() as engine:
        await engine.request(DOOR, CommandKind.unlock)
        await stage.pass_time(700)
        assert engine.snapshot.commands[DOOR].status is CommandStatus.unconfirmed


async def test_the_vendor_may_name_a_later_moment(stage):
    later = stage.clock.now() + timedelta(seconds=900)
    stage.script.sends = [lambda: Receipt(at=stage.clock.now(), earliest=later)]
    async with stage.engine() as engine:
        await engine.request(DOOR, CommandKind.lock)
        await stage.pass_time(2)
        command = engine.snapshot.commands[DOOR]
        assert command.earliest == later
        assert command.expires_at == later + timedelta(seconds=60)


async def test_late_evidence_settles_what_was_unconfirmed(stage):
    async with stage.engine() as engine:
        command = await carried(stage, engine, CommandKind.unlock, 22)
        assert command.status is CommandStatus.unconfirmed
        stage.script.states["1"] = LockState.unlocked
        await stage.pass_time(30)
        late = engine.snapshot.commands[DOOR]
        assert late.status is CommandStatus.confirmed
        assert late.evidence == "the reading of Door 1 says unlocked"


async def test_what_happens_long_after_is_somebody_elses_doing(stage):
    async with stage.engine() as engine:
        await carried(stage, engine, CommandKind.unlock, 900)
        stage.script.states["1"] = LockState.unlocked
        await stage.pass_time(60)
        assert engine.snapshot.commands[DOOR].status is CommandStatus.unconfirmed


async def test_a_reading_from_before_the_command_is_no_evidence(stage):
    async with stage.engine() as engine:
        old = stage.clock.now()
        stage.script.answers["sync"] = lambda: Answer(
            observations=(Observation(vendor_id="1", state=Reading(LockState.unlocked, old, stage.clock.now())),)
        )
        await stage.pass_time(1)
        await carried(stage, engine, CommandKind.unlock, 120)
        assert engine.snapshot.commands[DOOR].status is CommandStatus.unconfirmed


async def test_checks_obey_the_vendors_rate_limit(stage):
    until = stage.clock.now() + timedelta(seconds=12)
    stage.script.checks = [RateLimited("wait", retry_at=until), PENDING]
    async with stage.engine() as engine:
        await engine.request(DOOR, CommandKind.lock)
        await stage.pass_time(30)
        assert all(at >= 12 for at, _ in stage.script.checked[1:])
        assert len(stage.script.checked) > 1


async def test_looking_leaves_requests_for_sending(stage):
    stage.feeds(*FEEDS, allowance=Allowance(24, 3600))
    stage.script.states = {str(number): LockState.locked for number in range(4)}
    async with stage.engine() as engine:
        for number in range(3):
            await engine.request(f"home/S{number}", CommandKind.unlock)
        await stage.pass_time(30)
        # 24 an hour: 2 for the first reads, 10 kept for commands, of which looking leaves half.
        assert len(stage.script.reads) + len(stage.script.sent) + len(stage.script.checked) <= 19
        await engine.request("home/S3", CommandKind.unlock)
        await stage.pass_time(1)
        assert len(stage.script.sent) == 4


async def test_a_command_that_was_not_sent_when_the_session_ends_has_failed(stage):
    async with stage.engine() as engine:
        key = engine.snapshot.devices[DOOR].key
    async with stage.engine(start=False) as engine:
        command = await engine.request(key, CommandKind.unlock)
    store = Store.open(stage.folder)
    ended = store.commands()[0]
    store.close()
    assert ended.id == command.id
    assert ended.status is CommandStatus.failed
    assert ended.reason == "not sent: the session ended first"
    assert stage.script.sent == []


def abandoned(stage, status: CommandStatus, process: int | None) -> Command:
    now = stage.clock.now()
    command = Command(
        id="old",
        account="home",
        device_key=DOOR,
        kind=CommandKind.unlock,
        actor=Actor("ada", process=process),
        requested_at=now,
        expires_at=now + timedelta(seconds=20),
        status=status,
        sent_at=now if status is not CommandStatus.requested else None,
        accepted_at=now if status is CommandStatus.accepted else None,
        operation="op" if status is CommandStatus.accepted else None,
    )
    store = Store.open(stage.folder)
    store.begin_command(command)
    store.close()
    return command


# No process has this id: Linux ends at 4194304.
DEAD = 4_194_305


@pytest.mark.parametrize("status", [CommandStatus.sent, CommandStatus.accepted])
async def test_a_dead_sessions_command_is_followed_and_never_sent_again(stage, status):
    abandoned(stage, status, DEAD)
    stage.script.checks = [PENDING, CONFIRMED]
    async with stage.engine() as engine:
        await stage.pass_time(10)
        assert engine.snapshot.commands[DOOR].status is CommandStatus.confirmed
        assert stage.script.checked[0][1].operation == ("op" if status is CommandStatus.accepted else None)
    assert stage.script.sent == []


async def test_only_one_session_follows_it(stage):
    abandoned(stage, CommandStatus.accepted, DEAD)
    async with stage.engine(seed=1), stage.engine(seed=2) as second:
        await stage.pass_time(60)
        assert second.snapshot.commands[DOOR].status is CommandStatus.unconfirmed
    assert len(stage.script.checked) == 7


async def test_what_a_dead_session_never_sent_is_never_sent_and_says_so(stage):
    abandoned(stage, CommandStatus.requested, DEAD)
    async with stage.engine() as engine:
        await stage.pass_time(5)
        ended = engine.snapshot.commands[DOOR]
        assert ended.status is CommandStatus.failed
        assert ended.reason == "not sent: the session ended first"
        await stage.pass_time(90)
    assert stage.script.sent == []
    assert stage.script.checked == []


async def test_a_living_sessions_command_is_left_to_it(stage):
    abandoned(stage, CommandStatus.accepted, 1)  # the first process of every system lives
    async with stage.engine() as engine:
        await stage.pass_time(15)
        assert stage.script.checked == []
        assert engine.snapshot.commands[DOOR].status is CommandStatus.accepted
