"""The way to a vendor: whether it is there, whether others can listen, and whose clock is wrong."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from lockdash.domain.budget import Purpose
from lockdash.domain.findings import Level
from lockdash.vendors.errors import VendorError
from lockdash.vendors.failures import Insecure
from lockdash.vendors.route import Route, day_text
from lockdash.vendors.seen import Encryption, encryption_of
from lockdash.vendors.transport import Transport
from tests.vendors.checkups import about, ahead, bad, check, only, tedee_of
from tests.vendors.fakes import NOW, FakeGate, Script, answer, scripted


@pytest.mark.parametrize(
    ("seconds", "level", "said"),
    [
        (0, Level.ok, "agree"),
        (60, Level.ok, "agree"),
        (-60, Level.ok, "agree"),
        (61, Level.warning, "61 s ahead of Tedee's"),
        (-90, Level.warning, "90 s behind Tedee's"),
        (599, Level.warning, "ahead of"),
        (600, Level.failure, "10 min ahead of Tedee's"),
        (-600, Level.failure, "10 min behind Tedee's"),
        (-7200, Level.failure, "2 h behind Tedee's"),
    ],
)
async def test_clocks(sim, seconds, level, said):
    async with tedee_of(sim, clock=ahead(sim, seconds)) as client:
        found = only(await check(client), "clock")
    assert found.level is level
    assert said in found.said
    assert ("timedatectl set-ntp true" in found.remedy) is (level is not Level.ok)


async def test_a_clock_that_is_wrong_at_the_other_end_looks_the_same(sim):
    sim.faults.add("", date_skew=900)
    async with tedee_of(sim) as client:
        found = only(await check(client), "clock")
    assert (found.level, found.said) == (Level.failure, "this machine's clock is 15 min behind Tedee's")


async def test_without_a_date_nothing_is_said_of_clocks(sim):
    async with scripted(answer(401)) as server, tedee_of(sim, api_url=server.url) as client:
        assert about(await check(client), "clock") == []


async def test_a_vendor_that_is_down(sim):
    sim.faults.add("", status=503)
    async with tedee_of(sim) as client:
        found = await check(client)
    assert bad(found) == [("reachable", Level.failure)]
    assert "503" in only(found, "reachable").said
    assert only(found, "reachable").remedy
    assert about(found, "signed in") == []
    assert len(sim.requests) == 2, "a server error is asked once more, and then left alone"


async def test_a_vendor_that_is_not_there(sim):
    async with tedee_of(sim, api_url="http://127.0.0.1:1") as client:
        found = await check(client)
    assert bad(found) == [("reachable", Level.failure)]
    assert "refuses the connection" in only(found, "reachable").said
    assert "network" in only(found, "reachable").remedy
    assert [about(found, subject) for subject in ("secure", "clock", "signed in", "scopes")] == [[]] * 4


async def test_a_vendor_that_does_not_answer_in_time(sim):
    sim.faults.add("", delay=5.0)
    async with tedee_of(sim, patience=0.2) as client:
        found = await check(client)
    assert "no answer in time" in only(found, "reachable").said
    assert len(sim.requests) == 1


@pytest.mark.parametrize(
    "page",
    [
        answer(200, b"<html>Welcome to the Harbour Hotel</html>", Date="Sat, 21 Nov 2020 09:00:00 GMT"),
        answer(302, b"", Location="http://portal.example/login", Date="Sat, 21 Nov 2020 09:00:00 GMT"),
    ],
)
async def test_a_captive_network(sim, page):
    async with scripted(page) as server, tedee_of(sim, api_url=server.url) as client:
        found = await check(client)
    assert bad(found) == [("reachable", Level.failure)]
    assert only(found, "reachable").remedy
    assert about(found, "clock") == [], "whose clock that is nobody knows"
    assert about(found, "signed in") == []


async def test_what_was_seen_before_is_no_news(sim):
    async with tedee_of(sim) as client:
        await check(client)
        sim.faults.add("", delay=5.0)
        client._api.transport._timeout = 0.2
        found = await check(client)
    assert about(found, "clock") == []
    assert about(found, "secure") == []


async def test_the_end_of_a_certificate_and_the_protocol(certified):
    async with certified() as server:
        transport = _transport(server.url)
        way = Route(transport)
        await transport.request("GET", "/", purpose=Purpose.poll)
        found = way.line(None)[1]
        await transport.aclose()
    assert (found.subject, found.level) == ("secure", Level.ok)
    assert found.said.startswith("TLS 1.")
    assert found.said.endswith(f"holds until {day_text(certified.end)}")


async def test_a_certificate_that_nobody_vouches_for(certified, monkeypatch, sim):
    async with certified() as server:
        monkeypatch.delenv("SSL_CERT_FILE")
        async with tedee_of(sim, api_url=server.url) as client:
            found = await check(client)
    assert bad(found) == [("secure", Level.failure)]
    assert "no secure connection" in only(found, "secure").said
    assert "clock" in only(found, "secure").remedy


def test_trouble_with_tls_is_told_once():
    way = Route(_transport("https://api.example.com"))
    found = way.findings(Insecure("no secure connection to api.example.com", remedy="look"))
    assert [(each.subject, each.level) for each in found] == [("secure", Level.failure)]


@pytest.mark.parametrize(
    ("certificate", "until"),
    [
        ({"notAfter": "Feb 12 08:00:00 2027 GMT"}, "2027-02-12T08:00:00+00:00"),
        ({}, None),
        (None, None),
        ({"notAfter": "soon"}, None),
    ],
)
def test_certificates_that_cannot_be_read(certificate, until):
    found = encryption_of(SimpleNamespace(version=lambda: "TLSv1.3", getpeercert=lambda: certificate))
    assert isinstance(found, Encryption)
    assert (found.until and found.until.isoformat()) == until
    assert found.protocol == ("TLS 1.3" if until else "TLS")


async def test_the_transport_keeps_the_last_answer_without_showing_cookies():
    async with scripted(answer(500, b"", Set_Cookie="session=secret", Date="Sat, 21 Nov 2026 08:59:30 GMT")) as server:
        transport = _transport(server.url)
        assert transport.seen is None
        with pytest.raises(VendorError):
            await transport.request("GET", "/", purpose=Purpose.poll)
        await transport.aclose()
    assert transport.seen.skew == 30.0
    assert transport.seen.encryption is None
    assert 0 < transport.seen.took < 30
    assert "secret" not in repr(transport.seen)


def _transport(url):
    return Transport(
        "Tedee",
        url,
        gate=FakeGate(),
        accept="application/json",
        words=lambda _body: "",
        clock=lambda: NOW + timedelta(0),
        timeout=30.0,
    )


@pytest.fixture
def certified(tmp_path, monkeypatch):
    """Makes servers with a certificate for this machine, which is trusted while SSL_CERT_FILE names it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    made += ["-keyout", str(key), "-out", str(certificate), "-subj", "/CN=127.0.0.1"]
    made += ["-addext", "subjectAltName=IP:127.0.0.1", "-days", "3650"]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    @asynccontextmanager
    async def serve():
        script = Script(answer())
        server = await asyncio.start_server(script.serve, "127.0.0.1", 0, ssl=context)
        script.url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield script
        finally:
            server.close()

    shown = [openssl, "x509", "-in", str(certificate), "-noout", "-enddate"]
    told = subprocess.run(shown, check=True, capture_output=True, text=True, timeout=60).stdout
    serve.end = datetime.fromtimestamp(ssl.cert_time_to_seconds(told.strip().partition("=")[2]), UTC)
    return serve
