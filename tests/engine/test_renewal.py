"""The exchange of a refresh token, over real HTTP and by a real process: it is never left half done."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from lockdash import __version__
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine import delegation, renewal
from lockdash.engine.clock import SystemClock
from lockdash.engine.errand import Errand, Outcome, lock_path
from lockdash.engine.file_lock import FileLock
from lockdash.engine.vault import StoreVault
from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET, Simulator
from lockdash.store.store import Store, StoreError
from lockdash.vendors import errors
from lockdash.vendors.base import OAuthClient
from lockdash.vendors.failures import TimedOut

ROOT = Path(__file__).parents[2]
REDIRECT = "urn:ietf:wg:oauth:2.0:oob"
CLOCK = SystemClock()

# A session that begins an exchange, and ends in order when it is told to.
ENDING = """
import asyncio, sys
from lockdash.engine.delegation import delegated
from lockdash.engine.errand import Errand
if sys.argv[1] == "True":
    sys.executable = ""
async def main():
    going = asyncio.create_task(delegated(Errand.unpacked(sys.stdin.buffer.readline())))
    done = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().add_reader(sys.stdin, done.set_result, None)
    await done
asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def sim():
    with Simulator(world="small").serve() as served:
        yield served


@pytest.fixture
def vault(writer):
    return StoreVault("home", writer, CLOCK)


@pytest.fixture
def stale(sim, writer):
    """A sign-in whose access token is over."""
    now = sim.clock.now()
    issued = sim.tokens.for_code(sim.tokens.issue_code(REDIRECT, now), REDIRECT, now)
    token = Token(Secret(issued.access), now - timedelta(seconds=1), Secret(issued.refresh))
    writer.store.write_token("home", token)
    return token


@pytest.fixture
def client(sim):
    return OAuthClient(
        vendor="RemoteLock",
        address=sim.remotelock_auth_url,
        path="/oauth/token",
        client_id=CLIENT_ID,
        client_secret=Secret(CLIENT_SECRET),
        remedy="look at the portal",
    )


@pytest.fixture
def started(monkeypatch):
    """The processes that were started for errands."""
    made = []
    real = subprocess.Popen

    def start(*args, **named):
        made.append((real(*args, **named), args, named))
        return made[-1][0]

    monkeypatch.setattr(delegation.subprocess, "Popen", start)
    return made


def errand(folder, stale, client, **more):
    fields = {"version": __version__, "folder": str(folder), "account": "home", "stale": stale, "client": client}
    return Errand(**(fields | more))


async def until(happened, seconds=20):
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - the other side is another thread or process
            await asyncio.sleep(0.01)


def accepted(sim):
    return [each.accepted for each in sim.tokens.refreshes]


async def test_a_process_of_its_own_exchanges_it_and_is_told_no_secret_but_by_its_pipe(
    sim, vault, stale, client, started, tmp_path
):
    fresh = await vault.exchange(stale, client)
    assert await vault.read() == fresh
    assert accepted(sim) == [True]
    assert sim.tokens.admits(f"Bearer {fresh.access.reveal()}", sim.clock.now())
    assert fresh.refresh not in (None, stale.refresh)
    assert len(started) == 1
    process, args, named = started[0]
    assert named["start_new_session"]
    assert "env" not in named
    told = f"{args}{named}"
    for secret in (CLIENT_SECRET, stale.refresh.reveal(), stale.access.reveal()):
        assert secret not in told
    assert process.returncode == 0
    assert FileLock(lock_path(tmp_path, "home")).take()


async def test_cancelled_it_goes_on_by_itself(sim, vault, stale, client, started, writer):
    sim.tokens.lag = 1.0
    asking = asyncio.create_task(vault.exchange(stale, client))
    await until(lambda: accepted(sim))
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert await vault.read() == stale
    await until(lambda: writer.store.read_token("home") != stale)
    assert accepted(sim) == [True]


@pytest.mark.parametrize("alone", [False, True])
async def test_a_clean_end_waits_for_nothing_but_a_thread(sim, stale, client, writer, tmp_path, alone):
    sim.tokens.lag = 2.0
    packed = errand(tmp_path, stale, client).packed()
    ending = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ENDING, str(alone), cwd=ROOT, stdin=asyncio.subprocess.PIPE
    )
    ending.stdin.write(packed + b"\n")
    await until(lambda: accepted(sim))
    ending.stdin.write(b"end\n")
    assert await asyncio.wait_for(ending.wait(), 20) == 0
    assert (writer.store.read_token("home") != stale) == alone
    await until(lambda: writer.store.read_token("home") != stale)
    assert accepted(sim) == [True]


