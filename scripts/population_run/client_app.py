"""A site, as Flower's SuperNode starts it: learns on its own players and sends numbers back, never a course.

``--node-config`` names the site's folder: ``players.npz`` (float64 ``value`` (players, sittings, 128)) and
``account.json``, the site's own account of what it has given away. The account is written before anything is sent, and
a site whose budget would not cover a round says no, whatever the server asks.
"""

from pathlib import Path

import numpy as np
import torch
from flwr.app import ArrayRecord, Context, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp

from scripts.population_run.account import read_account, take
from scripts.population_run.learn import noise_of, turn
from scripts.population_run.wire import read_task

app = ClientApp()


@app.train()
def train(message: Message, context: Context) -> Message:
    """One turn. Raises BudgetSpentError, or ValueError on too few players or numbers that are none."""
    torch.set_num_threads(1)
    folder = Path(str(context.node_config["folder"]))
    place = int(context.node_config["place"])
    task = read_task(context.run_config)
    config = message.content.config_records["config"]
    number = int(str(config["server-round"])) - 1
    (told,) = message.content.array_records["arrays"].to_numpy_ndarrays()
    with np.load(folder / "players.npz", allow_pickle=False) as stored:
        players = torch.from_numpy(stored["value"].astype(np.float64))
    noise = noise_of(task.recipe)
    if task.recipe.epsilon is not None:
        take(folder, read_account(folder), noise, task.recipe.chance, task.recipe.steps)
    after = turn(told, players, task.recipe, noise, task.seed_of(place, number))
    reply = RecordDict(
        {"arrays": ArrayRecord([after]), "metrics": MetricRecord({"num-examples": len(players)})},
    )
    return Message(content=reply, reply_to=message)
