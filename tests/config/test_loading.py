"""The shape of the configuration, and every mistake in it: told with file, line and what would be right."""

import re

import pytest

from lockdash.config.loading import load
from lockdash.config.problems import ConfigError, ConfigMissing, NoAccounts
from lockdash.config.secrets import SecretKind, resolve, secret_path
from lockdash.domain.secret import Secret

KEY = "abc123.pretend-key-that-opens-nothing"
HOME = f'[[accounts]]\nname = "home"\nvendor = "tedee"\npersonal_key = "{KEY}"\n'
RENTALS = '[[accounts]]\nname = "rentals"\nvendor = "remotelock"\nclient_id = "id"\nclient_secret_env = "RL_SECRET"\n'


@pytest.fixture
def written(tmp_path):
    def write(text, mode=0o600):
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return path

    return write


WHOLE = f"""\
[[accounts]]
name = "home"
vendor = "tedee"
personal_key = "{KEY}"
api_url = "http://127.0.0.1:8080/tedee"
api_version = "v30"
unlock = "ask"

[[accounts]]
name = "rentals"
vendor = "remotelock"
grant = "client_credentials"
client_id = "someone"
client_secret_command = "printf hello"
api_url = "https://api.example.com/"
auth_url = "https://connect.example.com"
read_only = true

[ui]
theme = "some-theme"
unlock = "now"
read_only = false
bell = true
notify = true
"""


def test_the_documented_shape(written):
    config = load(written(WHOLE))
    home, rentals = config.accounts
    assert (home.name, home.vendor, rentals.name, rentals.vendor) == ("home", "tedee", "rentals", "remotelock")
    assert home.settings.api_url == "http://127.0.0.1:8080/tedee"
    assert home.settings.api_version == "v30"
    assert home.secrets["personal_key"].text == Secret(KEY)
    assert (rentals.settings.grant, rentals.settings.client_id) == ("client_credentials", "someone")
    assert rentals.settings.auth_url == "https://connect.example.com"
    assert resolve(rentals.secrets["client_secret"]).reveal() == "hello"
    assert (config.ui.theme, config.ui.unlock, config.ui.read_only) == ("some-theme", "now", False)
    assert (config.ui.bell, config.ui.notify) == (True, True)
    assert (config.unlock_of("home"), config.unlock_of("rentals")) == ("ask", "now")
    assert (config.read_only_of("home"), config.read_only_of("rentals")) == (False, True)


def test_what_is_left_out_has_the_documented_defaults(written):
    config = load(written(HOME + RENTALS))
    home, rentals = config.accounts
    assert (home.settings.api_url, home.settings.api_version) == ("https://api.tedee.com", "v37")
    assert rentals.settings.api_url == "https://api.remotelock.com"
    assert rentals.settings.auth_url == "https://connect.remotelock.com"
    assert rentals.settings.grant == "client_credentials"
    assert (config.ui.unlock, config.ui.read_only) == ("grace", False)
    assert (config.ui.bell, config.ui.notify) == (False, False)
    assert config.unlock_of("home") == "grace"


def test_read_only_from_the_command_line_overrules_every_account(written):
    config = load(written(HOME + "read_only = false\n")).all_read_only()
    assert config.read_only_of("home")
    assert config.ui.read_only


def test_the_example_that_ships_is_valid(written, project_root):
    text = (project_root / "config.example.toml").read_text()
    assert [each.name for each in load(written(text)).accounts] == ["home", "rentals"]


def test_the_example_that_ships_is_valid_with_all_that_it_offers(written, project_root):
    text = (project_root / "config.example.toml").read_text()
    offered = re.compile(r"^# (?=\[\[accounts|(?!personal_key_)\w+ = )", re.MULTILINE)
    config = load(written(offered.sub("", text)))
    home, rentals, office = config.accounts
    assert not re.search(r"^# \w+ = ", offered.sub("", text).replace("# personal_key_", ""), re.MULTILINE)
    assert (home.name, rentals.unlock, office.settings.client_id) == ("home", "ask", "...")
    assert office.settings.scopes == ("Device.Read", "Lock.Operate")
    assert rentals.settings.redirect_uri.endswith("/callback")
    assert config.keys == {"refresh": ("R",), "lock_all": ("ctrl+l", "A")}


