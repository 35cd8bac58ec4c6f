"""Secrets from the environment, files and commands: what arrives, and what is said when it does not."""

import os
import sys
import time

import pytest

from lockdash.config import secrets
from lockdash.config.secrets import SecretError, SecretKind, SecretSource, exposure, resolve
from lockdash.domain.secret import Secret


def from_command(line):
    return resolve(SecretSource(SecretKind.command, line))


def python(code):
    return f"{sys.executable} -c '{code}'"


def test_a_plain_value_is_itself():
    assert resolve(SecretSource(SecretKind.value, Secret("abc"))).reveal() == "abc"


def test_from_the_environment(monkeypatch):
    monkeypatch.setenv("PRETEND_KEY", "abc\n")
    assert resolve(SecretSource(SecretKind.env, "PRETEND_KEY")).reveal() == "abc"


def test_a_variable_that_is_not_set(monkeypatch):
    monkeypatch.delenv("PRETEND_KEY", raising=False)
    with pytest.raises(SecretError, match="environment variable PRETEND_KEY is not set"):
        resolve(SecretSource(SecretKind.env, "PRETEND_KEY"))


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b" abc \r\n\n")
    path.chmod(0o600)
    return path


def test_from_a_file_without_its_last_newlines(key_file):
    assert resolve(SecretSource(SecretKind.file, str(key_file))).reveal() == " abc "


def test_a_file_that_others_can_read_is_refused(key_file):
    key_file.chmod(0o640)
    with pytest.raises(SecretError, match=f"chmod 600 {key_file}"):
        resolve(SecretSource(SecretKind.file, str(key_file)))


def test_what_another_user_owns_may_be_readable_by_its_group_only(key_file, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: key_file.stat().st_uid + 1)
    key_file.chmod(0o440)
    assert exposure(key_file) == ""
    key_file.chmod(0o444)
    assert "belongs to another user" in exposure(key_file)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SecretError, match="cannot be read: No such file"):
        resolve(SecretSource(SecretKind.file, str(tmp_path / "key")))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "gives nothing"),
        (b"  \n", "gives nothing"),
        (b"one\ntwo\n", "more than one line"),
        (b"a\tb", "control characters"),
        (b"\xff\xfe", "not UTF-8"),
        (b"x" * (64 * 1024 + 1), "more than 64 KiB"),
    ],
)
def test_a_file_that_holds_no_secret(key_file, content, said):
    key_file.write_bytes(content)
    with pytest.raises(SecretError, match=said) as caught:
        resolve(SecretSource(SecretKind.file, str(key_file)))
    assert "one\n" not in str(caught.value)


def test_from_a_command_without_a_shell():
    assert from_command("printf '%s\\n' 'a $HOME b'").reveal() == "a $HOME b"


def test_a_command_that_fails_tells_its_exit_code_and_what_it_said():
    with pytest.raises(SecretError, match=r"ended with exit code 3: no .*key here$"):
        from_command(python('import sys; sys.stderr.write("no \\x1b[31mkey\\nhere"); print("hidden"); sys.exit(3)'))


def test_a_command_that_fails_does_not_show_what_it_printed():
    with pytest.raises(SecretError) as caught:
        from_command(python('print("hid" + "den"); raise SystemExit(1)'))
    assert "hidden" not in str(caught.value)


def test_a_command_that_is_not_there():
    with pytest.raises(SecretError, match="no-such-command-at-all` cannot be run: No such file"):
        from_command("no-such-command-at-all")


def test_a_command_that_hangs_is_stopped_with_all_that_it_started(monkeypatch, tmp_path):
    monkeypatch.setattr(secrets, "COMMAND_SECONDS", 0.5)
    noted = tmp_path / "child"
    started = time.monotonic()
    with pytest.raises(SecretError, match=r"no answer within 0\.5 s"):
        from_command(f"sh -c 'sleep 60 & echo $! > {noted}; wait'")
    assert time.monotonic() - started < 10
    child = int(noted.read_text())
    while not _is_dead(child) and time.monotonic() - started < 20:
        os.sched_yield()
    assert _is_dead(child)


def _is_dead(pid):
    """Killed and perhaps not yet collected by init."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] in "ZX"
    except FileNotFoundError:
        return True


def test_a_command_has_no_terminal_to_ask_on():
    code = 'import os\ntry:\n  os.open("/dev/tty", os.O_RDWR); print("tty")\nexcept OSError:\n  print("none")'
    assert from_command(python(code)).reveal() == "none"
