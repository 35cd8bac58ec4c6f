"""`lockdash simulator`: serve the pretend world until somebody stops it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence

from lockdash.simulator.server import Simulator, SimulatorError
from lockdash.simulator.worlds.furnishing import WORLDS


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0 when stopped by Ctrl-C or SIGTERM, 1 if it cannot listen."""
    options = _parser().parse_args(argv)
    stop = threading.Event()
    simulator = Simulator(seed=options.seed, world=options.world, devices=options.devices, pace=options.speed)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with simulator.serve(options.port) as sim:
            sys.stderr.write(f"simulator: listening on {sim.url}, world {options.world!r}; Ctrl-C stops it\n")
            sys.stdout.write(sim.configuration())
            sys.stdout.flush()
            if options.until_eof:
                threading.Thread(target=_await_eof, args=(stop,), name="simulator-input", daemon=True).start()
            stop.wait()
    except SimulatorError as error:
        sys.stderr.write(f"simulator: {error}\n")
        return 1
    except BrokenPipeError:
        return 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _await_eof(stop: threading.Event) -> None:
    """Whoever started us holds the other end of standard input; it ends with them, however they end."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop.set()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lockdash simulator",
        description="Serve pretend Tedee and RemoteLock accounts on this machine. Prints a ready configuration.",
    )
    parser.add_argument("--port", type=_port, default=0, help="port to listen on (default: any free one)")
    parser.add_argument("--seed", type=int, default=1, help="what chance decides, repeatably (default: 1)")
    parser.add_argument("--world", choices=WORLDS, default="demo", help="what stands there (default: demo)")
    parser.add_argument("--devices", type=_count, default=0, metavar="N", help="so many more locks on RemoteLock")
    parser.add_argument("--speed", type=_factor, default=1.0, help="how often people come by, as a factor (default: 1)")
    parser.add_argument("--until-eof", action="store_true", help="stop when standard input ends")
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 10_000:
        raise argparse.ArgumentTypeError("from 0 to 10000")
    return number


def _factor(text: str) -> float:
    number = float(text)
    if not 0 < number <= 100:
        raise argparse.ArgumentTypeError("more than 0, at most 100")
    return number
