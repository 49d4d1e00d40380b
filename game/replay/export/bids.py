"""BIDS: one session as a folder of the Brain Imaging Data Structure, as behaviour with continuous recordings.

Version 1.9 of the standard (Gorgolewski et al. 2016, Scientific Data 3, 160044; bids-specification.readthedocs.io):
``beh`` with a table of events and a recording twice a second, each beside a JSON file that says what its columns mean.
Folders of several sessions of one export folder can be laid into one: the pseudonym and the session tell them apart.
"""

import gzip
import json

from game.replay.export.bids_tables import happened, recorded, tab_separated
from game.replay.export.csv_table import Column, Table
from game.replay.export.half_seconds import RATE_HZ
from game.replay.export.material import Export, File, Material, Size
from game.stage.words import Words

VERSION = "1.9.0"
TASK = "play"
IGNORED = "manifest.json\n"
READ_FIRST = (
    "export.bids_read_title", "export.read_half_seconds", "export.bids_read_corrected", "export.bids_read_names",
)  # fmt: skip
"""Paragraphs of the page to read first."""


def write(material: Material) -> tuple[File, ...]:
    """The folder, valid by itself."""
    words = material.words
    subject, session = f"sub-{material.pseudonym}", f"ses-{material.lanes.session_id[:8]}"
    folder, stem = f"{subject}/{session}", f"{subject}_{session}"
    task = f"{folder}/beh/{stem}_task-{TASK}"
    recording, events = recorded(material), happened(material)
    readme = "\n\n".join(words.say(key) for key in READ_FIRST)
    began = material.moment(0.0) or "n/a"
    scans = "".join(f"beh/{stem}_task-{TASK}_{name}\t{began}\n" for name in ("events.tsv", "physio.tsv.gz"))
    about = {"TaskName": TASK, "TaskDescription": words.say("export.bids_task")}
    clock = {"SamplingFrequency": RATE_HZ, "StartTime": 0, "Columns": [column.name for column in recording.columns]}
    return (
        _json("dataset_description.json", _dataset(material)),
        File("README.md", f"{readme}\n".encode()),
        File(".bidsignore", IGNORED.encode()),
        File("participants.tsv", f"participant_id\n{subject}\n".encode()),
        _json("participants.json", {"participant_id": {"Description": words.say("export.bids_participant")}}),
        File(f"{folder}/{stem}_scans.tsv", f"filename\tacq_time\n{scans}".encode()),
        File(f"{task}_events.tsv", tab_separated(events, heading=True)),
        _json(f"{task}_events.json", {**about, **_meanings(events, words)}),
        File(f"{task}_physio.tsv.gz", gzip.compress(tab_separated(recording, heading=False), mtime=0)),
        _json(f"{task}_physio.json", {**about, **clock, **_meanings(recording, words)}),
    )


def _dataset(material: Material) -> dict[str, object]:
    return {
        "Name": material.words.say("export.bids_name"),
        "BIDSVersion": VERSION,
        "DatasetType": "raw",
        "Authors": ["Stillwater"],
        "GeneratedBy": [{"Name": "Stillwater", "Description": f"rules {material.lanes.header.fingerprint}"}],
    }


def _meanings(table: Table, words: Words) -> dict[str, object]:
    """What each column means, its unit, and the words that may stand in it."""
    told: dict[str, dict[str, object]] = {column.name: _meaning(column, words) for column in table.columns}
    if table.values:
        told["trial_type"]["Levels"] = {one.name: words.say(one.key) for one in table.values}
    return {**told}


def _meaning(column: Column, words: Words) -> dict[str, object]:
    told: dict[str, object] = {"Description": words.say(column.key)}
    if column.unit:
        told["Units"] = column.unit
    return told


def _json(path: str, told: dict[str, object]) -> File:
    return File(path, json.dumps(told, indent=2, ensure_ascii=False).encode() + b"\n")


EXPORT = Export(
    name="bids",
    title="export.bids_title",
    about="export.bids_about",
    holds="export.bids_holds",
    for_people=False,
    size=Size(kib=8.0, kib_a_minute=3.0),
    write=write,
)
