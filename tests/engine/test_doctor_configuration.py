"""The doctor on the configuration."""

from lockdash.domain.findings import Level
from lockdash.engine.doctor import configuration
from lockdash.engine.doctor.round import HOMELESS, Where, read

ACCOUNT = """\
[[accounts]]
name = "home"
vendor = "tedee"
personal_key_env = "TEDEE_KEY"
"""


def reading(path):
    return read(Where(config=path, named_by="by --config", state_dir=path.parent / "state", environ={}))


def examined(path, **more):
    return configuration.examine(reading(path), **more).findings


def written(folder, text=ACCOUNT, mode=0o600):
    path = folder / "config.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def first(findings, subject):
    return next(each for each in findings if each.subject == subject)


def test_a_configuration_that_is_fine(tmp_path):
    path = written(tmp_path, f'{ACCOUNT}api_version = "v36"\n[ui]\nbell = true\n')
    found = examined(path)
    assert {each.level for each in found} == {Level.ok}
    assert f"{path}, mode 600 (by --config)" in first(found, "file").said
    assert "bell = true (config.toml:7)" in first(found, "[ui]").said
    assert "by default: theme, unlock, read_only, notify" in first(found, "[ui]").said
    assert "home: begins at config.toml:1; says api_version (config.toml:5)" in first(found, "account").said


def test_drop_ins_are_listed(tmp_path):
    written(tmp_path)
    (tmp_path / "config.d").mkdir(mode=0o700)
    more = tmp_path / "config.d" / "rentals.toml"
    more.write_text(ACCOUNT.replace("home", "rentals"))
    more.chmod(0o600)
    files = [each.said for each in examined(tmp_path / "config.toml") if each.subject == "file"]
    assert len(files) == 2
    assert str(more) in files[1]


def test_without_a_configuration_the_next_step_is_told(tmp_path):
    (found,) = examined(tmp_path / "none.toml")
    assert found.level is Level.failure
    assert "lockdash init" in found.remedy


def test_each_problem_has_its_place(tmp_path):
    path = written(tmp_path, f'{ACCOUNT}[ui]\nbel = true\nunlock = "perhaps"\n')
    problems = [each for each in examined(path) if each.subject == "problem"]
    assert {each.level for each in problems} == {Level.failure}
    assert [each.said.removeprefix(f"{path}:")[0] for each in problems] == ["6", "7"]


def test_a_problem_that_names_a_command_has_it_as_its_remedy(tmp_path):
    path = written(tmp_path, ACCOUNT.replace('_env = "TEDEE_KEY"', ' = "canary"'), mode=0o644)
    found = first(examined(path), "problem")
    assert found.remedy == f"run: chmod 600 {path}"
    assert "chmod" not in found.said


def test_a_file_that_others_may_change_is_a_warning(tmp_path):
    path = written(tmp_path, mode=0o666)
    found = first(examined(path), "file")
    assert found.level is Level.warning
    assert found.remedy == f"run: chmod go-w {path}"


def test_a_folder_in_which_others_may_replace_it_is_a_warning(tmp_path):
    path = written(tmp_path)
    tmp_path.chmod(0o777)
    found = first(examined(path), "file")
    assert found.level is Level.warning
    assert found.remedy == f"run: chmod go-w {tmp_path}"


def test_others_may_read_what_holds_no_secret(tmp_path):
    found = first(examined(written(tmp_path, mode=0o644)), "file")
    assert found.level is Level.ok
    assert "no secret" in found.said


def test_without_a_home_folder_it_says_so():
    (found,) = examined(HOMELESS)
    assert found.level is Level.failure
    assert "set HOME" in found.remedy


def test_what_the_screen_says_of_keys_is_told(tmp_path):
    path = written(tmp_path, f'{ACCOUNT}[keys]\nlock = "x"\n')
    found = examined(path, keymap=lambda keys: [f"{', '.join(keys)} is no action"])
    assert first(found, "keymap").level is Level.warning
    assert first(found, "keymap").said == "lock is no action"
    assert "1 set" in first(found, "[keys]").said
