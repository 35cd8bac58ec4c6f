"""Forms about somebody: what they come to are steps, which are watched, and taken back into the form if one fails."""

from __future__ import annotations

from functools import partial

from textual.message import Message

from lockdash.engine.people.steps import Steps
from lockdash.engine.policy import Refusal
from lockdash.tui.screens.form import GROUP, FormScreen


class StepsForm(FormScreen):
    """Gives the key of whom it was about, None if it was left."""

    class Prepared(Message):
        """The steps can be taken; or `refusal` says why not."""

        def __init__(self, steps: Steps | None, refusal: str = "") -> None:
            super().__init__()
            self.steps = steps
            self.refusal = refusal

    # What subclasses say

    @property
    def title_of_steps(self) -> str:
        raise NotImplementedError

    async def prepared(self) -> Steps:
        """The steps to be taken. Raises Refusal."""
        raise NotImplementedError

    def come_back(self, steps: Steps) -> str | None:
        """Take in what became of them. Return the key of whom it was about, None to go on in the form."""
        raise NotImplementedError

    # From the form to the steps

    def send(self) -> None:
        self.run_worker(self._prepare(), name=self.title_of_steps, group=GROUP, exit_on_error=False)

    async def _prepare(self) -> None:
        try:
            self.post_message(self.Prepared(await self.prepared()))
        except Refusal as refusal:
            self.post_message(self.Prepared(None, str(refusal)))

    def on_steps_form_prepared(self, message: Prepared) -> None:
        message.stop()
        self.free()
        if message.steps is None:
            self.tell(message.refusal)
            return
        from lockdash.tui.screens.steps import StepsScreen

        self.app.push_screen(StepsScreen(self.title_of_steps, message.steps), partial(self._done, message.steps))

    def _done(self, steps: Steps, all_done: bool | None) -> None:
        key = self.come_back(steps)
        if key is not None:
            self.dismiss(key)
            return
        self.look_again()
        self.go_to(self.state.attempt() or self.first)