@pytest.mark.parametrize("blow", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
async def test_what_ends_the_dashboard_does_not_end_it(sim, vault, stale, client, started, blow):
    sim.tokens.lag = 0.5
    asking = asyncio.create_task(vault.exchange(stale, client))
    await until(lambda: accepted(sim))
    process = started[0][0]
    assert os.getsid(process.pid) == process.pid, "signals of the terminal go elsewhere"
    process.send_signal(blow)
    assert (await asking).refresh != stale.refresh


@pytest.mark.parametrize("cause", ["no interpreter", "no more processes", "another version"])
async def test_without_a_process_a_thread_does_it_and_is_not_cancelled(
    sim, vault, stale, client, writer, monkeypatch, cause
):
    if cause == "no interpreter":
        monkeypatch.setattr(sys, "executable", None)
    elif cause == "another version":
        monkeypatch.setattr("lockdash.__version__", "0.0.0")
    else:

        def refuse(*args, **named):
            raise OSError(errno.EAGAIN, "no more processes")

        monkeypatch.setattr(delegation.subprocess, "Popen", refuse)
    sim.tokens.lag = 0.5
    asking = asyncio.create_task(vault.exchange(stale, client))
    await until(lambda: accepted(sim))
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await until(lambda: writer.store.read_token("home") != stale)
    assert accepted(sim) == [True]


async def test_a_killed_process_leaves_the_token_to_be_tried_again(sim, vault, stale, client, started, tmp_path):
    sim.faults.add("/oauth/token", delay=20.0, status=503)
    asking = asyncio.create_task(vault.exchange(stale, client))
    await until(lambda: any(heard.path.endswith("/oauth/token") for heard in sim.requests))
    started[0][0].kill()
    with pytest.raises(errors.Unreachable, match="asked again"):
        await asking
    sim.faults.clear()
    assert (await vault.exchange(stale, client)).refresh != stale.refresh
    assert accepted(sim) == [True]


async def test_a_vendor_that_does_not_answer_holds_nobody_up_for_ever(sim, writer, stale, client, tmp_path):
    vault = StoreVault("home", writer, CLOCK, limit=0.5)
    sim.faults.add("/oauth/token", delay=60.0, status=503)
    with pytest.raises(errors.Unreachable) as caught:
        await vault.exchange(stale, client)
    assert not isinstance(caught.value, errors.SignedOut)
    assert await vault.read() == stale
    assert FileLock(lock_path(tmp_path, "home")).take()


async def test_a_sign_in_that_is_over_is_told_once_and_its_token_forgotten(sim, vault, stale, client):
    sim.tokens.revoke_all()
    with pytest.raises(errors.SignedOut, match="invalid_grant"):
        await vault.exchange(stale, client)
    assert await vault.read() == Token(stale.access, stale.expires_at)
    with pytest.raises(errors.SignedOut):
        await vault.exchange(stale, client)
    assert accepted(sim) == [False]


async def test_an_errand_that_was_carried_out_already_is_not_carried_out_again(sim, stale, client, tmp_path):
    for _ in range(2):
        assert await renewal.carry_out(errand(tmp_path, stale, client), CLOCK) == Outcome()
    assert accepted(sim) == [True]


async def test_without_locks_no_refresh_token_is_presented(sim, stale, client, tmp_path, monkeypatch):
    def refuse(*args):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    outcome = await renewal.carry_out(errand(tmp_path, stale, client), CLOCK)
    with pytest.raises(StoreError, match="has no locks"):
        outcome.check()
    assert accepted(sim) == []


async def test_a_store_that_cannot_be_written_is_found_out_before_the_token_is_presented(
    sim, vault, stale, client, tmp_path
):
    newer = sqlite3.connect(tmp_path / "lockdash.db")
    newer.execute("PRAGMA user_version = 999")
    newer.close()
    with pytest.raises(StoreError, match="newer lockdash"):
        await vault.exchange(stale, client)
    assert accepted(sim) == []


async def test_a_disk_that_fills_up_meanwhile_is_waited_for(sim, stale, client, tmp_path, monkeypatch):
    monkeypatch.setattr(renewal, "_WRITE_RETRY", 0.01)
    real, tried = Store.write_token, []

    def write(store, account, token):
        tried.append(token)
        if 1 < len(tried) < 4:  # the first was the rehearsal
            raise StoreError("the disk is full")
        real(store, account, token)

    monkeypatch.setattr(Store, "write_token", write)
    assert await renewal.carry_out(errand(tmp_path, stale, client), CLOCK) == Outcome()
    assert tried == [stale, *[tried[1]] * 3]
    assert accepted(sim) == [True]


async def test_who_waits_for_the_lock_looks_whether_it_is_still_needed(
    sim, stale, client, writer, tmp_path, monkeypatch
):
    lock = FileLock(lock_path(tmp_path, "home"))
    assert lock.take()
    waiting = asyncio.create_task(renewal.carry_out(errand(tmp_path, stale, client), CLOCK))
    bounded = await renewal.carry_out(errand(tmp_path, stale, client, limit=0.2), CLOCK)
    assert bounded.kind == "Unreachable"
    writer.store.write_token("home", Token(Secret("a"), stale.expires_at, Secret("r")))
    assert await waiting == Outcome()
    assert accepted(sim) == []


async def test_a_refusal_counts_only_if_nobody_was_faster(sim, stale, client, writer, tmp_path):
    """An older lockdash, or another program on the same store, does not know the lock."""
    sim.tokens.revoke_all()
    sim.tokens.lag = 0.0
    fault = sim.faults.add("/oauth/token", delay=0.5)
    going = asyncio.create_task(renewal.carry_out(errand(tmp_path, stale, client), CLOCK))
    await until(lambda: fault.hits)
    theirs = Token(Secret("a"), stale.expires_at, Secret("r"))
    writer.store.write_token("home", theirs)
    assert await going == Outcome()
    assert accepted(sim) == [False]
    assert writer.store.read_token("home") == theirs


async def test_who_signs_in_meanwhile_without_our_lock_has_the_last_word(sim, stale, client, writer, tmp_path):
    sim.tokens.lag = 0.5
    going = asyncio.create_task(renewal.carry_out(errand(tmp_path, stale, client), CLOCK))
    await until(lambda: accepted(sim))
    theirs = Token(Secret("a"), stale.expires_at, Secret("r"))
    writer.store.write_token("home", theirs)
    assert await going == Outcome()
    assert writer.store.read_token("home") == theirs


@pytest.mark.parametrize("cut", [0, 1, -1])
def test_an_errand_that_was_cut_off_is_left_alone(sim, stale, client, tmp_path, cut):
    packed = errand(tmp_path, stale, client).packed()
    done = subprocess.run(
        [sys.executable, "-m", "lockdash.engine.renewal"], cwd=ROOT, input=packed[:cut], capture_output=True, timeout=20
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert accepted(sim) == []


def test_an_errand_survives_its_way_and_shows_nothing(stale, client, tmp_path):
    sent = errand(tmp_path, stale, client, limit=5.0)
    assert Errand.unpacked(sent.packed()) == sent
    assert json.loads(sent.packed())["stale"]["refresh"] == stale.refresh.reveal()
    for secret in (CLIENT_SECRET, stale.refresh.reveal(), stale.access.reveal()):
        assert secret not in f"{sent!r}{sent}"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimedOut("no answer", remedy="wait"), errors.Unreachable),
        (errors.Unreachable("cut"), errors.Unreachable),
        (errors.Unauthorised("wrong secret", remedy="compare"), errors.Unauthorised),
        (errors.SignedOut("over"), errors.SignedOut),
        (errors.RateLimited("later", retry_at=CLOCK.now()), errors.RateLimited),
        (errors.VendorFault("broken", retry_at=CLOCK.now()), errors.VendorFault),
        (errors.BadAnswer("html"), errors.BadAnswer),
        (StoreError("full"), StoreError),
        (KeyError("access_token: s3cr3t"), RuntimeError),
    ],
)
def test_an_error_arrives_as_what_it_was(error, kind):
    with pytest.raises(kind) as caught:
        Outcome.of(error).check()
    assert type(caught.value) is kind
    if isinstance(error, errors.VendorError):
        assert (str(caught.value), caught.value.remedy, caught.value.retry_at) == (
            str(error),
            error.remedy,
            error.retry_at,
        )
    assert "s3cr3t" not in str(caught.value)
