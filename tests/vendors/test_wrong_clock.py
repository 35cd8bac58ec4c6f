"""A clock of this machine that is wrong, or is set right: tokens hold as long as the vendor says, and not longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET
from lockdash.simulator.tedee.tokens import CLIENT_ID as TEDEE_CLIENT_ID
from lockdash.vendors import oauth
from lockdash.vendors.base import Context
from lockdash.vendors.errors import SignedOut
from lockdash.vendors.remotelock.client import RemoteLockClient
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors.fakes import FakeGate, FakeVault, connection
from tests.vendors.signing_in import PATIENCE, Going, remotelock_sign_in, tedee_sign_in

OFF = pytest.mark.parametrize("off", [timedelta(minutes=10), timedelta(minutes=-10), timedelta(days=-400)])


class Clock:
    """Ours, which is `off`."""

    def __init__(self, sim, off):
        self.off = off
        self._sim = sim

    def now(self):
        return self._sim.clock.now() + self.off


class Account:
    """One that signs in, or gets in by its application. `life`: of its access tokens, in seconds."""

    def __init__(self, sim, clock, vendor, grant="authorization_code"):
        self.vault = FakeVault(clock=clock.now)
        self.life = {"tedee": 3600, "remotelock": 7200}[vendor]
        self._sim = sim
        self._clock = clock
        self._sign_in = {"tedee": tedee_sign_in, "remotelock": remotelock_sign_in}[vendor](sim)
        self._feed = {"tedee": "details", "remotelock": "locations"}[vendor]
        own = {
            "tedee": {"client_id": TEDEE_CLIENT_ID, "api_url": sim.tedee_url, "auth_url": sim.tedee_auth_url},
            "remotelock": {
                "client_id": CLIENT_ID,
                "grant": grant,
                "api_url": sim.remotelock_api_url,
                "auth_url": sim.remotelock_auth_url,
            },
        }[vendor]
        secrets = {"remotelock": {"client_secret": CLIENT_SECRET}}.get(vendor, {})
        made = connection(vendor, gate=FakeGate(), vault=self.vault, secrets=secrets, **own)
        kind = {"tedee": TedeeClient, "remotelock": RemoteLockClient}[vendor]
        self.client = kind.of(made, clock=clock.now, timeout=PATIENCE)

    async def sign_in(self):
        going = Going(self._sim, self._sign_in)
        self.vault.token = await oauth.for_code(
            self._sign_in.client, going.code(), going.redirect, going.verifier, self._clock.now, PATIENCE
        )
        self._sim.requests.clear()

    async def read(self):
        await self.client.read(self._feed, None, Context())

    @property
    def asked(self):
        """How often a token was asked for."""
        return sum(heard.path.endswith("/token") for heard in self._sim.requests)

    @property
    def refused(self):
        """How often the API did not take a token."""
        return sum(heard.status in (401, 403) for heard in self._sim.requests)


@pytest.fixture(params=["tedee", "remotelock"])
async def account_of(sim, request):
    made = []

    def of(clock, **options):
        made.append(Account(sim, clock, request.param, **options))
        return made[-1]

    yield of
    for account in made:
        await account.client.aclose()


@OFF
async def test_a_clock_that_is_off_changes_nothing(sim, account_of, off):
    account = account_of(Clock(sim, off))
    await account.sign_in()
    for _ in range(2):
        sim.world.advance(account.life - 60)
        await account.read()
    assert (account.asked, account.refused) == (1, 0), "a fresh one counts as fresh, and is renewed before its end"


@OFF
async def test_an_application_whose_clock_is_off(sim, off):
    account = Account(sim, Clock(sim, off), "remotelock", grant="client_credentials")
    await account.read()
    sim.world.advance(account.life - 60)
    await account.read()
    assert (account.asked, account.refused) == (1, 0)
    sim.world.advance(60)
    await account.read()
    assert (account.asked, account.refused) == (2, 0)
    await account.client.aclose()


@pytest.mark.parametrize("minutes", [10, -10])
async def test_a_clock_that_is_set_right_costs_one_token_at_most(sim, account_of, minutes):
    clock = Clock(sim, timedelta(minutes=minutes))
    account = account_of(clock)
    await account.sign_in()
    await account.read()
    clock.off = timedelta()
    sim.world.advance(account.life + 60 if minutes > 0 else account.life - 300)
    for _ in range(3):
        await account.read()
    assert account.asked == 1
    assert account.refused == (1 if minutes > 0 else 0), "what counts as fresh too long is refused once"


async def test_a_clock_that_is_set_back_does_not_keep_a_token_that_is_refused(sim, account_of):
    clock = Clock(sim, timedelta(minutes=10))
    account = account_of(clock)
    await account.sign_in()
    sim.world.advance(account.life)
    await account.read()
    clock.off = timedelta()
    sim.tedee.tokens.expire_access()
    sim.tokens.expire_access()
    sim.faults.add("/tedee/api", status=401, times=1)
    sim.faults.add("/remotelock/", status=403, times=1)
    await account.read()
    assert account.asked == 2, "not taken for brand new until the clock is where it was"


async def test_a_refresh_token_that_is_revoked_ends_it_whatever_the_clock(sim, account_of):
    account = account_of(Clock(sim, timedelta(minutes=-10)))
    await account.sign_in()
    sim.tokens.revoke_all()
    sim.tedee.tokens.revoke_all()
    for _ in range(2):
        with pytest.raises(SignedOut, match="has ended the sign-in"):
            await account.read()
    assert account.asked == 1
