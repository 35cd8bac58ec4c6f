"""New accounts in drop-ins of our own, and new secrets in these; whatever else there is stays as it is."""

import errno
import os
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lockdash.config import placing
from lockdash.config.loading import load
from lockdash.config.problems import ConfigError
from lockdash.config.writing import WriteError, write_account
from lockdash.domain.secret import Secret
from tests.config.conftest import HOME, KEY, RENTALS

PATIENCE = 60


def write(config, name="home", key=KEY, **values):
    return write_account(config, name, "tedee", values, {"personal_key": Secret(key)})


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def refused(config, **more):
    with pytest.raises(WriteError) as caught:
        write(config, **more)
    return caught.value


def test_the_first_account_of_all(config):
    config.parent.rmdir()
    path = write(config, api_version="v36", client_id=None)
    assert path == config.parent / "config.d/home.toml"
    assert (mode(path), mode(path.parent), mode(config.parent)) == (0o600, 0o700, 0o700)
    account = load(config).accounts[0]
    assert (account.name, account.settings.api_version) == ("home", "v36")
    assert account.secrets["personal_key"].text == Secret(KEY)
    assert account.is_ours
    assert not config.exists()


def test_the_file_says_who_wrote_it_and_when(config):
    text = write(config).read_text()
    assert text.startswith("# Written by lockdash on 20")
    assert "(UTC). You may edit it" in text
    assert tomllib.loads(text) == {"accounts": [{"name": "home", "vendor": "tedee", "personal_key": KEY}]}


def test_what_the_user_wrote_stays_byte_for_byte(config, put):
    files = [
        put("config.toml", "# mine\r\n" + RENTALS + "\t \n", 0o640),
        put("config.d/mine.toml", "# mine too\n[ui]\nbell=true"),
        put("config.d/.home.toml.swp", "swap"),
    ]
    before = [(path.read_bytes(), path.stat()) for path in files]
    write(config)
    assert [(path.read_bytes(), path.stat()) for path in files] == before
    assert len(load(config).accounts) == 2


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Beach House", "beach-house.toml"),
        ("Épicerie Nº 5", "epicerie-no-5.toml"),
        ("海の家", "account.toml"),
        ("../../etc/passwd".replace("/", "\\"), "etc-passwd.toml"),
        (".hidden", "hidden.toml"),
        ('a "quoted" # name', "a-quoted-name.toml"),
        ("x" * 200, f"{'x' * 40}.toml"),
    ],
)
def test_any_name_makes_a_file_name(config, name, file):
    path = write(config, name)
    assert path == config.parent / "config.d" / file
    account = load(config).accounts[0]
    assert (account.name, account.is_ours) == (name, True)


def test_a_file_name_that_is_taken_is_left_alone(config, put):
    mine = put("config.d/home.toml", HOME.replace('"home"', '"other"'))
    folder = config.parent / "config.d/home-2.toml"
    folder.mkdir()
    folder.rmdir()
    folder.symlink_to("nowhere")
    assert write(config).name == "home-3.toml"
    assert mine.read_text() == HOME.replace('"home"', '"other"')
    assert folder.is_symlink()


@pytest.mark.parametrize("where", ["config.toml", "config.d/mine.toml"])
def test_a_name_that_is_taken_is_refused_with_its_place(config, put, where):
    path = put(where, RENTALS + HOME)
    error = refused(config)
    assert (str(error), error.remedy) == (f'an account is named "home" already, in {path}:7', "choose another name")


def test_what_is_wrong_with_other_files_stands_in_nobodys_way(config, put):
    put("config.toml", "[ui]\nbel = true\n" + HOME)
    put("config.d/broken.toml", "x = ")
    assert "home" in str(refused(config))
    assert write(config, "garage").exists()


@pytest.mark.parametrize(
    "more", [{"name": "a/b"}, {"name": " "}, {"key": "two\nlines"}, {"api_version": "x"}, {"x": 1}]
)
def test_what_makes_no_account_is_not_written(config, more):
    with pytest.raises(ConfigError) as caught:
        write(config, **more)
    assert KEY not in str(caught.value)
    assert list(config.parent.iterdir()) == []


