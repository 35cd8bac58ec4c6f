"""How the Events tab comes to know: it reads and follows the log while it is shown, a page at a time."""

from __future__ import annotations

from collections.abc import Callable

from lockdash.domain.event_query import Place
from lockdash.domain.query import QuerySyntax
from lockdash.engine.log.views import LogNews
from lockdash.tui.events.acknowledging import Acknowledging
from lockdash.tui.events.naming import Naming, is_nameless
from lockdash.tui.events.reading import LogQuestions, Part
from lockdash.tui.events.view import Failure
from lockdash.tui.look.tones import Tone
from lockdash.tui.messages import LogCounted, LogDrawn, LogMoved, LogRead, LogUnreadable, NamesLearnt
from lockdash.tui.panes.lines import Span
from lockdash.tui.screens.event_list import EventList
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.filter_bar import FilterBar
from lockdash.tui.widgets.filter_input import FilterInput
from lockdash.tui.widgets.log_table import LogTable
from lockdash.tui.widgets.row_table import RowTable

TYPED = 0.12
"""Seconds after the last key for which a filter that is being typed waits."""
SUMS_AFTER = 3.0
"""Seconds after news for which count and histogram wait: for more of it."""
_NEAR = 100
"""Rows beyond what is in sight that are to be there before they are needed."""
_AROUND, _ARRIVED = 30, 100
"""Rows around those in sight that are looked at again with them; rows that are counted as new."""


