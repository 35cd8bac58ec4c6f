"""The setup on its stage: vendors that exist nowhere, a bench that answers what the test says, a clock that stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import msgspec
from textual.events import Paste
from textual.pilot import Pilot

from lockdash.config.settings import AccountConfig
from lockdash.domain.budget import Allowance
from lockdash.domain.findings import Finding, Level
from lockdash.tui.setup.app import SetupApp
from lockdash.tui.setup.draft import Draft
from lockdash.tui.setup.menu import Menu
from lockdash.tui.setup.outcome import Outcome
from lockdash.tui.setup.screens.fields import FieldsScreen
from lockdash.tui.setup.vendors import Vendors
from lockdash.tui.widgets.field_input import FieldInput
from lockdash.tui.widgets.lines import Lines
from lockdash.vendors.checkup import Checkup
from lockdash.vendors.errors import SignInError
from lockdash.vendors.guide import Asked, Scope, Way
from tests.tui import world
from tests.tui.fake_clock import FakeClock

FOLDER = Path("/home/ada/.config/lockdash/config.d")
KEY = "Zk3Qw9.x81-Secret-Ingredient"


class LatchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    region: Literal["north", "south"] = "north"
    api_url: str = "https://api.latchworks.example"
    pages: int = 20
    quick: bool = False
    client_id: str | None = None


class LatchPlugin:
    """A vendor with two ways, one of them by a browser."""

    name = "latchworks"
    label = "Latchworks"
    settings = LatchSettings
    secrets = ("access_key", "client_secret")
    allowance = Allowance(100, 60.0)
    ways = (
        Way(
            label="Access key",
            about="For one household: a key that you make yourself, in two minutes.",
            steps=(
                "Sign in to the Latchworks portal with the account that owns the locks.",
                "Choose Account, then Access keys, then Add.",
                "Tick the rights below and copy the key: it is shown only once.",
            ),
            address="https://portal.latchworks.example/account/access-keys",
            scopes=(
                Scope("Locks.Read", "the state of all locks", needed=True),
                Scope("Locks.Operate", "locking and unlocking"),
                Scope("Log.Read", "who came in, when and how, as far back as the vendor shows it"),
            ),
            asked=(
                Asked(key="access_key", label="Access key", hint="28 signs with a dot after the sixth.", secret=True),
            ),
            more=("region", "api_url", "pages", "quick"),
        ),
        Way(
            label="Application, by signing in",
            about="For an application of your own; a browser is needed once.",
            steps=("Register an application.", "Copy its id and its secret."),
            address="https://portal.latchworks.example/apps",
            asked=(
                Asked(key="client_id", label="Application ID"),
                Asked(key="client_secret", label="Secret", secret=True),
            ),
            signs_in=True,
        ),
    )

    def secrets_for(self, settings: LatchSettings) -> Mapping[str, bool]:
        return {"client_secret": True} if settings.client_id else {"access_key": True}

    def signs_in(self, settings: LatchSettings) -> bool:
        return settings.client_id is not None

    def connect(self, connection: object) -> Any:
        raise AssertionError("nobody asks this vendor")


class PlainSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    site: str


class PlainPlugin:
    """A third party's, which names no ways."""

    name = "plainlock"
    label = "Plainlock"
    settings = PlainSettings
    secrets = ("token",)
    allowance = Allowance(10, 60.0)

    def connect(self, connection: object) -> Any:
        raise AssertionError("nobody asks this vendor")


VENDORS = Vendors({"latchworks": LatchPlugin(), "plainlock": PlainPlugin()})

FINE = Checkup(
    (
        Finding("reachable", Level.ok, "api.latchworks.example answers in 0.2 s"),
        Finding("signed in", Level.ok, "the key is accepted"),
        Finding("scopes", Level.ok, "all that lockdash can use"),
    ),
    devices=7,
)
DOUBTFUL = Checkup(
    (
        Finding("signed in", Level.ok, "the key is accepted"),
        Finding(
            "scopes",
            Level.warning,
            "Locks.Operate is missing: nothing can be locked or unlocked from here",
            "make a new key with that right; a key that is there cannot get it",
        ),
    ),
    devices=1,
)
WRONG = Checkup(
    (
        Finding("reachable", Level.ok, "api.latchworks.example answers in 0.2 s"),
        Finding(
            "signed in",
            Level.failure,
            "api.latchworks.example does not accept the key",
            "copy the whole key once more, or make a new one",
        ),
    )
)


