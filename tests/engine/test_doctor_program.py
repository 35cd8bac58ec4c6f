"""The doctor on the program, on what it lies on, and on how sizes and errors are put."""

import os
import sys
from importlib.util import cache_from_source

import pytest

import lockdash
from lockdash.domain.findings import Level
from lockdash.engine.doctor import byte_code, disk, program
from lockdash.engine.doctor.section import halves, size_text


def by_subject(findings):
    return {each.subject: each for each in findings}


def package(folder, *, compiled):
    folder.mkdir()
    for name in ("one", "two"):
        source = folder / f"{name}.py"
        source.write_text("")
        if compiled:
            cache = cache_from_source(str(source))
            os.makedirs(os.path.dirname(cache), exist_ok=True)
            open(cache, "w").close()
    return folder


@pytest.fixture
def _alone(monkeypatch):
    """Only the package of the test is looked at, not what is installed here."""
    monkeypatch.setattr(byte_code, "_folders", list)


def test_versions_are_those_that_run():
    found = by_subject(program.examine({}).findings)
    assert found["lockdash"].said.startswith(lockdash.__version__)
    assert found["Python"].said.startswith(".".join(map(str, sys.version_info[:3])))
    assert all(found[label].level is Level.ok for label in program.LIBRARIES)


def test_a_library_that_is_missing_is_a_failure(monkeypatch):
    monkeypatch.setitem(program.LIBRARIES, "msgspec", "no-such-library-anywhere")
    found = by_subject(program.examine({}).findings)["msgspec"]
    assert found.level is Level.failure
    assert "pip install" in found.remedy


def test_a_library_that_lockdash_was_not_made_for_is_a_warning(monkeypatch):
    monkeypatch.setattr(program.metadata, "version", lambda name: "9.0.1")
    found = by_subject(program.examine({}).findings)["httpx"]
    assert found.level is Level.warning
    assert "9.0.1" in found.said
    assert "<0.29" in found.said


@pytest.mark.parametrize(
    ("version", "wanted", "fits"),
    [
        ("8.2.8", ">=8.2,<9", True),
        ("8.2", ">=8.2,<9", True),
        ("8.10.0rc1", ">=8.2,<9", True),
        ("9.0", "<9,>=8.2", False),
        ("8.1.9", ">=8.2,<9", False),
        ("0.28.1.post1", ">=0.28.1,<0.29", True),
    ],
)
def test_versions_are_compared_by_number(version, wanted, fits):
    assert program._fits(version, wanted) is fits


@pytest.mark.usefixtures("_alone")
def test_byte_code_that_is_there_is_fine(tmp_path):
    (found,) = byte_code.examine(package(tmp_path / "there", compiled=True), {byte_code.VARIABLE: "1"})
    assert found.level is Level.ok


@pytest.mark.usefixtures("_alone")
def test_byte_code_that_the_first_start_writes_is_fine(tmp_path):
    (found,) = byte_code.examine(package(tmp_path / "fresh", compiled=False), {})
    assert found.level is Level.ok
    assert "fresh" in found.said


@pytest.mark.usefixtures("_alone")
def test_byte_code_that_nobody_writes_is_a_warning_with_a_command(tmp_path):
    folder = package(tmp_path / "bare one", compiled=False)
    (found,) = byte_code.examine(folder, {byte_code.VARIABLE: "1"})
    assert found.level is Level.warning
    assert "three times slower" in found.said
    assert byte_code.VARIABLE in found.said
    assert f"-m compileall -q '{folder}'" in found.remedy


MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/export /srv/home nfs4 rw 0 0
//box/share /srv/with\\040blank cifs rw 0 0
tmpfs /srv/home/local tmpfs rw 0 0
nonsense
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib", ""),
        ("/srv/home/ada/.local/state", "nfs4"),
        ("/srv/homely", ""),
        ("/srv/home/local/state", ""),
        ("/srv/with blank/state", "cifs"),
    ],
)
def test_file_systems_of_a_network_are_known(tmp_path, path, kind):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert disk.network_kind(tmp_path.__class__(path), mounts) == kind


def test_a_system_that_does_not_tell_its_mounts(tmp_path):
    assert disk.network_kind(tmp_path, tmp_path / "none") == ""


def test_room_is_told_of_a_folder_that_is_not_there_yet(tmp_path):
    assert disk.free_bytes(tmp_path / "not" / "yet") > 0


@pytest.mark.parametrize(("mode", "others"), [(0o600, ""), (0o644, "read it"), (0o666, "read and change it")])
def test_what_others_may(tmp_path, mode, others):
    path = tmp_path / "file"
    path.touch()
    path.chmod(mode)
    assert disk.others_may(path) == others


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (812, "812 bytes"), (4200, "4.2 kB"), (12_345_678, "12 MB"), (2 * 10**12, "2.0 TB")],
)
def test_sizes(count, text):
    assert size_text(count) == text


def test_an_error_is_taken_apart_where_its_remedy_begins():
    told = "/x/lockdash.db is damaged (malformed: page 3): start again: it keeps the file"
    assert halves(told) == ("/x/lockdash.db is damaged (malformed: page 3)", "start again: it keeps the file")
    assert halves("/x belongs to another program: move it away") == ("/x belongs to another program", "move it away")
    assert halves("nothing to do") == ("nothing to do", "")
