"""Files beside the configuration: what they may say, which one counts, and what is wrong with any of them."""

import os
import re

import pytest

from lockdash.config.files import drop_ins
from lockdash.config.loading import load
from lockdash.config.problems import ConfigError, ConfigMissing, NoAccounts
from tests.config.conftest import HOME, RENTALS


def told(config):
    with pytest.raises(ConfigError) as caught:
        load(config)
    return str(caught.value).splitlines()


def test_accounts_add_up_in_the_order_of_the_files(config, put):
    put("config.toml", HOME)
    put("config.d/b.toml", HOME.replace('"home"', '"b"'))
    put("config.d/a.toml", RENTALS + HOME.replace('"home"', '"a"'))
    loaded = load(config)
    assert [each.name for each in loaded.accounts] == ["home", "rentals", "a", "b"]
    assert loaded.sources == (config, config.parent / "config.d/a.toml", config.parent / "config.d/b.toml")


def test_of_the_screen_and_the_keys_the_last_file_counts_key_by_key(config, put):
    put("config.toml", HOME + '[ui]\nbell = true\ntheme = "one"\nread_only = true\n[keys]\nlock = "x"\nopen = "y"\n')
    put("config.d/1.toml", '[ui]\ntheme = "two"\n[keys]\nopen = ["z"]\n')
    put("config.d/2.toml", '[ui]\ntheme = "three"\nread_only = false\n')
    loaded = load(config)
    assert (loaded.ui.theme, loaded.ui.bell, loaded.ui.read_only) == ("three", True, False)
    assert loaded.keys == {"lock": ("x",), "open": ("z",)}


def test_a_drop_in_alone_is_a_configuration(config, put):
    path = put("config.d/home.toml", HOME)
    loaded = load(config)
    assert (loaded.path, loaded.sources) == (config, (path,))
    assert [each.name for each in loaded.accounts] == ["home"]


def test_a_file_without_accounts_is_fine_beside_one_that_has_some(config, put):
    put("config.toml", "[ui]\nbell = true\n")
    put("config.d/empty.toml", "")
    put("config.d/home.toml", HOME)
    loaded = load(config)
    assert (loaded.ui.bell, len(loaded.accounts)) == (True, 1)


def test_an_empty_folder_is_nothing_at_all(config):
    (config.parent / "config.d").mkdir()
    with pytest.raises(ConfigMissing):
        load(config)


def test_drop_ins_without_any_account_lack_one(config, put):
    put("config.d/ui.toml", "[ui]\nbell = true\n")
    with pytest.raises(NoAccounts) as caught:
        load(config)
    assert caught.value.path == config


@pytest.mark.parametrize(
    "name", [".home.toml.swp", ".home.toml", "#home.toml#", "home.toml~", "home.toml.bak", "home.tom", "README", "4913"]
)
def test_what_editors_leave_is_no_drop_in(config, put, name):
    put("config.toml", RENTALS)
    put(f"config.d/{name}", "nonsense")
    assert drop_ins(config) == []
    assert len(load(config).accounts) == 1


def test_the_link_by_which_emacs_locks_a_file_is_no_drop_in(config, put):
    put("config.toml", RENTALS)
    put("config.d/home.toml", HOME)
    (config.parent / "config.d/.#home.toml").symlink_to("ada@host.1234:1700000000")
    assert len(load(config).accounts) == 2


def test_a_name_that_occurs_in_two_files_names_both_places(config, put):
    put("config.toml", RENTALS + HOME)
    second = put("config.d/home.toml", "\n" + HOME)
    assert told(config) == [f'{second}:3: a second account is named "home"; the first one is in {config}:7']


def test_a_name_that_occurs_twice_in_one_file_names_the_line(config, put):
    put("config.toml", HOME + HOME)
    assert told(config) == [f'{config}:6: a second account is named "home"; the first one is in line 2']