class FakeAttempt:
    """`typed`: what was handed in. `answers`: what comes of each, None for a token."""

    def __init__(self, address: str, *, listens: bool) -> None:
        self.address, self.listens = address, listens
        self.redirect = "urn:ietf:wg:oauth:2.0:oob"
        self.typed: list[str | None] = []
        self.answers: list[Exception] = []
        self.came = asyncio.Event()
        self.closed = False

    async def arrival(self) -> None:
        await self.came.wait()

    async def finish(self, typed: str | None = None) -> None:
        self.typed.append(typed)
        if self.answers:
            raise self.answers.pop(0)

    async def close(self) -> None:
        self.closed = True


class FakeBench:
    """`checkups`: what comes of the next tests, the last one for ever; None: it hangs until it is stopped."""

    def __init__(self) -> None:
        self.checkups: list[Checkup | Exception | None] = [FINE]
        self.tested: list[tuple[AccountConfig, bool]] = []
        self.stopped = 0
        self.listens = False
        self.beginnings: list[Exception] = []
        self.attempts: list[FakeAttempt] = []
        self.saved: list[tuple[Draft, bool]] = []
        self.unwritable: list[Exception] = []
        self.remark = ""

    async def try_account(self, account: AccountConfig, *, signed_in: bool) -> Checkup:
        self.tested.append((account, signed_in))
        found = self.checkups.pop(0) if len(self.checkups) > 1 else self.checkups[0]
        if found is None:
            try:
                await asyncio.Event().wait()
            finally:
                self.stopped += 1
        if isinstance(found, Exception):
            raise found
        assert found is not None
        return found

    async def sign_in(self, account: AccountConfig) -> Any:
        if self.beginnings:
            raise self.beginnings.pop(0)
        query = "response_type=code&client_id=abc&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&state=9f2c"
        address = f"https://connect.latchworks.example/oauth/authorize?{query}&attempt={len(self.attempts)}"
        self.attempts.append(FakeAttempt(address, listens=self.listens))
        return self.attempts[-1]

    async def save(self, draft: Draft, *, signed_in: bool) -> tuple[Path, str]:
        if self.unwritable:
            raise self.unwritable.pop(0)
        self.saved.append((draft, signed_in))
        return FOLDER / f"{draft.name}.toml", self.remark

    async def close(self) -> None:
        pass


class SetupStage:
    """`press` waits until all is quiet again."""

    def __init__(self, app: SetupApp, pilot: Pilot[Outcome], bench: FakeBench) -> None:
        self.app, self.pilot, self.bench = app, pilot, bench

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.quiet()

    async def paste(self, text: str) -> None:
        self.app.post_message(Paste(text))
        await self.quiet()

    async def quiet(self) -> None:
        # A worker posts a message, that opens a screen, and the screen begins another worker.
        for _ in range(4):
            await self.pilot.pause()

    async def wait(self, seconds: float) -> None:
        clock = self.app.clock
        assert isinstance(clock, FakeClock)
        clock.advance(seconds)
        await self.quiet()

    async def choose(self, value: str) -> None:
        """Choose from the menu that is shown."""
        menu = self.app.screen.query_one(Menu)
        for _ in menu.items:
            if menu.chosen != value:
                await self.press("down")
        assert menu.chosen == value
        await self.press("enter")

    async def to_fields(self, way: str = "0") -> FieldsScreen:
        await self.choose("latchworks")
        await self.choose(way)
        await self.press("enter")
        return self.fields

    async def to_test(self, key: str = KEY) -> None:
        await self.to_fields()
        await self.paste(key)
        await self.press("ctrl+o")

    async def to_sign_in(self) -> FakeAttempt:
        await self.to_fields("1")
        await self.paste("an-application")
        await self.press("enter")
        await self.paste("a-client-secret")
        await self.press("ctrl+o")
        return self.bench.attempts[-1]

    @property
    def fields(self) -> FieldsScreen:
        screen = self.app.screen
        assert isinstance(screen, FieldsScreen)
        return screen

    def field(self, name: str) -> FieldInput:
        control = self.fields.rows[name].control
        assert isinstance(control, FieldInput)
        return control

    def note(self, name: str) -> str:
        return self.fields.rows[name].query_one(".remark", Lines).text

    def picture(self) -> str:
        """The screen as plain text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def setup_app(bench: FakeBench | None = None, taken: Collection[str] = (), **more: Any) -> SetupApp:
    vendors = more.pop("vendors", VENDORS)
    return SetupApp(bench or FakeBench(), vendors, FOLDER, taken, clock=FakeClock(world.NOW), **more)


@asynccontextmanager
async def setup_stage(width: int = 80, height: int = 24, **more: Any) -> AsyncIterator[SetupStage]:
    bench = FakeBench()
    app = setup_app(bench, **more)
    async with app.run_test(size=(width, height)) as pilot:
        built = SetupStage(app, pilot, bench)
        await built.quiet()
        yield built


def refused(*, again: bool) -> SignInError:
    return SignInError("connect.latchworks.example does not know this code", remedy="paste it again", again=again)
