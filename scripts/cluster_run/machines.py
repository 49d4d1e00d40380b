"""Ray for as long as it is needed: on this machine alone, or as a guest of a cluster that somebody else keeps.

On this machine: nothing but the loopback listens, whoever speaks must know a token that is made for this once, no
statistics are sent, no dashboard runs, and all that Ray writes goes with it. Ray reads its settings when it is
imported: so import it, and whatever imports it, only inside ``machines``.
"""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

OBJECTS_BYTES = 256 * 2**20
"""Shared memory for what goes between the processes: an update's decisions are about 10 MB."""
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # Ray would tell its makers what is run
    "RAY_AUTH_MODE": "token",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # leaves what may be seen of graphics processors as it is
    "OMP_NUM_THREADS": "1",  # one core for each worker
}
ALONE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""Whatever the system: Ray then takes 127.0.0.1 for this machine's only address, and binds to nothing else."""


class ClusterError(RuntimeError):
    """Ray could not be had as it must be; the message says why and what to do."""


@contextmanager
def machines(workers: int, address: str | None) -> Iterator[None]:
    """Ray with room for so many workers beside the learner. ``address``: HOST:PORT of a cluster's head on this very
    machine or network, None = this machine alone. Raises ClusterError."""
    if "ray" in sys.modules:
        raise ClusterError("Ray was imported before its settings were made: import it inside machines()")
    os.environ.update(QUIET)
    with TemporaryDirectory(prefix="stillwater-") as folder:
        if address is None:
            os.environ.update(ALONE)
        else:
            os.environ.setdefault("RAY_AUTH_TOKEN_PATH", str(Path.home() / ".ray" / "auth_token"))
        # What Ray, RLlib and torch leave (token, results, compiled pieces) shall go with them.
        os.environ.update({"HOME": folder, "TORCHINDUCTOR_CACHE_DIR": folder})
        import ray  # noqa: PLC0415 - the settings above come first

        try:
            _begin(workers, address, folder)
            yield
        finally:
            ray.shutdown()


def _begin(workers: int, address: str | None, folder: str) -> None:
    import ray  # noqa: PLC0415

    if address is not None:
        try:
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise ClusterError(
                f"no Ray cluster answers at {address}: is its head running, and the token the same?"
            ) from error
        return
    ray.init(
        num_cpus=workers + 1,
        num_gpus=0,
        include_dashboard=False,
        object_store_memory=OBJECTS_BYTES,
        log_to_driver=False,
        logging_level=logging.ERROR,
        # Ray opens its folder to everybody; the one above it, where the token lies, stays shut.
        _temp_dir=str(Path(folder) / "r"),
    )
    here: str = ray.nodes()[0]["NodeManagerAddress"]  # type: ignore[no-untyped-call]
    if not ip_address(here).is_loopback:
        raise ClusterError(f"Ray listens at {here} instead of the loopback alone: not with this version of Ray")
