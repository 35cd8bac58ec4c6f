"""`lockdash doctor --bundle`: canaries everywhere, and none of them in the archive."""

import asyncio
import io
import json
import os
import stat
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lockdash.cli import doctor_bundle
from lockdash.domain.commands import Actor
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine.journal import crash, journal, line
from lockdash.store.store import Store
from tests.store.build import a_change, a_device, a_person, a_place, an_event

NAMES = ("Zelda Quigley", "Umberto Vantongeren", "Front Door Zanzibar", "Kraken Pier", "Live Session")
ADDRESSES = (
    "zelda.quigley@canary.example.net",
    "203.0.113.77",
    "Wombat Alley 17",
    "+48 601 234 567",
    "host.canary.invalid",
)
SECRETS = ("canary-access-9f8e7d", "canary-refresh-1a2b3c", "canary-plain-key", "canary-env-key", "canary-command-key")
NUMBERS = ("847261", "5512", "10530206")
PLACES = ("canaryville", "canary_argument", "canary_variable")
CANARIES = (*NAMES, *ADDRESSES, *SECRETS, *NUMBERS, *PLACES)

CONFIGURATION = """\
# 847261 is the PIN of Zelda Quigley
[[accounts]]
name = "Kraken Pier"
vendor = "tedee"
personal_key_command = "sh -c 'echo canary-command-key; exit 0' canary_argument"
api_url = "https://host.canary.invalid/api"

[[accounts]]
name = "canaryville"
vendor = "remotelock"
client_id = "5512"
client_secret_env = "canary_variable"

[[accounts]]
name = "Live Session"
vendor = "tedee"
personal_key = "canary-plain-key"

[ui]
theme = "Zelda Quigley"
"""


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A configuration, a store, logs and crash reports that are full of canaries."""
    monkeypatch.setenv("canary_variable", "canary-env-key")
    monkeypatch.setenv("TZ", "canaryville/5512")
    monkeypatch.setenv("SSH_CONNECTION", "203.0.113.77 5512 10.0.0.1 22")
    monkeypatch.setenv("TERM", "canaryville")
    folder = tmp_path / "canaryville"
    folder.mkdir()
    config = folder / "config.toml"
    config.write_text(CONFIGURATION)
    config.chmod(0o600)
    state = folder / "state"
    with closing(Store.open(state)) as store:
        _fill(store)
    _log(state)
    monkeypatch.chdir(tmp_path)
    return ["--config", str(config), "--state-dir", str(state)]


def _fill(store):
    store.put_devices([a_device("Kraken Pier/10530206", account="Kraken Pier", name=NAMES[2], serial="10530206")])
    store.put_people([a_person(name=NAMES[0], email=ADDRESSES[0], account="Kraken Pier")])
    store.put_named([a_place(name=ADDRESSES[2])])
    store.add_events([an_event(who=NAMES[1], raw='{"pin": "847261"}')])
    store.put_change(a_change(actor=Actor("Zelda Quigley", "203.0.113.77"), details="847261"))
    token = Token(Secret(SECRETS[0]), datetime(2099, 1, 1, tzinfo=UTC), Secret(SECRETS[1]))
    store.write_token("canaryville", token)


def _log(state):
    logs = journal.folder(state)
    logs.mkdir(mode=0o700)
    now = line.moment_text(datetime.now(UTC))
    told = [f"{now} WARNING 5512 lockdash.engine.poller: account x: offline: {each} polls it" for each in CANARIES]
    told += [f"{each} without a stamp" for each in CANARIES]
    told.append(f"{now} ERROR   5512 lockdash.engine.poller: account Live Session: the vendor is offline")
    (logs / "2026-11-21T120000.000Z-5512.log").write_text("".join(f"{each}\n" for each in told))
    try:
        asyncio.run(_fail())
    except ValueError as error:
        path = crash.report(error, state, " ".join(CANARIES))
    path.write_text(f"{path.read_text()}{' '.join(CANARIES)}\n")


async def _fail():
    raise ValueError(" ".join(CANARIES))


def unpacked(path):
    with tarfile.open(path) as archive:
        return {member.name: archive.extractfile(member).read().decode() for member in archive.getmembers()}


def bundled(lockdash, house, *argv):
    result = lockdash("doctor", "--bundle", "report.tar.gz", "--offline", *argv, where=house)
    assert result.code == 0, result.err
    return result, unpacked("report.tar.gz")


def test_no_canary_is_in_the_archive(lockdash, house):
    _, files = bundled(lockdash, house)
    whole = "\n".join((*files, *files.values())).casefold()
    for canary in CANARIES:
        for part in (canary, canary.replace(" ", ""), *_telling(canary)):
            assert part.casefold() not in whole, part


def _telling(canary):
    """The parts of a name that say something alone; of "Live Session" only both together do."""
    return [
        part for part in canary.split() if part in ("Zelda", "Quigley", "Umberto", "Vantongeren", "Zanzibar", "Kraken")
    ]


def test_the_canaries_would_have_been_found(house):
    """The same without discretion: what the archive is made of does hold them."""
    config, state = house[1], house[3]
    files = [Path(config), *(path for path in Path(state).rglob("*") if path.is_file())]
    raw = " ".join([*(path.read_text("utf-8", "replace") for path in files), *os.environ.values()])
    assert [canary for canary in CANARIES if canary not in raw] == []


def test_what_is_worth_knowing_is_in_the_archive(lockdash, house):
    result, files = bundled(lockdash, house)
    names = {name.partition("/")[2] for name in files}
    expected = {"doctor.json", "versions.json", "configuration.json", "store.json", "logs/1.txt", "crashes/1.txt"}
    assert names == expected
    content = {name.partition("/")[2]: text for name, text in files.items()}
    assert "account account-3: the vendor is offline" in content["logs/1.txt"]
    assert "ValueError" in content["crashes/1.txt"]
    assert "asyncio/runners.py:" in content["crashes/1.txt"]
    assert json.loads(content["store.json"])["rows"]["devices"] == 1
    (file,) = json.loads(content["configuration.json"])["files"]
    assert [each["name"] for each in file["accounts"]] == ["account-1", "account-2", "account-3"]
    checks = json.loads(content["doctor.json"])["checks"]
    assert {"program", "store", "account account-1", "logs"} <= {each["section"] for each in checks}
    for name in expected:
        assert name in result.out
    assert "Nothing was sent anywhere" in result.out


def test_the_archive_is_for_this_user_only_and_says_nobody_s_name(lockdash, house):
    bundled(lockdash, house)
    assert stat.S_IMODE(os.stat("report.tar.gz").st_mode) == 0o600
    with tarfile.open("report.tar.gz") as archive:
        for member in archive.getmembers():
            assert (member.uid, member.gid, member.uname, member.gname, member.mode) == (0, 0, "", "", 0o600)


def test_a_file_that_is_there_is_left(lockdash, house, tmp_path):
    (tmp_path / "report.tar.gz").write_text("mine")
    result = lockdash("doctor", "--bundle", "report.tar.gz", "--offline", where=house)
    assert result.code == 1
    assert "report.tar.gz" in result.err
    assert (tmp_path / "report.tar.gz").read_text() == "mine"


def test_a_folder_gets_a_file_of_the_usual_name(lockdash, house, tmp_path):
    (tmp_path / "there").mkdir()
    assert lockdash("doctor", "--bundle", "there", "--offline", where=house).code == 0
    (found,) = (tmp_path / "there").iterdir()
    assert found.name.startswith("lockdash-report-")
    assert found.name.endswith(".tar.gz")


def test_where_the_current_folder_cannot_be_written_another_one_is_named(lockdash, house, tmp_path, monkeypatch):
    create = doctor_bundle._create

    def refusing(path, content):
        if not path.is_absolute():
            raise PermissionError(13, "Permission denied")
        create(path, content)

    monkeypatch.setattr(doctor_bundle, "_create", refusing)
    result = lockdash("doctor", "--offline", "--bundle", where=house)
    assert result.code == 0
    (found,) = (tmp_path / "canaryville" / "state").glob("lockdash-report-*.tar.gz")
    assert str(found) in result.out


def test_with_json_the_talk_goes_to_stderr(lockdash, house):
    result, _ = bundled(lockdash, house, "--json")
    assert result.json["checks"]
    assert "Nothing was sent anywhere" in result.err


def test_only_the_ends_of_long_logs_are_told(lockdash, house, monkeypatch):
    monkeypatch.setattr("lockdash.engine.doctor.bundle.members.LINES", 3)
    _, files = bundled(lockdash, house)
    (text,) = [text for name, text in files.items() if "/logs/" in name]
    assert len(text.splitlines()) == 3


def test_where_the_store_does_not_tell_names_the_logs_are_left_out(lockdash, house, tmp_path):
    path = tmp_path / "canaryville" / "state" / "lockdash.db"
    path.write_bytes(b"no database" * 1000)
    _, files = bundled(lockdash, house)
    content = {name.partition("/")[2]: text for name, text in files.items()}
    assert "left out" in content["logs.txt"]
    assert not any(name.startswith(("logs/", "crashes/")) for name in content)


def test_what_is_packed_can_be_unpacked():
    packed = doctor_bundle.packed("folder", [("a/b.txt", b"x"), ("c.txt", b"")])
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        assert archive.getnames() == ["folder/a/b.txt", "folder/c.txt"]
