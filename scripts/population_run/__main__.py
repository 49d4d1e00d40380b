"""``scripts/population``: simulated players of several sites, one profile for all of them, and what that costs.

people    let simulated players of three sites play (build/population/people.npz)
report    compare federated, alone and pooled, and put the tables into docs/trends.md
serve     one run by Flower, server and sites as processes on this machine; says whether it came out as without
"""

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import torch

from affect.errors import CorpusError
from scripts.population_run.compare import WAYS, judged, tuned
from scripts.population_run.learn import Recipe, together
from scripts.population_run.loopback import ROOT, RunFailedError, run, write_site
from scripts.population_run.model import players_of
from scripts.population_run.people import SITES, Part, Population, load, save
from scripts.population_run.told import about, spending, table

PEOPLE: Final = ROOT / "build" / "population" / "people.npz"
PAGE: Final = ROOT / "docs" / "trends.md"
SEEDS: Final = 5
SIZES: Final = (20, 100)
"""Players at each site."""
WITHIN_S: Final = 900.0
"""Longest run by Flower."""
CLOSE: Final = 1e-9
"""How far the network may be from the same run without: the order of three additions."""


def people(arguments: argparse.Namespace) -> int:
    """Let them play."""
    save(arguments.people, SEEDS)
    print(f"{arguments.people}: {arguments.people.stat().st_size / 1e6:.1f} MB")
    return 0


def report(arguments: argparse.Namespace) -> int:
    """Measure and write."""
    began_s = time.process_time()
    who = _people(arguments.people)
    parts = []
    for most in SIZES:
        ways = [tuned(way, who, most) for way in WAYS]
        told = {}
        for way in ways:
            told[way.title] = judged(way, who, most, SEEDS)
            print(f"{most} players: {way.title}, {time.process_time() - began_s:.0f} s", flush=True)
        parts.append(table(most, ways, told, who))
    text = "\n\n".join((about(who, SEEDS, time.process_time() - began_s), *parts, spending(WAYS)))
    _write_part(arguments.page, text)
    print(text)
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """One run over the loopback network, beside the same without."""
    who, recipe = _people(arguments.people), Recipe(rounds=arguments.rounds)
    sites = [players_of(who.of(Part.TUNING, place, min(SIZES))) for place in range(len(SITES))]
    began_s = time.monotonic()
    with TemporaryDirectory(prefix="stillwater-sites-") as name:
        folders = [Path(name) / str(place) for place in range(len(sites))]
        for folder, players in zip(folders, sites, strict=True):
            write_site(folder, players)
        over = run(folders, recipe, 0, WITHIN_S)
    apart = float(np.abs(over - together(sites, recipe, 0)).max())
    print(
        f"{recipe.rounds} rounds, {len(sites)} sites, {time.monotonic() - began_s:.0f} s; apart by {apart:.1e} at most"
    )
    return 0 if apart < CLOSE else 1


def _write_part(page: Path, text: str) -> None:
    """By benchmarks/written.py, found by its place: Opacus brings a package of the name ``benchmarks``, too."""
    spec = importlib.util.spec_from_file_location("written", ROOT / "benchmarks" / "written.py")
    if spec is None or spec.loader is None:
        raise RunFailedError("benchmarks/written.py is not there: nothing was written")
    written = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(written)
    written.write_part(page, "population", text)


def _people(path: Path) -> Population:
    if not path.exists():
        save(path, SEEDS)
    return load(path)


ACTS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"people": people, "report": report, "serve": serve}


def main() -> int:
    """Read the command line and act."""
    parser = argparse.ArgumentParser(
        prog="scripts/population", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("act", choices=sorted(ACTS))
    parser.add_argument("--people", type=Path, default=PEOPLE, help="file of the simulated players")
    parser.add_argument("--page", type=Path, default=PAGE, help="page that the tables are put into")
    parser.add_argument("--rounds", type=int, default=Recipe().rounds, help="of serve")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    try:
        return ACTS[arguments.act](arguments)
    except (CorpusError, RunFailedError) as error:
        print(f"stillwater: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
