"""Measure ours beside other generators, on the same notes and the same machine.

python benchmarks/run.py --notes 1000 [--peers hugo,pelican] [--runs 5] [--growth] [--short]
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from generators import OURS, REPOSITORY, Generator, installed, version_of
from measuring import FailedError
from rounds import measure
from table import Figures, far_off, faster_than_linear, growth, report

_SHORT = 200  # notes
_GROWTH = [1_000, 10_000]


def main() -> None:
    """Measure, print, and fail where something is far off."""
    given = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("benchmarks: ended"))  # and all it started
    generators = installed(given.peers)
    text = _circumstances(generators, given.runs)
    print(text)
    figures: dict[int, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=given.folder) as folder:
        for notes in given.notes:
            place = Path(folder) / str(notes)
            try:
                figures[notes] = measure(notes, generators, given.runs, place, short=given.short)
            except FailedError as error:
                sys.exit(f"benchmarks: {error}")
            text += _shown(report(notes, figures[notes]))
    wrong: list[str] = []
    if given.short:
        wrong += [line for found in figures.values() for line in far_off(found)]
    if given.growth:
        small, large = min(given.notes), max(given.notes)
        text += _shown(growth(small, large, figures))
        wrong += faster_than_linear(small, large, figures)
    if given.output:
        given.output.write_text(f"# Results\n\n{text}", "utf-8")
    if wrong:
        sys.exit("\n".join(f"benchmarks: {line}" for line in wrong))


def _shown(text: str) -> str:
    print(f"\n{text}", flush=True)
    return f"\n{text}"


def _circumstances(generators: list[Generator], runs: int) -> str:
    """The machine and the versions."""
    cores = os.cpu_count() if sys.platform != "linux" else len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 # whichever there is
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    versions = [f"{g.name} {version_of(g)}" for g in generators]
    versions[0] += f" at {commit}" if commit else ""
    return (
        f"- {datetime.now(UTC):%Y-%m-%d}, {runs} {'round' if runs == 1 else 'rounds'}: "
        "the median, and in brackets the least and the most\n"
        f"- {_processor()}, {cores} cores, {memory:.0f} GB; {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}\n"
        f"- {', '.join(versions)}\n"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--notes", type=int, nargs="+", help="sizes of the vault (1000)")
    add("--peers", help="with comma between; none: ours alone (all that are installed)")
    add("--runs", type=int, help="rounds (5)")
    add("--growth", action="store_true", help="1,000 and 10,000 notes, and how much more they need")
    add("--short", action="store_true", help=f"{OURS} alone, {_SHORT} notes, two rounds; for CI")
    add("--folder", type=Path, help="where to work, on the disk that is meant (the temporary one)")
    add("-o", "--output", type=Path, help="a file for the tables, too")
    given = parser.parse_args()
    given.notes = given.notes or ([_SHORT] if given.short else _GROWTH if given.growth else [1_000])
    given.runs = given.runs or (2 if given.short else 5)
    if given.short or given.peers == "none":
        given.peers = ()
    elif given.peers is not None:
        given.peers = tuple(given.peers.split(","))
    if given.growth and len(set(given.notes)) < 2:
        parser.error("--growth needs two sizes")
    return given


if __name__ == "__main__":
    main()
