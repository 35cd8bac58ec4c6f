"""The schema that editors check by: it takes what lockdash takes, and refuses what lockdash refuses."""

import json
import re
import tomllib

import msgspec
import pytest

from lockdash.config.loading import load
from lockdash.config.problems import ConfigError
from lockdash.config.schema import schema
from lockdash.config.settings import Ui
from lockdash.simulator.server import Simulator
from lockdash.vendors import registry
from tests.config.conforming import conforms
from tests.config.conftest import HOME, KEY, RENTALS

PLAIN = f'personal_key = "{KEY}"\n'
OFFICE = HOME.replace(PLAIN, 'client_id = "x"\n')

GOOD = {
    "both vendors": HOME + RENTALS,
    "the screen alone": HOME + '[ui]\ntheme = "x"\nunlock = "ask"\nread_only = true\nbell = true\nnotify = false\n',
    "own rules of an account": HOME + 'unlock = "now"\nread_only = false\n',
    "keys": HOME + '[keys]\nlock = "l"\nopen = ["o", "O"]\nunlock = []\ndevices.lock_all = "A"\n',
    "a client without a secret": OFFICE,
    "a client with a secret": OFFICE + 'client_secret_file = "x"\nscopes = ["Lock.Operate"]\n',
    "another grant": RENTALS + 'grant = "authorization_code"\n',
    **{
        f"secret by {form}": HOME.replace("personal_key", f"personal_key_{form}") for form in ("env", "file", "command")
    },
}

BAD = {
    "unknown table": HOME + "[uii]\n",
    "unknown key of the screen": HOME + "[ui]\nbel = true\n",
    "wrong type of the screen": HOME + "[ui]\nbell = 1\n",
    "wrong choice of the screen": HOME + '[ui]\nunlock = "slow"\n',
    "unknown key of an account": HOME + 'api_ur = "https://example.com"\n',
    "key of another vendor": HOME + 'grant = "client_credentials"\n',
    "unknown vendor": HOME.replace('"tedee"', '"tede"'),
    "no vendor": HOME.replace('vendor = "tedee"\n', ""),
    "no name": HOME.replace('name = "home"\n', ""),
    "empty name": HOME.replace('"home"', '""'),
    "slash in a name": HOME.replace('"home"', '"a/b"'),
    "long name": HOME.replace('"home"', f'"{"x" * 201}"'),
    "wrong choice of an account": RENTALS + 'grant = "password"\n',
    "wrong type of an account": HOME + "api_version = 37\n",
    "wrong own rule": HOME + 'read_only = "yes"\n',
    "needed key left out": RENTALS.replace('client_id = "id"\n', ""),
    "no secret": HOME.replace(PLAIN, ""),
    "no secret of the only kind": RENTALS.replace('client_secret_env = "RL_SECRET"\n', ""),
    "two forms of a secret": HOME + 'personal_key_env = "X"\n',
    "two forms of a secret that may be left out": OFFICE + 'client_secret = "a"\nclient_secret_env = "b"\n',
    "secret that is not used": HOME + 'client_secret = "x"\n',
    "secret of the other way": OFFICE + PLAIN,
    "empty secret": HOME.replace(KEY, ""),
    "one pair of brackets": HOME.replace("[[accounts]]", "[accounts]"),
    "number for a key": HOME + "[keys]\nlock = 1\n",
    "number among keys": HOME + '[keys]\nlock = ["l", 1]\n',
    "scopes as text": OFFICE + 'scopes = "Lock.Operate"\n',
}


@pytest.fixture(scope="module")
def described():
    return schema()


@pytest.mark.parametrize("name", GOOD)
def test_what_lockdash_takes_conforms(described, config, put, name):
    load(put("config.toml", GOOD[name]))
    assert conforms(tomllib.loads(GOOD[name]), described)


@pytest.mark.parametrize("name", BAD)
def test_what_lockdash_refuses_does_not(described, put, name):
    with pytest.raises(ConfigError):
        load(put("config.toml", BAD[name]))
    assert not conforms(tomllib.loads(BAD[name]), described)


def test_the_example_conforms(described, project_root):
    text = (project_root / "config.example.toml").read_text()
    assert conforms(tomllib.loads(text), described)
    offered = re.sub(r"^# (?=\[\[accounts|(?!personal_key_)\w+ = )", "", text, flags=re.MULTILINE)
    assert len(tomllib.loads(offered)["accounts"]) == 3
    assert conforms(tomllib.loads(offered), described)


def test_the_simulators_configuration_conforms(described):
    with Simulator(world="small").serve() as served:
        assert conforms(tomllib.loads(served.configuration()), described)


def test_an_empty_drop_in_conforms(described):
    assert conforms({}, described)


def test_it_is_json_of_the_draft_that_it_names(described):
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(msgspec.json.encode(described))["$defs"].keys() == {"tedee", "remotelock"}


def test_every_key_says_what_it_means(described):
    tables = [described, described["properties"]["ui"], *described["$defs"].values()]
    for table in tables:
        for key, each in table["properties"].items():
            assert each["description"].endswith("."), key


def test_it_has_every_key_and_default_that_the_code_has(described):
    settings = {name: registry.plugin(name).settings for name in ("tedee", "remotelock")}
    for properties, struct in [
        (described["properties"]["ui"]["properties"], Ui),
        *((described["$defs"][name]["properties"], struct) for name, struct in settings.items()),
    ]:
        for field in msgspec.structs.fields(struct):
            default = None if field.required else field.default
            assert properties[field.encode_name].get("default") == default


def test_null_is_no_value_in_toml(described):
    assert "null" not in json.dumps(described)
