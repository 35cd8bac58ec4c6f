"""Where files lie: argument, then environment, then the system's place."""

from pathlib import Path

import pytest

from lockdash.config.paths import NoHome, config_file, state_dir


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    for name in ("LOCKDASH_CONFIG", "LOCKDASH_STATE_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_the_usual_places(home):
    assert config_file() == home / ".config/lockdash/config.toml"
    assert state_dir() == home / ".local/state/lockdash"


def test_the_xdg_variables(monkeypatch, home):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "s"))
    assert config_file() == home / "c/lockdash/config.toml"
    assert state_dir() == home / "s/lockdash"


def test_the_environment_then_the_argument(monkeypatch, home):
    monkeypatch.setenv("LOCKDASH_CONFIG", "~/mine.toml")
    monkeypatch.setenv("LOCKDASH_STATE_DIR", "/srv/state")
    assert config_file() == home / "mine.toml"
    assert state_dir() == Path("/srv/state")
    assert config_file(Path("/a/b.toml")) == Path("/a/b.toml")
    assert state_dir(Path("/a/b")) == Path("/a/b")


def test_an_empty_variable_counts_as_unset(monkeypatch, home):
    monkeypatch.setenv("LOCKDASH_CONFIG", "")
    assert config_file() == home / ".config/lockdash/config.toml"


def test_a_relative_path_starts_here(monkeypatch, home):
    monkeypatch.chdir(home)
    assert config_file(Path("x.toml")) == home / "x.toml"


@pytest.fixture
def homeless(monkeypatch):
    """As in a container that runs as a user whom its system does not know."""
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)


@pytest.mark.usefixtures("homeless")
@pytest.mark.parametrize(
    ("asked", "told"), [(config_file, "--config FILE, LOCKDASH_CONFIG or"), (state_dir, "--state-dir DIR, ")]
)
def test_without_a_home_it_says_what_to_name(asked, told):
    with pytest.raises(NoHome, match=f"no home folder .*{told}"):
        asked()
    with pytest.raises(NoHome, match="~/x: there is no home folder that ~ could stand for"):
        asked(Path("~/x"))


@pytest.mark.usefixtures("homeless")
def test_without_a_home_what_is_named_is_used(monkeypatch):
    assert config_file(Path("/a/b.toml")) == Path("/a/b.toml")
    monkeypatch.setenv("XDG_STATE_HOME", "/s")
    assert state_dir() == Path("/s/lockdash")