class EventTail(EventList):
    """While it is the tab that is shown, also under something that is opened above it."""

    def __init__(self) -> None:
        super().__init__()
        clock = self.app.clock
        self._questions = LogQuestions(self, self.app.engine.log)
        self._unsubscribe: Callable[[], None] | None = None
        self._behind = False
        self._typed = ""
        self._typing = Waker(self, clock, self._look_up)
        self._sums_due = False
        self._sums = Waker(self, clock, self._sum_up)
        self._acknowledging = Acknowledging(self, clock, self._seen)
        self._naming = Naming(self, self.app.engine.people)

    # While it is shown

    def on_screen_resume(self) -> None:
        if self._unsubscribe is None:
            self._unsubscribe = self.app.engine.log.subscribe(self._tell)
            self._questions.open()
            self._catch_up()
            self._naming.open(self._questions.stamp)
        self._look_around()

    def on_screen_suspend(self) -> None:
        self._acknowledging.stop()
        if self not in self.app.screen_stack:  # another tab; else something stands above this one
            self._leave()
            self.view.new.clear()

    def on_unmount(self) -> None:
        self._leave()
        self._acknowledging.stop()

    def _leave(self) -> None:
        for waker in (self._typing, self._sums):
            waker.stop()
        self._sums_due = False
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._naming.close()

    def on_names_learnt(self, message: NamesLearnt) -> None:
        window = self.view.window
        if self._unsubscribe is not None and is_nameless(window.rows):
            window.forget_freshness()
            if not self._questions.is_asking(Part.again):
                self._look_again()

    def _tell(self, news: LogNews) -> None:
        self.post_message(LogMoved())

    def on_log_moved(self, message: LogMoved) -> None:
        if self._unsubscribe is not None:
            self.redraw_frame()
            self._catch_up()

    def _catch_up(self) -> None:
        """Ask for what is newer, and for what is in sight: events come late as well. What is out of sight is asked for
        when one goes there."""
        window, questions = self.view.window, self._questions
        window.forget_freshness()
        if not window.is_loaded or window.newest is None:
            questions.ask(Part.newest)
            return
        if questions.is_asking(Part.again):
            self._behind = True
            return
        self._look_again()
        if window.at_newest:
            questions.ask(Part.newer, window.newest)
        elif self.view.tail is not None:
            questions.ask(Part.arrived, self.view.tail, _ARRIVED)
        if not self._sums_due:
            self._sums_due = True
            self._sums.arm(SUMS_AFTER)

    def _look_again(self) -> None:
        """Read what is in sight once more, and some rows around it."""
        rows, window = self.events_in_view() or self.view.window.rows[-1:], self.view.window
        self._questions.ask(Part.again, window.earlier(rows[0].place, _AROUND), len(rows) + 3 * _AROUND)

    def read_again(self) -> None:
        """The user wants everything read anew."""
        self._catch_up()

    # What is asked for

    def search(self, wanted: str) -> None:
        """Show what matches, once it is read; what is listed stays until then."""
        self._typing.stop()
        self._typed = wanted
        view = self.view
        if wanted == view.wanted and view.window.is_loaded:
            return
        try:
            view.ask(wanted)
        except QuerySyntax as error:
            self.say(Span(f"Not a filter: {error}", Tone.caution))
            return
        self._questions.begin(view.query)
        self.redraw_frame()

    def _look_up(self) -> None:
        """Look for what was typed, unless that has become what does not parse."""
        fields = self.query(FilterInput)
        if fields and fields.first().value.strip() == self._typed:
            self.search(self._typed)

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        event.prevent_default()  # not with every key
        self._typed = event.text
        self._typing.arm(TYPED)

    def on_filter_bar_left(self, event: FilterBar.Left) -> None:
        if event.keep:
            self.search(self._typed)

    def on_log_table_end_wanted(self, event: LogTable.EndWanted) -> None:
        window, table = self.view.window, self.table
        if event.oldest and window.oldest is not None and window.is_fresh(window.oldest, window.oldest):
            at_end = window.at_oldest
        else:
            at_end = window.at_newest and not event.oldest
        if not at_end:
            self._questions.ask(Part.oldest if event.oldest else Part.newest)
        elif event.oldest:
            table.go_to_first()
        else:
            table.go_to_last()

    # What is answered

    def on_log_read(self, message: LogRead) -> None:
        asked, page, view = message.asked, message.page, self.view
        if asked.stamp != self._questions.stamp:
            return
        view.failure = None
        window, follows, eye = view.window, self._follows(), self._eye()
        if asked.part in (Part.newest, Part.oldest):
            self._begin(message)
            return
        if asked.part is Part.arrived:
            view.take_arrived(page)
        elif asked.place is not None:
            take = {Part.older: window.add_older, Part.newer: window.add_newer, Part.again: window.renew}[asked.part]
            take(page, asked.place, eye)
        self._show(follows)
        if follows and not window.at_newest:  # more than a page came at once
            self._questions.ask(Part.newest)
        if self._behind and asked.part is Part.again:
            self._behind = False
            self._catch_up()

    def _begin(self, message: LogRead) -> None:
        at_oldest = message.asked.part is Part.oldest
        self.view.begin(message.page, at_oldest=at_oldest)
        self._show(not at_oldest)
        if at_oldest:
            self.table.go_to_first()
        self._sum_up()

    def _show(self, at_end: bool) -> None:
        """Show what is known now. `at_end`: and the newest of it."""
        self.reorder()
        newest = self.view.key_of_newest()
        if at_end and newest is not None:
            self.table.cursor_key = newest
            self.table.go_to_last()
        self.redraw_detail()
        self._look_around()

    def _follows(self) -> bool:
        """Whether one looks at the newest, so that the list goes with it."""
        return not self.full and self.view.window.at_newest and self.table.is_at_end

    def _eye(self) -> Place | None:
        """Where one looks, None: at the newest."""
        rows = self.events_in_view()
        return None if self._follows() or not rows else rows[len(rows) // 2].place

    def on_log_unreadable(self, message: LogUnreadable) -> None:
        view = self.view
        if message.stamp != self._questions.stamp:
            return
        if view.failure is None or view.failure.why != message.why:
            view.failure = Failure(message.why, self.app.clock.now())
            self.reorder()
            if view.rows:
                self.say(Span(f"The event log cannot be read: {message.why}", Tone.caution))

    # How much there is

    def _sum_up(self) -> None:
        self._sums_due = False
        self._sums.stop()
        self.new_period()
        self._questions.sum_up(self.view.period)
        self.redraw_bars()

    def on_log_drawn(self, message: LogDrawn) -> None:
        if message.stamp == self._questions.stamp:
            self.view.drawn, self.view.slots = message.period, message.slots
            self.redraw_bars()

    def on_log_counted(self, message: LogCounted) -> None:
        if message.stamp == self._questions.stamp:
            self.view.count = message.count
            self.redraw_frame()

    # What is in sight

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        self._look_around()

    def on_log_table_scrolled(self, event: LogTable.Scrolled) -> None:
        self._look_around()

    def _look_around(self) -> None:
        """What is in sight is being seen, and what is near it will be soon."""
        window, rows, table = self.view.window, self.events_in_view(), self.table
        if self._unsubscribe is None or not rows:
            return
        self.tell_day()
        newer = self.view.newer
        self.view.seen_up_to(rows[-1].place)
        if newer != self.view.newer:
            self.redraw_frame()
        if not window.has_grown and not window.is_fresh(rows[0].place, rows[-1].place):
            self._look_again()
        if window.wants_older and table.rows_above < _NEAR:
            self._questions.ask(Part.older, window.oldest)
        if not window.at_newest and window.rows and table.rows_below < _NEAR:
            self._questions.ask(Part.newer, window.newest)
        self._acknowledging.look([row.place for row in rows if row.is_unseen] if self.is_current else ())

    def _seen(self, places: list[Place]) -> None:
        self.view.window.mark_seen(places)
        self.reorder()
        self._questions.acknowledge(places)

    # Size

    def resized(self) -> None:
        super().resized()
        self.call_after_refresh(self._sum_up)
