"""Simulators with a clock that stands still, and people who ask them over real sockets."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET, PERSONAL_KEY, ManualClock, Simulator

JSON = {"Content-Type": "application/json"}


class Tedee:
    """Asks the Tedee API with the account's key; `version` as in the path."""

    def __init__(self, sim: Simulator, version: str = "v37", key: str = PERSONAL_KEY) -> None:
        self.root = f"{sim.tedee_url}/api/{version}/my/"
        self._http = httpx.Client(headers={"Authorization": f"PersonalKey {key}"}, timeout=5, verify=False)

    def get(self, path: str, **query) -> httpx.Response:
        return self._http.get(self.root + path, params=query or None)

    def post(self, path: str, **query) -> httpx.Response:
        return self._http.post(self.root + path, params=query or None)

    def send(self, method: str, path: str, body: object = None) -> httpx.Response:
        return self._http.request(method, self.root + path, json=body)

    def close(self) -> None:
        self._http.close()


class Rentals:
    """Asks the RemoteLock API with a token of the client credentials grant."""

    def __init__(self, sim: Simulator) -> None:
        self.root = sim.remotelock_api_url
        self._http = httpx.Client(timeout=5, verify=False)
        self.sign_in(sim)

    def sign_in(self, sim: Simulator) -> None:
        issued = token(sim, grant_type="client_credentials").json()
        self._http.headers["Authorization"] = f"Bearer {issued['access_token']}"

    def get(self, path: str, query=None, **headers: str) -> httpx.Response:
        return self._http.get(f"{self.root}/{path}", params=query, headers=headers)

    def put(self, path: str, **options) -> httpx.Response:
        return self._http.put(f"{self.root}/{path}", **{"headers": JSON} | options)

    def send(self, method: str, path: str, kind: str | None = None, **attributes) -> httpx.Response:
        """Write `attributes`, as of the type `kind` if given."""
        body = {"attributes": attributes} | ({"type": kind} if kind else {})
        return self._http.request(method, f"{self.root}/{path}", json=body)

    def delete(self, path: str) -> httpx.Response:
        return self._http.delete(f"{self.root}/{path}")

    def hurry(self, seconds: float) -> None:
        """Wait no longer than that for an answer."""
        self._http.timeout = httpx.Timeout(seconds)

    def device(self, sim: Simulator, name: str) -> dict:
        return self.get(f"devices/{sim.world.locks[name].id}").json()["data"]["attributes"]

    def events(self, sim: Simulator, name: str) -> list[dict]:
        """Events about a device, newest upload first."""
        found = self.get("events", {"sort": "-created_at", "per_page": 50}).json()["data"]
        number = sim.world.locks[name].id
        return [event for event in found if event["attributes"]["publisher_id"] == number]

    def close(self) -> None:
        self._http.close()


def token(sim: Simulator, **form: str) -> httpx.Response:
    own = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return httpx.post(f"{sim.remotelock_auth_url}/oauth/token", data=own | form, timeout=5, verify=False)


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(clock=ManualClock(), world="small").serve() as served:
        yield served


@pytest.fixture
def tedee(sim: Simulator) -> Iterator[Tedee]:
    asker = Tedee(sim)
    yield asker
    asker.close()


@pytest.fixture
def rentals(sim: Simulator) -> Iterator[Rentals]:
    asker = Rentals(sim)
    yield asker
    asker.close()
