"""Who else can get at a file."""

import os

import pytest

from lockdash.config import permissions
from lockdash.config.permissions import exposure, looseness, trusted_owners


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a file"
    path.write_text("")
    return path


@pytest.fixture
def strangers(path, monkeypatch):
    """The file belongs to another user."""
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_what_only_we_can_read(path, mode):
    path.chmod(mode)
    assert exposure(path) == ""


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_what_others_can_read_or_change(path, mode):
    path.chmod(mode)
    assert exposure(path) == f"others may read or change it; run: chmod 600 '{path}'"


@pytest.mark.usefixtures("strangers")
def test_what_another_user_owns_may_be_readable_by_its_group_only(path):
    path.chmod(0o440)
    assert exposure(path) == ""
    path.chmod(0o444)
    assert "belongs to another user" in exposure(path)


@pytest.mark.parametrize("ours", [True, False])
def test_what_a_container_is_given_may_be_readable_by_all_in_it(path, monkeypatch, ours):
    """Docker's secrets are 0444 and belong to root, who may be us."""
    monkeypatch.setattr(permissions, "RUNTIME_SECRETS", str(path.parent))
    if not ours:
        monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    path.chmod(0o444)
    assert exposure(path) == ""
    path.chmod(0o666)
    assert exposure(path) != ""


def test_a_link_out_of_there_is_no_secret_of_a_container(path, monkeypatch):
    mounted = path.parent / "secrets"
    mounted.mkdir()
    monkeypatch.setattr(permissions, "RUNTIME_SECRETS", str(mounted))
    (mounted / "link").symlink_to(path)
    path.chmod(0o444)
    assert exposure(mounted / "link") != ""
    (path.parent / "way in").symlink_to(mounted)
    path.rename(mounted / "key")
    assert exposure(path.parent / "way in" / "key") == ""


def test_what_is_no_file_has_no_mode_that_counts():
    assert exposure(permissions.Path("/dev/null")) == ""


def test_trusted_are_we_and_root_and_whoever_owns_the_configuration(path, monkeypatch):
    owner = path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    assert trusted_owners(path) == {0, 4242, owner}
    assert trusted_owners(path.parent / "none") == {0, 4242, owner}
    assert trusted_owners(permissions.Path("/nowhere/at/all")) == {0, 4242}


def test_what_nobody_else_decides(path):
    mine = frozenset({path.stat().st_uid})
    path.chmod(0o644)
    assert looseness(path, mine) == ""
    assert looseness(path, frozenset({path.stat().st_uid + 1})) == "is not used, because it belongs to another user"
    path.chmod(0o660)
    assert looseness(path, mine).endswith(f"run: chmod go-w '{path}'")