def test_all_that_is_wrong_with_all_files_is_told_at_once_in_their_order(config, put):
    put("config.toml", HOME + '[ui]\nunlock = "slow"\nbel = 1\n')
    syntax = put("config.d/1.toml", "x = \n")
    key = put("config.d/2.toml", RENTALS + "grnt = 1\n[keys]\nlock = 7\n")
    binary = put("config.d/3.toml", b'a = 1\nb = "\xff"\n')
    lines = told(config)
    assert [line.partition(": ")[0] for line in lines] == [
        *(f"{config}:6", f"{config}:7"),
        f"{syntax}:1",
        *(f"{key}:6", f"{key}:8"),
        f"{binary}:2",
    ]


def test_a_broken_file_hides_no_mistake_of_another_and_lacks_no_account(config, put):
    broken = put("config.d/a.toml", "[[accounts]\n")
    assert [line.partition(":")[0] for line in told(config)] == [str(broken)]


def test_a_relative_secret_file_starts_from_its_own_file(config, put):
    put("config.d/home.toml", HOME.replace("personal_key =", "personal_key_file ="))
    assert load(config).accounts[0].secrets["personal_key"].folder == config.parent / "config.d"


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_permissions_are_checked_for_each_file(config, put, mode):
    put("config.toml", RENTALS, 0o644)
    path = put("config.d/home.toml", HOME, mode)
    assert [line for line in told(config) if re.search(rf"{path}:4: .*chmod 600 {path}$", line)] == told(config)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o720])
def test_a_folder_that_others_may_write_to_is_refused_with_the_remedy(config, put, mode):
    put("config.toml", HOME)
    folder = put("config.d/rentals.toml", RENTALS).parent
    folder.chmod(mode)
    assert told(config) == [f"{folder}: is not used, because others may change it; run: chmod go-w {folder}"]


def test_a_folder_that_others_may_write_to_is_nobodys_business_while_it_is_empty(config, put):
    put("config.toml", HOME)
    (config.parent / "config.d").mkdir()
    (config.parent / "config.d").chmod(0o777)
    assert len(load(config).accounts) == 1


def test_a_drop_in_that_others_may_change_is_refused_even_without_a_secret(config, put):
    put("config.toml", HOME)
    path = put("config.d/rentals.toml", RENTALS, 0o646)
    assert told(config) == [f"{path}: is not used, because others may change it; run: chmod go-w {path}"]


def test_a_folder_of_somebody_else_is_refused(config, put, monkeypatch):
    """As in /tmp, where everybody can put one beside a configuration."""
    put("config.toml", HOME)
    folder = put("config.d/rentals.toml", RENTALS).parent
    monkeypatch.setattr("lockdash.config.files.trusted_owners", lambda path: frozenset({os.geteuid() + 1}))
    assert told(config) == [f"{folder}: is not used, because it belongs to another user"]


def test_whoever_owns_the_configuration_may_own_its_drop_ins(config, put, monkeypatch):
    put("config.toml", RENTALS)
    put("config.d/more.toml", RENTALS.replace("rentals", "more"))
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    assert len(load(config).accounts) == 2


def test_a_folder_in_the_place_of_a_drop_in(config, put):
    put("config.toml", HOME)
    (config.parent / "config.d/x.toml").mkdir(parents=True)
    assert told(config) == [f"{config.parent}/config.d/x.toml: is no plain file"]


def test_a_pipe_in_the_place_of_a_drop_in_does_not_hang(config, put):
    put("config.toml", HOME)
    (config.parent / "config.d").mkdir()
    os.mkfifo(config.parent / "config.d/x.toml")
    assert told(config) == [f"{config.parent}/config.d/x.toml: is no plain file"]


def test_a_link_that_leads_nowhere(config, put):
    put("config.toml", HOME)
    (config.parent / "config.d").mkdir()
    (config.parent / "config.d/x.toml").symlink_to("gone")
    assert told(config) == [f"{config.parent}/config.d/x.toml: leads to a file that is not there"]


def test_a_file_in_the_place_of_the_folder(config, put):
    put("config.toml", HOME)
    path = put("config.d", "")
    assert told(config) == [f"{path}: cannot be read: Not a directory"]


def test_a_linked_folder_is_as_good_as_any(config, put, tmp_path):
    put("config.toml", RENTALS)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (config.parent / "config.d").symlink_to(elsewhere)
    put("config.d/home.toml", HOME)
    assert len(load(config).accounts) == 2