@pytest.mark.parametrize("key", ["personal_key_env", "personal_key_file", "personal_key_command"])
def test_the_example_that_ships_is_valid_with_every_form_of_the_secret(written, project_root, key):
    text = (project_root / "config.example.toml").read_text()
    text = text.replace("personal_key =", "# personal_key =").replace(f"# {key} =", f"{key} =")
    assert load(written(text)).accounts[0].secrets["personal_key"].kind == key.removeprefix("personal_key_")


MISTAKES = {
    "unknown key of an account": (HOME + 'api_ur = "x"\n', 5, r'unknown key "api_ur"; did you mean "api_url"\?'),
    "unknown form of a secret": (
        HOME.replace("personal_key =", "personal_key_fil ="),
        4,
        r'unknown key "personal_key_fil"; did you mean "personal_key_file"\?',
    ),
    "unknown key of the screen": (HOME + '[ui]\ntheme_name = "x"\n', 6, r'"theme_name"; did you mean "theme"\?'),
    "unknown table": (HOME + "[uii]\n", 5, r'unknown key "uii"; did you mean "ui"\?'),
    "unknown key like nothing": (HOME + "zzz = 1\n", 5, r'unknown key "zzz"$'),
    "wrong type": (HOME + "api_version = 37\n", 5, r'"api_version" must be text, not a whole number'),
    "wrong type of a flag": (HOME + 'read_only = "yes"\n', 5, r'"read_only" must be true or false, not text'),
    "wrong type of a name": (HOME.replace('"home"', "7"), 2, r'"name" must be text, not a whole number'),
    "wrong type of a vendor": (HOME.replace('"tedee"', "[]"), 3, r'"vendor" must be text, not a list'),
    "wrong type of the bell": (HOME + "[ui]\nbell = 1\n", 6, r'"bell" must be true or false, not a whole number'),
    "number for a theme": (HOME + "[ui]\ntheme = 2020-01-01\n", 6, r'"theme" must be text, not a date or time'),
    "unlock value": (HOME + 'unlock = "nwo"\n', 5, r'"unlock" must be "grace", "ask" or "now".*did you mean "now"\?'),
    "unlock value of the screen": (HOME + '[ui]\nunlock = "slow"\n', 6, r'"unlock" must be "grace", "ask" or "now"'),
    "unlock type": (HOME + "unlock = 2\n", 5, r'"unlock" must be "grace", "ask" or "now", not a whole number'),
    "grant value": (RENTALS + 'grant = "password"\n', 6, r'"grant" must be "client_credentials"'),
    "second name": (HOME + RENTALS.replace("rentals", "home"), 6, r'a second account is named "home"'),
    "no name": (HOME.replace('name = "home"\n', ""), 1, r'the account has no "name"'),
    "no vendor": (HOME.replace('vendor = "tedee"\n', ""), 1, r'the account has no "vendor".*"tedee"'),
    "no client id": (RENTALS.replace('client_id = "id"\n', ""), 1, r'no "client_id", which RemoteLock'),
    "unknown vendor": (HOME.replace('"tedee"', '"tede"'), 3, r"tede'.*did you mean \"tedee\"\?.*remotelock"),
    "no secret": (HOME.replace("personal_key", "# "), 1, r'no "personal_key" \(or "personal_key_env", .*_command"\)'),
    "two forms": (HOME + 'personal_key_env = "X"\n', 5, r'"personal_key" and "personal_key_env" are two forms'),
    "empty secret": (HOME.replace(KEY, ""), 4, r'"personal_key" is empty'),
    "empty name": (HOME.replace('"home"', '" "'), 2, r'"name" is empty'),
    "slash in a name": (HOME.replace('"home"', '"a/b"'), 2, r'"name" must not hold a slash'),
    "two lines in a name": (HOME.replace('"home"', r'"a\nb"'), 2, r'"name" must be one line'),
    "bidi in a name": (HOME.replace('"home"', r'"a\u202eb"'), 2, r'"name" must be one line of visible text'),
    "long name": (HOME.replace('"home"', f'"{"x" * 201}"'), 2, r'"name" is longer than 200'),
    "address without a scheme": (HOME + 'api_url = "api.tedee.com"\n', 5, r"api_url\W.* address such as https"),
    "address of another kind": (HOME + 'api_url = "ftp://x"\n', 5, r"api_url\W.* address such as https"),
    "address with a bad port": (HOME + 'api_url = "https://x:y"\n', 5, r"api_url"),
    "broken address": (HOME + 'api_url = "http://[::1"\n', 5, r"api_url"),
    "address with a password": (HOME + 'api_url = "https://u:p@x"\n', 5, r"api_url\W.*password"),
    "address without encryption": (HOME + 'api_url = "http://example.com"\n', 5, r"api_url\W.*https"),
    "two lines in an address": (HOME + r'api_url = "https://x\n"', 5, r'"api_url" must be one line'),
    "empty address": (HOME + 'api_url = ""\n', 5, r'"api_url" is empty'),
    "command with an open quotation": (RENTALS.replace("_env", "_command").replace("RL_", "'"), 5, r"quotation mark"),
    "no accounts": ("[ui]\n", None, r"no account is named here"),
    "empty file": ("", None, r"no account is named here"),
    "one pair of brackets": (HOME.replace("[[accounts]]", "[accounts]"), 1, r"\[\[accounts\]\], in two pairs"),
    "a list of words": ('accounts = [\n"home",\n]\n', 2, r"an account must be a table"),
    "accounts as text": ('accounts = "home"\n', 1, r'"accounts" must be tables'),
    "ui as text": ('ui = "dark"\n' + HOME, 1, r'"ui" must be a table that starts with \[ui\], not text'),
    "secret of another way": (HOME + 'client_secret = "x"\n', 5, r'"client_secret" is not used .*; remove it'),
    "secret beside a client id": (HOME + 'client_id = "x"\n', 4, r'"personal_key" is not used'),
    "number for a client id": (HOME + "client_id = 1\n", 5, r'"client_id" must be text, not a whole number'),
    "scopes as text": (HOME + 'scopes = "x"\n', 5, r'"scopes" must be a list, not text'),
    "a number among scopes": (HOME + "scopes = [1]\n", 5, r'"scopes": Expected `str`'),
    "keys as text": ('keys = "l"\n' + HOME, 1, r'"keys" must be a table that starts with \[keys\], not text'),
    "number for a key": (
        HOME + "[keys]\nlock = 1\n",
        6,
        r'"lock" must be a key, or a list of keys, not a whole number',
    ),
    "number among keys": (HOME + '[keys]\nlock = ["l", 1]\n', 6, r'"lock": a key is named by a text, such as'),
    "empty key": (HOME + '[keys]\nlock = ""\n', 6, r'"lock": a key is named by a text, such as'),
    "key of a scope": (HOME + "[keys]\ndevices.lock = true\n", 6, r'"devices.lock" must be a key'),
    "syntax": (HOME + "theme = \n", 5, r"not valid TOML: Invalid value"),
    "syntax at the end": (HOME + 'x = """\nabc\n', 6, r"not valid TOML"),
    "a date that does not exist": ("d = 2020-02-31\n", 1, r"not valid TOML"),
    "bytes that are no text": (HOME.encode() + b'x = "\xff"\n', 5, r"not UTF-8"),
    "nested too deeply": ("x = " + "[" * 100000, None, r"nested too deeply|not valid TOML"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line(written, name):
    text, line, what = MISTAKES[name]
    path = written(text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    told = str(caught.value).splitlines()
    start = f"{path}:{line}: " if line is not None else f"{path}: "
    assert any(each.startswith(start) and re.search(what, each) for each in told), told


@pytest.mark.parametrize(
    "text",
    [
        HOME.replace(f'"{KEY}"', "123456789"),
        HOME.replace(f'"{KEY}"', '["123456789"]'),
        HOME.replace(f'"{KEY}"', '"123456789\\nX"'),
        HOME.replace(f'"{KEY}"', "'123456789'\npersonal_key_env = 'X'"),
        HOME.replace(f'"{KEY}"', '"123456789'),
        HOME.replace(f'"{KEY}"', "123456789oops"),
    ],
)
def test_a_secret_is_never_shown(written, text):
    with pytest.raises(ConfigError) as caught:
        load(written(text))
    assert "123456789" not in str(caught.value)
    assert "123456789" not in repr(caught.value)


def test_several_mistakes_are_told_together_in_the_order_of_the_file(written):
    text = HOME + 'unlock = "x"\nnam = 1\n[[accounts]]\nvendor = "tedee"\n[ui]\nread_only = 1\n'
    with pytest.raises(ConfigError) as caught:
        load(written(text))
    assert [each.line for each in caught.value.problems] == [5, 6, 7, 7, 10]
    assert len(str(caught.value).splitlines()) == 5


@pytest.mark.parametrize("text", ["", "[ui]\nbell = true\n", "accounts = []\n"])
def test_a_file_that_lacks_nothing_but_an_account_is_told_apart(written, text):
    path = written(text)
    with pytest.raises(NoAccounts) as caught:
        load(path)
    assert (caught.value.path, isinstance(caught.value, ConfigMissing)) == (path, False)


def test_no_account_and_something_else_is_a_mistake_like_any_other(written):
    with pytest.raises(ConfigError) as caught:
        load(written("[ui]\nbel = true\n"))
    assert not isinstance(caught.value, NoAccounts)


def test_a_client_without_a_secret_needs_none(written):
    account = load(written(HOME.replace(f'personal_key = "{KEY}"', 'client_id = "x"'))).accounts[0]
    assert (account.settings.client_id, account.secrets) == ("x", {})


def test_keys_are_one_or_several_or_none(written):
    text = HOME + '[keys]\nlock = "ctrl+l"\nunlock = ["u", "U", "u"]\nopen = []\ndevices.lock_all = "A"\n"x.y" = "b"\n'
    assert load(written(text)).keys == {
        "lock": ("ctrl+l",),
        "unlock": ("u", "U"),
        "open": (),
        "devices.lock_all": ("A",),
        "x.y": ("b",),
    }


def test_a_missing_file_is_told_apart(tmp_path):
    with pytest.raises(ConfigMissing, match=r"nowhere\.toml: there is no such file") as caught:
        load(tmp_path / "nowhere.toml")
    assert caught.value.path == tmp_path / "nowhere.toml"


def test_a_folder_cannot_be_read(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load(tmp_path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_plain_secret_that_others_can_read_is_refused_with_the_remedy(written, mode):
    path = written(HOME, mode)
    with pytest.raises(ConfigError, match=rf"{re.escape(str(path))}:4: .*run: chmod 600 {re.escape(str(path))}"):
        load(path)


def test_a_file_without_a_plain_secret_may_be_read_by_all(written):
    assert load(written(RENTALS, 0o644)).accounts[0].secrets["client_secret"].kind is SecretKind.env


def test_a_secret_is_masked_wherever_the_configuration_is_printed(written):
    config = load(written(HOME))
    assert KEY not in repr(config)
    assert KEY not in str(config.accounts[0].secrets)


def test_a_relative_secret_file_starts_from_the_configuration(written):
    path = written(HOME.replace(f'personal_key = "{KEY}"', 'personal_key_file = "keys/tedee"'))
    source = load(path).accounts[0].secrets["personal_key"]
    assert source.text == "keys/tedee"
    assert secret_path(source) == path.parent / "keys/tedee"


def test_an_unknown_key_of_a_stranger_is_shown_without_its_escape_sequences(written):
    with pytest.raises(ConfigError) as caught:
        load(written(HOME + '"\\u001b[31mred\\u202e" = 1\n'))
    assert "\x1b" not in str(caught.value)
    assert "‮" not in str(caught.value)
