"""What the Events tab shows: the list and its live end, the detail, and how much happened when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from textual.widget import Widget

from lockdash.engine.log.views import LogRow
from lockdash.tui.events.periods import period_of
from lockdash.tui.events.rows import DayRow, GapRow, can_be_chosen, midnight
from lockdash.tui.events.view import LogView
from lockdash.tui.layout import Form, arrange
from lockdash.tui.panes.histogram import bars_in, histogram_lines
from lockdash.tui.panes.lines import Line
from lockdash.tui.render.cells import EMPTY, Cell
from lockdash.tui.render.event_row import EVENT_COLUMNS, event_cells, event_columns
from lockdash.tui.render.event_words import count_words, heading_words, reading_words
from lockdash.tui.screens.list_tab import ListTab
from lockdash.tui.widgets.lines import Lines
from lockdash.tui.widgets.log_table import LogTable
from lockdash.tui.widgets.row_table import RowTable

_BARS_WIDTH, _BARS_HEIGHT = 60, 24
"""Columns and lines below which there is no histogram."""


class EventList(ListTab):
    """How it looks; `EventTail` is how it comes to know, and EventsScreen what is done with it. `with_bars`: the user
    wants a histogram."""

    TAB = "Events"
    COLUMNS = EVENT_COLUMNS

    def __init__(self) -> None:
        self.view = LogView(self.app.clock.now, self.app.zone)
        self.with_bars = True
        super().__init__()
        self.table: LogTable

    def make_table(self) -> RowTable:
        return LogTable(self.COLUMNS, can_be_chosen, glyphs=self.app.glyphs, id="list")

    def body(self) -> Iterable[Widget]:
        yield Lines(id="bars")
        yield from super().body()

    @property
    def roster(self) -> LogView:
        return self.view

    # The list

    def row(self, key: str) -> Sequence[Cell]:
        row, app = self.view.rows.get(key), self.app
        if row is None:
            return (EMPTY,) * len(self.table.columns)
        in_columns = self.table.columns == EVENT_COLUMNS
        now, is_new = app.clock.now(), self.view.is_new(key)
        return event_cells(row, app.glyphs, now, app.zone, is_new=is_new, in_columns=in_columns)

    def account_of(self, key: str) -> str | None:
        row = self.view.rows.get(key)
        if isinstance(row, GapRow):
            return row.gap.account
        return row.event.account if isinstance(row, LogRow) else None

    def is_urgent(self, key: str) -> bool:
        return False

    def reorder(self, at_once: bool = False) -> None:
        """Show the rows of the window. They are in the one order of the log, and stay on their lines."""
        view, table = self.view, self.table
        view.lay_out(self.app.engine.log.archives.values())
        keys = view.shown()
        if not keys:
            table.set_message(self.why_empty())
        table.set_log(keys)
        table.refresh_rows(table.visible_keys)
        self.mark_with({"-empty": not keys})
        self.redraw_frame()

    def events_in_view(self) -> list[LogRow]:
        """The events in sight, from the top."""
        if self.form is Form.card:
            return []
        keys = [self.cursor_key] if self.full else self.table.visible_keys
        return [row for key in keys if (row := self.view.event(key)) is not None]

    def tell_day(self) -> None:
        """Say above the list on which day it begins, where no row does."""
        rows, visible = self.view.rows, self.table.visible_keys
        heading, zone = "", self.app.zone
        for key in visible:
            row = rows.get(key)
            if isinstance(row, DayRow):
                break
            if isinstance(row, LogRow):
                day = row.event.occurred_at.astimezone(zone).date()
                heading = heading_words(day, self.app.clock.now().astimezone(zone).date())
                break
        self.table.set_heading(heading)

    def facts(self) -> list[str]:
        app, view = self.app, self.view
        facts = [count_words(view.count)] if view.count is not None else []
        newer = view.newer
        facts += [f"{newer.number:,}{'' if newer.is_exact else '+'} newer, G shows them"] if newer is not None else []
        facts += [f"/{view.wanted}"] if view.wanted else []
        facts += ["not read"] if view.failure is not None and view.rows else []
        return facts + reading_words(app.engine.log.archives.values(), app.clock.now(), app.zone)

    def why_empty(self) -> Sequence[Cell]:
        from lockdash.tui.panes.empty_events import no_events

        app = self.app
        accounts, archives = list(app.snapshot.accounts.values()), app.engine.log.archives.values()
        return no_events(self.view, accounts, archives, app.clock.now(), app.zone)

    def rested(self) -> None:
        """All of an event is known."""

    # The detail

    def detail(self, key: str, width: int, height: int) -> list[Line]:
        from lockdash.tui.panes.event import EventDetail, event_lines
        from lockdash.tui.panes.event_gap import gap_lines

        app, row = self.app, self.view.rows.get(key)
        if not isinstance(row, LogRow):
            return [] if row is None else gap_lines(row, app.clock.now(), app.zone, width, height)
        device = app.snapshot.devices.get(row.device_key or "")
        detail = EventDetail(
            row=row,
            now=app.clock.now(),
            zone=app.zone,
            glyphs=app.glyphs,
            account=app.number_of(row.event.account),
            door_zone=device.zone if device is not None else None,
        )
        return event_lines(detail, width, height)

    # How much happened when

    def wants_bars(self, width: int, height: int) -> bool:
        """Whether there is a histogram in a terminal of this size."""
        window = self.view.window
        fits = self.form not in (Form.card, Form.detail) and width >= _BARS_WIDTH and height >= _BARS_HEIGHT
        return self.with_bars and fits and (bool(window.rows) or not window.is_loaded)

    def new_period(self) -> None:
        """Choose the time that the histogram shows, by what is asked for, by what is there, and by the room."""
        view, app, (width, height) = self.view, self.app, self.size
        view.period = None
        if self.wants_bars(width, height):
            most = bars_in(width)
            view.period = period_of(view.query, app.clock.now(), app.zone, most, dense=view.is_dense)

    def redraw_bars(self) -> None:
        """Show the bars that are known."""
        view, (width, height) = self.view, self.size
        shown = self.wants_bars(width, height)
        self.mark_with({"-bars": shown})
        if shown and view.drawn is not None:
            told = histogram_lines(view.slots, view.drawn.unit, self.app.zone, width, self.app.glyphs)
            self.query_one("#bars", Lines).show(told)

    # Size

    def arrange_for(self, width: int, height: int) -> None:
        super().arrange_for(width, height)
        found = arrange(width, height, full=self.full)
        self.table.set_columns(event_columns(width - found.detail_width if found.form is Form.beside else width))
        self.mark_with({"-bars": self.wants_bars(width, height)})

    # Time

    def tick(self) -> float:
        """The words for the days change at midnight."""
        self.table.refresh_rows(self.table.visible_keys)
        now = self.app.clock.now()
        tomorrow = now.astimezone(self.app.zone).date() + timedelta(days=1)
        return midnight(tomorrow, self.app.zone) - now.timestamp()
