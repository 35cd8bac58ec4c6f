"""Choosing the devices that go by a schedule: one order for each that is to change, and what became of it beside it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import ClassVar

from textual.message import Message

from lockdash.domain.devices import DeviceKind
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.engine.failures import where_of
from lockdash.engine.people.steps import StepState
from lockdash.engine.policy import Refusal
from lockdash.engine.schedules.orders import Assign, Outcome
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.form import form_title
from lockdash.tui.panes.lines import Line, Span
from lockdash.tui.people.form_known import Known
from lockdash.tui.people.guest_fields import TARGETS
from lockdash.tui.schedules.assign_form import AssignForm, Sent
from lockdash.tui.schedules.assign_summary import assign_summary, counts
from lockdash.tui.screens.form import GROUP, FormScreen
from lockdash.tui.widgets.device_picker import DevicePicker

log = logging.getLogger("lockdash.tui.assign")

_STOPPED = "stopped before it was sent"
_UNWATCHED = "it may have happened: what was done is in the record of the schedule"


class AssignScreen(FormScreen):
    """`kind`: of `schedule`. `assignable`: by which kinds devices can be told to go. Gives "" when it is left."""

    BESIDE: ClassVar[bool] = False

    class Moved(Message):
        """Something became of one order."""

        def __init__(self, order: Assign, sent: Sent, outcome: Outcome | None = None) -> None:
            super().__init__()
            self.order = order
            self.sent = sent
            self.outcome = outcome

    class Ended(Message):
        """Nothing more is sent."""

    def __init__(
        self, schedule: Schedule, kind: ScheduleKind, assignable: Mapping[DeviceKind, frozenset[ScheduleKind]]
    ) -> None:
        self.assign = AssignForm(schedule, kind, assignable)
        self._devices = DevicePicker(id="form-picker")
        self._stopping = False
        self._look()
        super().__init__(self.assign, self._devices)

    # What is shown

    @property
    def first(self) -> str:
        return TARGETS

    def heading(self) -> Line:
        app, schedule = self.app, self.assign.schedule
        width = self.size.width or app.size.width
        title = f"Devices by {schedule.name}"
        line = form_title(title, schedule.account, app.number_of(schedule.account), width, app.glyphs)
        if not self.is_busy:
            return line
        words = "stopping: what is under way comes to its end first" if self._stopping else "sending, Esc stops"
        return (*line, Span(f"  {words}", Tone.asked))

    def offer_doors(self) -> None:
        form = self.assign
        self._devices.offer(form.devices, form.marked, *counts(form), problem=form.problem(TARGETS))
        self._devices.follow(form.sent)

    def toggle_door(self, key: str) -> None:
        if not self.is_busy:
            self.assign.toggle(key)

    def take(self, known: Known) -> None:
        self._look()

    def _look(self) -> None:
        app, schedule = self.app, self.assign.schedule
        read_only = app.config.read_only_of(schedule.account)
        barred = f"the configuration of {schedule.account} allows only looking" if read_only else ""
        self.assign.take(app.snapshot.devices, app.engine.people.snapshot, barred)

    # From the form to the vendor

    @property
    def verb(self) -> str:
        return "Send"

    def summary(self, width: int) -> list[Line]:
        return assign_summary(self.assign, width)

    def send(self) -> None:
        self._stopping = False
        self.assign.begin()
        self.run_worker(self._send(self.assign.orders), name="devices by a schedule", group=GROUP, exit_on_error=False)
        self.redraw()

    async def _send(self, orders: list[Assign]) -> None:
        """In a worker: it leaves messages for the screen's own loop."""
        for order in orders:
            if self._stopping:
                self.post_message(self.Moved(order, Sent(StepState.skipped, _STOPPED)))
            else:
                self.post_message(self.Moved(order, Sent(StepState.doing)))
                self.post_message(await self._sent(order))
        self.post_message(self.Ended())

    async def _sent(self, order: Assign) -> Moved:
        try:
            outcome = await self.app.engine.schedules.change(order)
        except Refusal as refusal:
            return self.Moved(order, Sent(StepState.refused, str(refusal)))
        except Exception as error:  # nobody foresaw it; the others are sent all the same
            log.error("%s by a schedule: %s", order.device.key, where_of(error))
            return self.Moved(order, Sent(StepState.unknown, _UNWATCHED))
        return self.Moved(order, Sent.of(outcome), outcome)

    def on_assign_screen_moved(self, message: Moved) -> None:
        message.stop()
        self.assign.move(message.order.device.key, message.sent, message.outcome)
        self.redraw()

    def on_assign_screen_ended(self, message: Ended) -> None:
        message.stop()
        self.free()
        self.redraw()

    # Leaving

    @property
    def loss(self) -> str:
        return "What did not succeed is not sent again." if self.assign.sent else super().loss

    def action_leave(self) -> None:
        """Stop what is sent; else out of the filter, then out of the form."""
        if self.is_busy:
            self._stopping = True
            self.redraw()
        elif self.assign.sent and not self.assign.is_edited and not self._devices.leave_filter():
            self.app.say(*self._told())
            self.dismiss("")
        else:
            super().action_leave()

    def _told(self) -> Line:
        """How it went, for the status line of the tab below."""
        return (Span(f"{self.assign.schedule.name}: {', '.join(counts(self.assign))}"),)
