"""`lockdash init` without a terminal, and beside a configuration that there is."""

import pytest

from lockdash.__main__ import main
from lockdash.cli import opening, setting_up
from lockdash.cli.exits import Stop
from lockdash.cli.parser import parse

ONE = '[[accounts]]\nname = "home"\nvendor = "tedee"\npersonal_key_env = "KEY"\n'


@pytest.fixture
def screen(monkeypatch):
    monkeypatch.setattr(opening, "why_no_screen", lambda: "")


def options(path):
    return parse(["init", "--config", str(path)])


def test_without_a_terminal_it_says_what_to_do_instead(tmp_path, capfd):
    assert main(["init", "--config", str(tmp_path / "c.toml")]) == 2
    said = capfd.readouterr().err
    assert "config.example.toml" in said
    assert str(tmp_path / "c.toml") in said
    assert "lockdash config schema" in said


def test_it_knows_the_names_that_there_are(tmp_path, screen):
    (tmp_path / "c.toml").write_text(ONE)
    assert setting_up.begin(options(tmp_path / "c.toml")) == ("home",)


@pytest.mark.parametrize("text", [None, "[ui]\nbell = true\n"])
def test_no_account_yet_is_no_trouble(tmp_path, screen, text):
    if text is not None:
        (tmp_path / "c.toml").write_text(text)
    assert setting_up.begin(options(tmp_path / "c.toml")) == ()


def test_a_configuration_that_cannot_be_read_is_told_first(tmp_path, screen):
    (tmp_path / "c.toml").write_text("[[accounts]\n")
    with pytest.raises(Stop, match=r"c\.toml:1"):
        setting_up.begin(options(tmp_path / "c.toml"))


@pytest.mark.parametrize(("written", "said"), [([], ""), (["a", "b"], "Written: a, b. `lockdash` opens it.\n")])
def test_the_end_is_one_line(written, said, capfd):
    setting_up.end(written)
    assert capfd.readouterr() == ("", said)
