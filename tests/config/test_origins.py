"""Where each value comes from."""

import pytest

from lockdash.config.loading import load
from lockdash.config.origins import From, Origin
from lockdash.config.settings import AccountConfig, Config
from tests.config.conftest import HOME, KEY, RENTALS


@pytest.fixture
def loaded(config, put):
    put("config.toml", HOME + 'unlock = "ask"\n\n[ui]\nbell = true\nread_only = false\n[keys]\nlock = "x"\n')
    put("config.d/a.toml", RENTALS.replace("rentals", "my.rentals") + "[ui]\nread_only = true\n")
    return load(config)


def test_each_value_has_its_file_and_line(loaded, config):
    more = config.parent / "config.d/a.toml"
    expected = {
        "accounts.home": (config, 1),
        "accounts.home.name": (config, 2),
        "accounts.home.personal_key": (config, 4),
        "accounts.home.unlock": (config, 5),
        "ui.bell": (config, 8),
        "keys.lock": (config, 11),
        "accounts.my.rentals": (more, 1),
        "accounts.my.rentals.client_id": (more, 4),
        "accounts.my.rentals.client_secret": (more, 5),
        "ui.read_only": (more, 7),
    }
    assert {key: loaded.origin_of(key) for key in expected} == {
        key: Origin(From.file, *place) for key, place in expected.items()
    }


def test_what_no_file_says_is_a_default(loaded):
    for key in ("ui.theme", "accounts.home.api_url", "accounts.my.rentals.unlock", "keys.unlock"):
        assert loaded.origin_of(key) == Origin(From.default)
    assert Config().origin_of("ui.theme") == Origin(From.default)


def test_what_an_account_leaves_to_the_screen_comes_from_there(loaded, config):
    assert loaded.origin_of("accounts.home.read_only") == loaded.origin_of("ui.read_only")
    assert loaded.origin_of("accounts.home.read_only").line == 7


def test_what_an_option_says_comes_from_there(loaded):
    changed = loaded.all_read_only().with_theme("other")
    for key in ("ui.read_only", "ui.theme", "accounts.home.read_only", "accounts.my.rentals.read_only"):
        assert changed.origin_of(key) == Origin(From.option)
        assert loaded.origin_of(key).from_ is not From.option
    assert changed.ui.theme == "other"


def test_an_account_knows_its_place_and_keeps_the_text_to_itself(loaded, config):
    home, rentals = loaded.accounts
    assert (home.place.path, home.place.line) == (config, 1)
    assert (rentals.place.path.name, rentals.place.line) == ("a.toml", 1)
    assert not home.is_ours
    assert KEY not in repr(loaded)


def test_accounts_are_the_same_wherever_they_stand(loaded, config, put):
    put("config.toml", "# a comment\n" + HOME + 'unlock = "ask"\n')
    moved = load(config)
    assert all(map(AccountConfig.means, moved.accounts, loaded.accounts))
    put("config.toml", HOME.replace(KEY, "another") + 'unlock = "ask"\n')
    assert not all(map(AccountConfig.means, load(config).accounts, loaded.accounts))
