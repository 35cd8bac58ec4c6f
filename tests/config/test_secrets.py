"""Secrets from the environment and files: what arrives, and what is said when it does not."""

from pathlib import Path

import pytest

from lockdash.config.secrets import SecretError, SecretKind, SecretSource, resolve, secret_path
from lockdash.domain.secret import Secret


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


def file(path, folder=None):
    return SecretSource(SecretKind.file, str(path), folder)


def test_a_file_is_named_by_variables_of_the_environment(key_file, monkeypatch):
    """As systemd names the folder of a service's credentials."""
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(key_file.parent))
    assert resolve(file("$CREDENTIALS_DIRECTORY/key", key_file.parent / "elsewhere")).reveal() == " abc "
    assert resolve(file("${CREDENTIALS_DIRECTORY}/key")).reveal() == " abc "


@pytest.mark.parametrize("written", ["$CREDENTIALS_DIRECTORY/tedee", "${CREDENTIALS_DIRECTORY}/tedee"])
def test_a_variable_of_a_file_that_is_not_set(monkeypatch, written):
    for value in (None, ""):
        monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
        if value is not None:
            monkeypatch.setenv("CREDENTIALS_DIRECTORY", value)
        with pytest.raises(SecretError) as caught:
            resolve(file(written))
        told = f"the file {written}: the environment variable CREDENTIALS_DIRECTORY is not set"
        assert str(caught.value) == f"{told}; the service manager sets it"


def test_a_dollar_sign_that_names_nothing_is_part_of_the_path(tmp_path):
    path = tmp_path / "a$ 100$.key"
    path.write_text("abc")
    path.chmod(0o600)
    assert resolve(file(path)).reveal() == "abc"


def test_a_file_starts_from_its_folder_and_from_home(key_file, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert secret_path(file("key", key_file.parent)) == key_file
    assert secret_path(file("~/key", tmp_path / "elsewhere")) == tmp_path / "key"
    assert secret_path(file("/a/key", tmp_path)) == Path("/a/key")


def test_a_home_that_nobody_knows(monkeypatch):
    def nobody(path):
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "expanduser", nobody)
    with pytest.raises(SecretError, match="no home folder that ~ could stand for"):
        resolve(file("~/key"))


def test_a_path_that_no_system_takes():
    with pytest.raises(SecretError, match="cannot be read"):
        resolve(file("/tmp/a\0b"))
