"""What is asked and done on a tab with a list, whatever it is about."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp
    from lockdash.tui.screens.list_tab import ListTab
    from lockdash.tui.screens.question import Question, QuestionScreen


class TabDesk:
    """For one screen: it asks there. `group`: of its workers."""

    def __init__(self, screen: ListTab, group: str) -> None:
        self.screen = screen
        self._group = group

    @property
    def app(self) -> LockdashApp:
        return self.screen.app

    def titled(self, words: str, account: str) -> Line:
        """Return `words` behind the mark of the account that they are about, and its name."""
        mark = Span(f"{self.app.glyphs.edge} ", account=self.app.number_of(account))
        return line(mark, Span(words, strong=True), Span(f" {account}", Tone.dim))

    def ask(self, question: Question, yes: Callable[[], None], no: str) -> None:
        """Ask beside the row under the cursor. `no`: what is said then."""
        from lockdash.tui.screens.question import QuestionScreen

        self.put(QuestionScreen(question, self.screen.cursor_line()), yes, no)

    def put(self, asking: QuestionScreen, yes: Callable[[], None], no: str) -> None:
        """Show a question of any form; go on with `yes`."""
        self.app.push_screen(asking, lambda meant: yes() if meant else self.screen.say(no))

    def work(self, job: Coroutine[None, None, None], name: str) -> None:
        """Do `job` in a worker. It touches no widget: it leaves words for the screen's own loop."""
        self.app.run_worker(job, name=name, group=self._group, exit_on_error=False)
