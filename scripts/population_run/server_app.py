"""The server, as Flower's SuperLink starts it: sends numbers out, takes the mean of what comes back (FedAvg).

It sees each site's numbers of each round by themselves: there is no secure aggregation here, so each site's own noise
must hide its players from the server, too, and does.
"""

from pathlib import Path

import numpy as np
from flwr.app import ArrayRecord, Context
from flwr.serverapp import Grid, ServerApp
from flwr.serverapp.strategy import FedAvg

from scripts.population_run.learn import unmoved
from scripts.population_run.wire import read_task

app = ServerApp()


@app.main()
def main(grid: Grid, context: Context) -> None:
    """All rounds; the last numbers are written to the file the run's configuration names."""
    task = read_task(context.run_config)
    strategy = FedAvg(
        fraction_evaluate=0.0, min_train_nodes=task.sites, min_available_nodes=task.sites, min_evaluate_nodes=0
    )
    result = strategy.start(
        grid=grid,
        initial_arrays=ArrayRecord([unmoved()]),
        num_rounds=task.recipe.rounds,
    )
    (told,) = result.arrays.to_numpy_ndarrays()
    out = Path(task.out)
    beside = out.with_name(f"new-{out.name}")
    np.save(beside, told, allow_pickle=False)
    beside.replace(out)
