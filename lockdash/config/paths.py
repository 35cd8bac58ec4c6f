"""Where the configuration and the state lie: an argument, else the environment, else the system's usual place."""

from __future__ import annotations

import os
from pathlib import Path

CONFIG_VARIABLE = "LOCKDASH_CONFIG"
STATE_VARIABLE = "LOCKDASH_STATE_DIR"
CONFIG_NAME = "config.toml"


def config_file(override: Path | None = None) -> Path:
    """Return the path of the configuration file, absolute; it need not exist."""
    return _chosen(override, CONFIG_VARIABLE) or _config_folder() / CONFIG_NAME


def state_dir(override: Path | None = None) -> Path:
    """Return the folder that holds the store, absolute; it need not exist."""
    return _chosen(override, STATE_VARIABLE) or _state_folder()


def _chosen(override: Path | None, variable: str) -> Path | None:
    """An empty variable counts as unset, as the XDG rules have it for theirs."""
    given = override or os.environ.get(variable)
    return Path(os.path.abspath(Path(given).expanduser())) if given else None


def _config_folder() -> Path:
    import platformdirs

    return platformdirs.user_config_path("lockdash", appauthor=False)


def _state_folder() -> Path:
    import platformdirs

    return platformdirs.user_state_path("lockdash", appauthor=False)
