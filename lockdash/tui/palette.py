"""What the palette finds: actions, devices and themes. Names of devices are plain text there as everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from lockdash.tui.action import Scope
from lockdash.tui.keymap import in_use
from lockdash.tui.look.themes import THEMES
from lockdash.tui.render.fit import steady

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp


class Entry(NamedTuple):
    """`about`: ours, never a vendor's text: the palette reads it as markup."""

    text: str
    about: str
    act: Callable[[], Any]


class Palette(CommandPalette):
    """The library's palette, as calm as the rest."""

    DEFAULT_CSS = """
    Palette { background: $background 60%; }
    Palette:ansi { background: $background; }
    Palette #--container { background: $panel; }
    Palette #--input, Palette #--results { background: $panel; border: none; }
    Palette #--input { padding: 1 1; height: auto; }
    Palette SearchIcon { display: none; }
    Palette CommandList { background: $panel; border: none; }
    """

    def __init__(self) -> None:
        super().__init__(providers=[Everything], placeholder="An action, a device, a theme")


class Everything(Provider):
    """Offers the actions at once, and devices and themes as soon as something is typed."""

    async def discover(self) -> Hits:
        for entry in actions(self._lockdash, self.screen):
            yield DiscoveryHit(Content(entry.text), entry.act, text=entry.text, help=entry.about)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        app = self._lockdash
        for entry in (*actions(app, self.screen), *devices(app), *themes(app)):
            if (score := matcher.match(entry.text)) > 0:
                yield Hit(score, _highlighted(matcher, entry.text), entry.act, entry.text, entry.about)

    @property
    def _lockdash(self) -> LockdashApp:
        from lockdash.tui.dashboard import LockdashApp

        assert isinstance(self.app, LockdashApp)
        return self.app


def actions(app: LockdashApp, screen: object) -> Iterator[Entry]:
    """The actions that `screen` and the app can do; what asks something of a device not in read-only mode."""
    from lockdash.tui.screens.tab import TabScreen

    for action in in_use.actions():
        if not action.palette or (action.commands and app.read_only):
            continue
        owner: object = app if action.scope is Scope.app else screen
        if owner is app or (isinstance(screen, TabScreen) and action.scope in screen.SCOPES):
            key = f"  {action.key_text}" if action.keys else ""
            yield Entry(f"{action.label}{key}", action.help, getattr(owner, action.handler))


def devices(app: LockdashApp) -> Iterator[Entry]:
    """The devices, to go to."""
    for key, view in app.roster.views.items():
        name = steady(f"{view.device.name} ({view.device.account})")
        yield Entry(name, "Go to this device.", partial(app.show_device, key))


def themes(app: LockdashApp) -> Iterator[Entry]:
    """Our themes."""
    for theme in THEMES:
        yield Entry(
            f"Theme {theme.name}", "Show everything in these colours.", partial(setattr, app, "theme", theme.name)
        )


def _highlighted(matcher: Matcher, text: str) -> Content:
    """Return `text` with what was typed stood out. `Matcher.highlight` would read the text as markup."""
    content = Content(text)
    for offset in matcher.fuzzy_search.match(matcher.query, text)[1]:
        if not text[offset].isspace():
            content = content.stylize(matcher.match_style, offset, offset + 1)
    return content
