"""The files are looked at: what counts as a change, and that a bad one costs nothing."""

import os

import pytest

from lockdash.config.loading import load
from lockdash.config.problems import ConfigError
from lockdash.config.settings import Config
from lockdash.config.watching import Watch
from tests.config.conftest import HOME, RENTALS


@pytest.fixture
def put(put):
    """As usual, but each file is seen to be another one, however fast the test is."""
    ages = iter(range(1, 1000))

    def write(name, text, mode=0o600):
        path = put(name, text, mode)
        fresh = path.with_name(f".fresh{next(ages)}")
        fresh.write_bytes(path.read_bytes())
        fresh.chmod(mode)
        os.replace(fresh, path)
        return path

    return write


@pytest.fixture
def watch(config, put):
    put("config.toml", HOME + "[ui]\nbell = true\n")
    watch = Watch(load(config))
    assert not watch.changed()
    return watch


def settled(watch):
    """Whether it has changed, asked as often as a timer has to."""
    return (watch.changed(), watch.changed()) == (False, True)


def test_nothing_has_changed(watch):
    assert [watch.changed() for _ in range(3)] == [False] * 3


def test_a_change_counts_when_it_has_come_to_rest(watch, put):
    put("config.toml", "[ui]\n")
    assert not watch.changed()
    put("config.toml", HOME + "[ui]\nbell = false\n")
    assert not watch.changed()
    assert watch.changed()
    assert not watch.reload().ui.bell
    assert [watch.changed() for _ in range(3)] == [False] * 3


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.with_name("config.d").mkdir(),
        lambda path: path.chmod(0o640),
        lambda path: path.unlink(),
        lambda path: path.write_text("longer " * 100),
    ],
)
def test_changes_of_many_kinds_are_seen(watch, config, change):
    change(config)
    assert settled(watch)


def test_drop_ins_that_come_change_and_go_are_seen(watch, config, put):
    for text in (RENTALS, RENTALS + "[ui]\nbell = false\n"):
        put("config.d/a.toml", text)
        assert settled(watch)
        assert len(watch.reload().accounts) == 2
    (config.parent / "config.d/a.toml").unlink()
    assert settled(watch)
    assert len(watch.reload().accounts) == 1


def test_a_broken_file_is_told_once_and_one_that_is_mended_is_read(watch, config, put):
    put("config.toml", HOME + "[ui]\nbell = tru")
    assert settled(watch)
    with pytest.raises(ConfigError, match=rf"{config}:6: not valid TOML"):
        watch.reload()
    assert [watch.changed() for _ in range(3)] == [False] * 3
    put("config.toml", HOME + '[ui]\ntheme = "x"\n')
    assert settled(watch)
    assert watch.reload().ui.theme == "x"


def test_a_file_that_is_gone_and_back(watch, config, put):
    config.unlink()
    assert settled(watch)
    with pytest.raises(ConfigError, match="no such file"):
        watch.reload()
    put("config.toml", HOME)
    assert settled(watch)
    assert len(watch.reload().accounts) == 1


def test_what_changes_while_it_is_read_is_seen_afterwards(watch, config, put):
    put("config.toml", HOME)
    assert settled(watch)
    registry = watch._plugins

    def slowly(name):
        put("config.toml", HOME + '[ui]\ntheme = "x"\n')
        return registry(name)

    watch._plugins = slowly
    watch.reload()
    watch._plugins = registry
    assert settled(watch)


def test_options_stay(config, put):
    put("config.toml", HOME)
    watch = Watch(load(config).all_read_only().with_theme("mine"))
    put("config.toml", HOME + '[ui]\ntheme = "x"\nread_only = false\n')
    config = watch.reload()
    assert (config.ui.theme, config.ui.read_only, config.read_only_of("home")) == ("mine", True, True)


def test_a_configuration_from_no_file_never_changes():
    watch = Watch(Config())
    assert [watch.changed() for _ in range(3)] == [False] * 3
    with pytest.raises(ValueError, match="came from no file"):
        watch.reload()
