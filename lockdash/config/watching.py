"""Whether the files of a configuration have changed, by a look at them only: no thread, no service of the system."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

from lockdash.config.files import drop_in_folder, drop_ins
from lockdash.config.loading import Plugins, load
from lockdash.config.settings import Config
from lockdash.vendors import registry

_Trace: TypeAlias = tuple[str | int, ...]


class Watch:
    """Looks at the files of one configuration, whenever it is asked to; a look costs some microseconds a file.

    A change counts once two looks in a row have seen the same: an editor may be in the middle of writing.
    """

    def __init__(self, config: Config, plugins: Plugins = registry.plugin) -> None:
        self._path = config.path
        self._plugins = plugins
        self._is_read_only = "ui.read_only" in config.options
        self._theme = config.ui.theme if "ui.theme" in config.options else None
        self._known = self._last = self._look()

    def changed(self) -> bool:
        """Whether the files are others than those that were last read, and have come to rest."""
        now = self._look()
        at_rest, self._last = now == self._last, now
        return at_rest and now != self._known

    def reload(self) -> Config:
        """Return the configuration anew, with the options that the first one had.

        Raises ConfigError if it cannot be used: go on with what you have; `changed` tells when to try again.
        """
        self._known = self._last = self._look()  # before reading: a change meanwhile is seen by the next look
        if self._path is None:
            raise ValueError("a configuration that came from no file cannot be read again")
        config = load(self._path, self._plugins)
        config = config.all_read_only() if self._is_read_only else config
        return config.with_theme(self._theme) if self._theme is not None else config

    def _look(self) -> tuple[_Trace, ...]:
        if self._path is None:
            return ()
        try:
            more = drop_ins(self._path)
        except OSError:
            more = []
        return tuple(_trace(each) for each in (self._path, drop_in_folder(self._path), *more))


def _trace(path: Path) -> _Trace:
    """What differs after any change: that of its mode too, which can make a file usable."""
    try:
        found = os.stat(path)
    except OSError as error:
        return str(path), error.errno or 0
    return str(path), found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_mode
