"""Watching steps: each as it is sent, what became of it, and after that until the locks have heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from lockdash.engine.people.orders import Create
from lockdash.engine.people.steps import Steps
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line
from lockdash.tui.panes.steps import (
    body_lines,
    counts_spans,
    heard_lines,
    is_trouble,
    progress_line,
    seconds_to_next_word,
)
from lockdash.tui.people.hearing import Heard, heard, is_pending, took_doors
from lockdash.tui.screens.overlay import Overlay
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.lines import Lines, ScrollingLines

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

_FRAME = 8
"""Lines of the box beside the list: title, progress, keys, and blanks between and around."""
_EARS, _LEAST = 3, 7
"""Lines of the list beside steps and doors, and at least."""


class StepsScreen(Overlay[bool]):
    """Runs `steps` and gives whether all were done. What is under way when somebody stops it comes to its end; the
    following goes on in the engine when this is closed."""

    DEFAULT_CSS = """
    #steps { width: 96; }
    #steps-head { height: 3; }
    #steps-list { height: 1fr; scrollbar-gutter: stable; }
    #steps-keys { height: 1; margin-top: 1; }
    #steps.-tight #steps-head { height: 2; }
    #steps.-tight #steps-keys { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Stop or close", show=False),
        Binding("s", "stop", "Stop", show=False),
        Binding("q,enter", "close", "Close", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home", "scroll(-100000)", "Begin", show=False),
        Binding("end", "scroll(100000)", "End", show=False),
    ]

    AUTO_FOCUS: ClassVar[str | None] = ""

    app: LockdashApp

    class Changed(Message):
        """A step, or what the locks have heard, is another one."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, StepsScreen.Changed)

    class Ended(Message):
        """Nothing more is sent."""

    def __init__(self, title: str, steps: Steps) -> None:
        super().__init__()
        self.steps = steps
        self._title = title
        self._before = dict(self.app.engine.people.snapshot.accesses)
        self._stopping = False
        self._ended = False
        self._scrolled = False
        self._first = 0
        self._waker = Waker(self, self.app.clock, self.redraw)
        self._unsubscribe: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        with Vertical(id="steps", classes="box"):
            yield Lines(id="steps-head")
            yield ScrollingLines(id="steps-list")
            yield Lines(id="steps-keys")

    def on_mount(self) -> None:
        self._place(self.app.size.width, self.app.size.height)
        self._unsubscribe = self.app.engine.people.subscribe(lambda _: self._tell())
        self.steps.changed = self._tell
        self.app.run_worker(self._run(), name=self._title, group="steps", exit_on_error=False)

    def on_unmount(self) -> None:
        self._waker.stop()
        self._unsubscribe()
        self.steps.changed = lambda: None

    def on_resize(self, event: events.Resize) -> None:
        self._place(event.size.width, event.size.height)
        self.call_after_refresh(self.redraw)

    def on_screen_suspend(self) -> None:
        self._waker.stop()

    def on_screen_resume(self) -> None:
        self.redraw()

    def _tell(self) -> None:
        self.post_message(self.Changed())

    def on_steps_screen_changed(self, message: Changed) -> None:
        message.stop()
        self.redraw()

    def on_steps_screen_ended(self, message: Ended) -> None:
        message.stop()
        self._ended, self._scrolled = True, False
        self.redraw()

    async def _run(self) -> None:
        """In a worker of the app: it must come to its end whatever becomes of this screen."""
        try:
            await self.steps.run()
        finally:
            self.post_message(self.Ended())

    # What is shown

    def redraw(self) -> None:
        """Show how it stands now."""
        if not self.is_mounted or not self.is_active:
            return
        app, steps, now = self.app, self.steps.steps, self.app.clock.now()
        box = self.query_one("#steps-list", ScrollingLines)
        width, height = box.scrollable_content_region.width, box.size.height
        if not width:
            return
        told = self._heard() if self._ended else []
        takes = self._ended and took_doors(steps)
        ears = heard_lines(told, now, width, app.glyphs, app.number_of, took_doors=takes)
        rows, first = body_lines(steps, ears, width, height, app.glyphs, app.number_of)
        box.show(rows)
        if not self._scrolled and first != self._first:
            self._first = first
            box.scroll_to(y=first, animate=False, force=True)  # its scroll bar may not be there yet
        head = [line(Span(self._title, strong=True)), progress_line(steps, width, app.glyphs)]
        self.query_one("#steps-head", Lines).show([fit(each, width, app.glyphs.ellipsis) for each in head])
        self.query_one("#steps-keys", Lines).show([fit(self._keys(told), width, app.glyphs.ellipsis)])
        self._waker.stop()
        if self._ended and (left := seconds_to_next_word(told, now)) != float("inf"):
            self._waker.arm(left)

    def _heard(self) -> list[Heard]:
        people = self.app.engine.people
        return heard(self.steps.steps, self._before, people.snapshot, people.directory)

    def _keys(self, told: list[Heard]) -> Line:
        if not self._ended:
            if self._stopping:
                return (Span("Stopping: what is under way comes to its end first.", Tone.caution),)
            more = "after the step that is under way" if len(self.steps.steps) > 1 else "what is not sent yet"
            return (Span("Esc", Tone.accent), Span(f" stops {more}", Tone.dim))
        closes = (Span("Esc", Tone.accent), Span(" closes", Tone.dim))
        if is_pending(told):
            return (*closes, Span("  The list goes on showing what the locks hear.", Tone.dim))
        return closes

    def _place(self, width: int, height: int) -> None:
        """The box keeps its size while things change in it."""
        box = self.query_one("#steps", Vertical)
        tight = height < 16 or width < 60
        box.set_class(tight, "-tight")
        box.styles.height = height if tight else min(height - 2, max(_LEAST, self._expected()) + _FRAME)

    def _expected(self) -> int:
        """Lines of the list in the end, if all goes well."""
        orders = [each.order for each in self.steps.steps]
        people = {each.person.key for each in orders if not callable(each) and not isinstance(each, Create)}
        doors = sum(len(self.app.engine.people.snapshot.by_person.get(key, ())) for key in people)
        return len(orders) + doors + _EARS

    # What the user does

    def action_leave(self) -> None:
        """Stop what runs; once it is over, close."""
        if self._ended:
            self.action_close()
        else:
            self.action_stop()

    def action_stop(self) -> None:
        """Send nothing more. What comes too late for that closes nothing: the results are still to be read."""
        if not self._ended and not self._stopping:
            self._stopping = True
            self.steps.stop()
            self.redraw()

    def action_close(self) -> None:
        if self._ended:
            self.app.say(*self._summary())
            self.dismiss(self.steps.all_done)

    def action_scroll(self, by: int) -> None:
        self._scrolled = True
        self.query_one("#steps-list", ScrollingLines).scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        self.action_scroll(by * max(self.query_one("#steps-list", ScrollingLines).size.height - 1, 1))

    def _summary(self) -> Line:
        """How it went, for the status line of the tab below."""
        steps = self.steps.steps
        wrong = next((f": {each.title}: {each.reason}" for each in steps if is_trouble(each)), "")
        waits = ". The locks are still to hear of it" if is_pending(self._heard()) else ""
        between = f" {self.app.glyphs.dot} "
        return line(
            Span(f"{self._title}: "), *counts_spans(steps, between), Span(wrong, Tone.alarm), Span(waits, Tone.dim)
        )
