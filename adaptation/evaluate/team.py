"""Processes that play: sittings on the sketch, each group with each mind, spread over the cores."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType

from adaptation.evaluate import crowd
from adaptation.evaluate.outcome import Outcome, gather
from adaptation.evaluate.people import Group
from adaptation.evaluate.real import sit, sittings
from adaptation.evaluate.roster import CrowdMaker, Maker

PROCESSES = 2
AT_ONCE = 5
"""Real sittings a process takes at a time."""


class Team:
    """Two processes that live as long as the evaluation."""

    def __init__(self, processes: int = PROCESSES) -> None:
        self._pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))

    def __enter__(self) -> "Team":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def sketch(self, pairs: Sequence[tuple[Group, CrowdMaker]]) -> list[Outcome]:
        """Each group with its mind on the sketch, in the order given."""
        groups, makers = zip(*pairs, strict=True)
        return list(self._pool.map(_play, groups, makers))

    def real(self, group: Group, mind: Maker) -> Outcome:
        """A group on the real levels."""
        waiting = sittings(group)
        return gather(list(self._pool.map(sit, waiting, [mind] * len(waiting), chunksize=AT_ONCE)))


def _play(group: Group, mind: CrowdMaker) -> Outcome:
    return crowd.play(group, mind())