def test_a_linked_folder(config, tmp_path):
    elsewhere = tmp_path / "dotfiles"
    elsewhere.mkdir(mode=0o700)
    config.parent.rmdir()
    config.parent.symlink_to(elsewhere)
    write(config)
    assert (elsewhere / "config.d/home.toml").is_file()
    assert config.parent.is_symlink()


def test_an_editor_that_holds_the_configuration_holds_up_nothing(config, put):
    mine = put("config.toml", RENTALS)
    (config.parent / ".#config.toml").symlink_to(f"ada@elsewhere.{os.getpid()}:1")
    write(config)
    assert mine.read_text() == RENTALS


def test_a_file_in_the_place_of_the_folder(config, put):
    put("config.d", "")
    error = refused(config)
    assert (str(error), error.remedy) == (f"{config.parent}/config.d is in the way: it is no folder", "move it away")


def test_a_folder_whose_files_would_not_be_used(config):
    folder = config.parent / "config.d"
    folder.mkdir()
    folder.chmod(0o770)
    error = refused(config)
    assert (str(error), error.remedy) == (
        f"{folder} is not used, because others may change it",
        f"run: chmod go-w {folder}",
    )


FAILURES = {
    errno.ENOSPC: ("No space left on device", "make room on that disk"),
    errno.EDQUOT: ("Disk quota exceeded", "make room on that disk"),
    errno.EROFS: ("Read-only file system", "make it writable, or name another configuration with --config FILE"),
    errno.EACCES: ("Permission denied", "make it writable, or name another"),
    errno.EIO: ("Input/output error", "name another configuration"),
}


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
@pytest.mark.parametrize("number", FAILURES)
def test_what_the_system_refuses_is_told_and_leaves_nothing_behind(config, put, monkeypatch, number, call):
    put("config.toml", RENTALS)
    real = os.open

    def fail(*args, **more):
        if call == "open" and not str(args[0]).endswith(".toml"):
            return real(*args, **more)
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(placing.os, call, fail)
        error = refused(config)
    said, remedy = FAILURES[number]
    assert str(error) == f"{config.parent}/config.d cannot be written: {said}"
    assert error.remedy.startswith(remedy)
    assert [each.name for each in (config.parent / "config.d").iterdir()] in ([], [placing.LOCK_NAME])
    assert len(load(config).accounts) == 1


def test_a_place_where_nothing_can_be():
    error = refused(Path("/dev/null/lockdash/config.toml"))
    assert "/dev/null/lockdash/config.d cannot be written: Not a directory" in str(error)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_we_may_not_write(config):
    config.parent.chmod(0o500)
    assert "Permission denied" in str(refused(config))


def test_whoever_has_the_turn_is_waited_for_and_not_for_ever(config, monkeypatch):
    folder = write(config).parent
    monkeypatch.setattr(placing, "LOCK_SECONDS", 0.05)
    with placing.turn(folder):
        error = refused(config, name="garage")
    assert (str(error), error.remedy) == (f"another lockdash is writing in {folder}", "try again")
    assert write(config, "garage").exists()


def test_many_processes_at_once_write_all_of_it(config):
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from lockdash.config.writing import WriteError, write_account\n"
        "from lockdash.domain.secret import Secret\n"
        "for name in ('same name', f'Same Name {sys.argv[2]}'):\n"
        "  try:\n"
        "    write_account(Path(sys.argv[1]), name, 'tedee', {}, {'personal_key': Secret('x')})\n"
        "    print(name)\n"
        "  except WriteError as error:\n"
        "    print('refused:', error)\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(config), str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(4)
    ]
    said = [process.communicate(timeout=PATIENCE)[0] for process in processes]
    lines = [line for each in said for line in each.splitlines()]
    assert sum(line == "same name" for line in lines) == 1
    assert sum(line.startswith('refused: an account is named "same name" already') for line in lines) == 3
    assert {each.name for each in load(config).accounts} == {"same name", *(f"Same Name {each}" for each in range(4))}
