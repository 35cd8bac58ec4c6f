"""The configuration keys of both vendors."""

from __future__ import annotations

import msgspec
import pytest

from lockdash.domain.secret import Secret
from lockdash.vendors import registry
from lockdash.vendors.signing import sign_in_of, signs_in

TEDEE = registry.plugin("tedee").settings
REMOTELOCK = registry.plugin("remotelock").settings
SECRETS = {"client_secret": Secret("x")}


def test_defaults():
    tedee = TEDEE()
    assert (tedee.api_url, tedee.api_version) == ("https://api.tedee.com", "v37")
    rentals = REMOTELOCK(client_id="abc")
    assert rentals.grant == "client_credentials"
    assert (rentals.api_url, rentals.auth_url) == ("https://api.remotelock.com", "https://connect.remotelock.com")


@pytest.mark.parametrize("version", ["v37", "v1.30", "v1.36", "v38"])
def test_versions_that_look_like_one(version):
    assert msgspec.convert({"api_version": version}, TEDEE).api_version == version


@pytest.mark.parametrize("version", ["37", "v", "v1.", "v1.2.3", "v37/../x", "V37", "v٣٧", "", "v37\n"])
def test_versions_that_do_not(version):
    with pytest.raises(msgspec.ValidationError, match="api_version must look like v37"):
        msgspec.convert({"api_version": version}, TEDEE)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("api.tedee.com", "an address such as"),
        ("ftp://api.tedee.com", "an address such as"),
        ("https://", "an address such as"),
        ("http://api.tedee.com", "unencrypted"),
        ("http://127.evil.example", "unencrypted"),
        ("https://me:key@api.tedee.com", "user name"),
        ("https://api.tedee.com?x=1", "no \\?"),
        ("https://api.tedee.com:99999", "an address such as"),
        ("https://[::1", "an address such as"),
    ],
)
def test_addresses_of_no_use(url, why):
    with pytest.raises(msgspec.ValidationError, match=why):
        msgspec.convert({"api_url": url}, TEDEE)
    with pytest.raises(msgspec.ValidationError, match=why):
        msgspec.convert({"client_id": "abc", "auth_url": url}, REMOTELOCK)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/tedee", "http://localhost:1", "http://[::1]:80", "https://x.y/z/"]
)
def test_addresses_of_use(url):
    assert msgspec.convert({"api_url": url}, TEDEE).api_url == url


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"client_id": " "},
        {"client_id": "a", "grant": "password"},
        {"client_id": "a", "x": 1},
        {"client_id": "a", "redirect_uri": "http://my.example/"},
        {"client_id": "a", "redirect_uri": "urn:ietf:wg:oauth:2.0:other"},
    ],
)
def test_remotelock_settings_that_are_refused(settings):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(settings, REMOTELOCK)


@pytest.mark.parametrize("redirect", [None, "urn:ietf:wg:oauth:2.0:oob", "http://127.0.0.1:8976/back", "https://x.y/z"])
def test_redirects_of_remotelock(redirect):
    settings = msgspec.convert({"client_id": "a", "redirect_uri": redirect}, REMOTELOCK)
    assert not signs_in(registry.plugin("remotelock"), settings), "by client credentials"
    settings = msgspec.structs.replace(settings, grant="authorization_code")
    found = sign_in_of(registry.plugin("remotelock"), settings, SECRETS)
    assert (found.redirect, found.out_of_band, found.revoke) == (redirect, True, "/oauth/revoke")
    assert found.authorize == "https://connect.remotelock.com/oauth/authorize"


@pytest.mark.parametrize("settings", [TEDEE, REMOTELOCK])
def test_every_key_is_described(settings):
    for field in msgspec.structs.fields(settings):
        (meta,) = [each for each in field.type.__metadata__ if isinstance(each, msgspec.Meta)]
        assert meta.description.endswith(".")
