"""What every benchmark stands on: a simulator with N locks and a state folder that already knows them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lockdash.simulator.server import Simulator
from tests.bench.terminal import python


class Stage:
    """`arguments`: the global options that open lockdash on this stage."""

    def __init__(self, folder: Path, simulator: Simulator) -> None:
        self.simulator = simulator
        self.configuration = folder / "config.toml"
        self.configuration.touch(mode=0o600)
        self.configuration.write_text(simulator.configuration())
        self.state = folder / "state"

    @property
    def arguments(self) -> list[str]:
        return ["--config", str(self.configuration), "--state-dir", str(self.state)]

    def lockdash(self, *arguments: str) -> list[str]:
        """The command line of lockdash on this stage."""
        return python("-m", "lockdash", *self.arguments, *arguments)


@contextmanager
def stage(devices: int, *, awake: bool = False, folder: Path | None = None) -> Iterator[Stage]:
    """Serve `devices` locks, read them once into a fresh store, and end it all afterwards.

    `awake`: all of them are connected; else most are battery locks that sleep between heartbeats. `folder`: where the
    store is, to stay there after the end.
    """
    with TemporaryDirectory() as own, Simulator(world="empty", devices=devices).serve() as simulator:
        if awake:
            for device in simulator.world.rentals.devices.values():
                device.power_source, device.connected = "hardwire", True
        built = Stage(folder or Path(own), simulator)
        environment = {**os.environ, "PYTHONPATH": os.getcwd()}
        subprocess.run(built.lockdash("status"), check=True, capture_output=True, env=environment, timeout=120)
        yield built
