"""Where the configuration and the state lie: an argument, else the environment, else the system's usual place."""

from __future__ import annotations

import os
from pathlib import Path

CONFIG_VARIABLE = "LOCKDASH_CONFIG"
STATE_VARIABLE = "LOCKDASH_STATE_DIR"
CONFIG_NAME = "config.toml"


class NoHome(Exception):
    """There is no home folder to look in. `str` says what to do."""


def config_file(override: Path | None = None) -> Path:
    """Return the path of the configuration file, absolute; it need not exist. Raises NoHome."""
    chosen = _chosen(override, CONFIG_VARIABLE)
    return chosen or _usual("user_config_path", f"--config FILE, {CONFIG_VARIABLE} or XDG_CONFIG_HOME") / CONFIG_NAME


def state_dir(override: Path | None = None) -> Path:
    """Return the folder that holds the store, absolute; it need not exist. Raises NoHome."""
    return _chosen(override, STATE_VARIABLE) or _usual(
        "user_state_path", f"--state-dir DIR, {STATE_VARIABLE} or XDG_STATE_HOME"
    )


def _chosen(override: Path | None, variable: str) -> Path | None:
    """An empty variable counts as unset, as the XDG rules have it for theirs."""
    given = override or os.environ.get(variable)
    if not given:
        return None
    try:
        return Path(os.path.abspath(Path(given).expanduser()))
    except RuntimeError:
        raise NoHome(f"{given}: there is no home folder that ~ could stand for; name the whole path") from None


def _usual(kind: str, instead: str) -> Path:
    """The system's place for it. Without a home folder platformdirs raises, or returns `~` as it is."""
    import platformdirs

    try:
        folder: Path = getattr(platformdirs, kind)("lockdash", appauthor=False)
        if folder.is_absolute():
            return folder
    except RuntimeError:
        pass
    raise NoHome(f"there is no home folder (HOME is not set): name another place with {instead}")
