"""New secrets in a drop-in that lockdash wrote."""

import os
import socket
import stat

import msgspec
import pytest

from lockdash.config import placing
from lockdash.config.loading import load
from lockdash.config.problems import ConfigError
from lockdash.config.writing import WriteError, replace_account, write_account
from lockdash.domain.secret import Secret
from tests.config.conftest import HOME, KEY

NEW = {"personal_key": Secret("another-key")}


@pytest.fixture
def account(config):
    write_account(config, "home", "tedee", {"api_version": "v36"}, {"personal_key": Secret(KEY)})
    return load(config).accounts[0]


def refused(account, secrets=NEW):
    before = account.place.path.read_bytes()
    with pytest.raises(WriteError) as caught:
        replace_account(account, secrets)
    assert account.place.path.read_bytes() == before
    return f"{caught.value}; {caught.value.remedy}"


def test_a_new_secret(config, account):
    renewed = replace_account(account, NEW)
    assert load(config).accounts[0].secrets == renewed.secrets
    assert renewed.secrets["personal_key"].text == Secret("another-key")
    assert (renewed.settings, renewed.is_ours) == (account.settings, True)
    assert stat.S_IMODE(account.place.path.stat().st_mode) == 0o600


def test_it_can_be_renewed_again(config, account):
    renewed = replace_account(replace_account(account, NEW), {"personal_key": Secret("third")})
    assert load(config).accounts[0].secrets == renewed.secrets


def test_other_accounts_and_settings_in_the_file_stay(config, account):
    path = account.place.path
    path.write_text(
        path.read_text() + '\n[[accounts]]\nname = "b"\nvendor = "tedee"\npersonal_key = "b"\n[ui]\nbell = true\n'
    )
    replace_account(load(config).accounts[0], NEW)
    loaded = load(config)
    assert [each.secrets["personal_key"].text for each in loaded.accounts] == [Secret("another-key"), Secret("b")]
    assert loaded.ui.bell


def test_a_name_with_our_comment_sign_is_no_comment(config):
    write_account(config, "flat # 3", "tedee", {}, {"personal_key": Secret("a#b")})
    account = load(config).accounts[0]
    assert account.is_ours
    replace_account(account, NEW)
    assert load(config).accounts[0].name == "flat # 3"


@pytest.mark.parametrize("comment", ["# mine\n", "[ui] # why\n"])
def test_a_file_with_a_comment_of_the_user_is_not_ours(config, account, comment):
    path = account.place.path
    path.write_text(path.read_text() + comment)
    edited = load(config).accounts[0]
    assert not edited.is_ours
    assert refused(edited) == f"home does not stand in a file that lockdash wrote; change it yourself in {path}:4"


def test_the_users_own_file_is_refused(config, put):
    path = put("config.toml", "\n" + HOME)
    assert refused(load(config).accounts[0]).endswith(f"change it yourself in {path}:2")


def test_an_account_from_nowhere_is_refused(account):
    with pytest.raises(WriteError, match="does not stand in a file"):
        replace_account(msgspec.structs.replace(account, place=None), NEW)


def test_a_file_that_was_changed_meanwhile_is_refused(account):
    account.place.path.write_text(account.place.text.replace("v36", "v37"))
    assert "was changed since it was read" in refused(account)


def test_a_file_that_has_gone_is_refused(account):
    account.place.path.unlink()
    with pytest.raises(WriteError, match="cannot be written: No such file"):
        replace_account(account, NEW)


def test_a_file_that_an_editor_holds_is_refused_with_who_it_is(account):
    path = account.place.path
    mark = path.with_name(f".#{path.name}")
    mark.symlink_to(f"ada@{socket.gethostname()}.{os.getpid()}:1700000000")
    told = f"{path} is being edited by emacs of ada (process {os.getpid()})"
    assert refused(account) == f"{told}; close it there, then try again"
    mark.unlink()
    assert replace_account(account, NEW)


def test_a_secret_that_comes_from_elsewhere_is_refused(config, account):
    path = account.place.path
    path.write_text(path.read_text().replace(f'personal_key = "{KEY}"', 'personal_key_env = "X"'))
    told = 'the personal_key of home comes from "personal_key_env"; put the new one there'
    assert refused(load(config).accounts[0]) == told


def test_a_secret_that_cannot_be_is_refused(account):
    before = account.place.path.read_bytes()
    with pytest.raises(ConfigError, match='"personal_key" has more than one line'):
        replace_account(account, {"personal_key": Secret("a\nb")})
    assert account.place.path.read_bytes() == before


def test_a_linked_file_stays_a_link(config, account, tmp_path):
    path = account.place.path
    real = tmp_path / "dotfiles.toml"
    path.rename(real)
    path.symlink_to(real)
    replace_account(load(config).accounts[0], NEW)
    assert path.is_symlink()
    assert "another-key" in real.read_text()


def test_a_full_disk_leaves_the_old_secret(account, monkeypatch):
    def fail(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(placing.os, "fsync", fail)
    assert refused(account).endswith("No space left on device; make room on that disk, then try again")
    assert sorted(each.name for each in account.place.path.parent.iterdir()) == [placing.LOCK_NAME, "home.toml"]
