from pathlib import Path

import pytest

KEY = "abc123.pretend-key-that-opens-nothing"
HOME = f'[[accounts]]\nname = "home"\nvendor = "tedee"\npersonal_key = "{KEY}"\n'
RENTALS = '[[accounts]]\nname = "rentals"\nvendor = "remotelock"\nclient_id = "id"\nclient_secret_env = "RL_SECRET"\n'


@pytest.fixture
def project_root():
    return Path(__file__).parents[2]


@pytest.fixture
def config(tmp_path):
    """The configuration file of a folder that nobody else may enter; it is not there yet."""
    folder = tmp_path / "lockdash"
    folder.mkdir(mode=0o700)
    return folder / "config.toml"


@pytest.fixture
def put(config):
    """Write a file of the configuration, by its name in the folder, and return its path."""

    def write(name, text, mode=0o600):
        path = config.parent / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return path

    return write
