"""What every export format keeps: one test runs over all that there are. Each format has tests of its own besides."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from game.replay.errors import NoWriter
from game.replay.export.found import find_export, find_exports
from game.replay.export.gather import pseudonym
from game.replay.export.material import MANIFEST, Export, File, Material, Size
from game.replay.export.pack import folder_name, make, zipped
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.device import DeviceKey
from game.vault.layers import Layers
from game.vault.saying import Signed
from tests.replay.exports import CORRECTED_S, NAMES, NOW_S, SESSION_ID, THERAPIST, material, said, sittings, whole
from tests.replay.lanes_made import played

EXPORTS = find_exports()
HEAVY = ("av", "edfio", "fhir", "reportlab")
ODD = sorted(set(sittings()) - {"whole"})


def every(*kinds: Export) -> pytest.MarkDecorator:
    """A test of each format."""
    return pytest.mark.parametrize("export", kinds or EXPORTS, ids=lambda export: export.name)


def manifest(files: tuple[File, ...]) -> Any:
    """The manifest among files."""
    return json.loads(files[-1].data)


@cache
def made(export: Export) -> tuple[File, ...]:
    """The files of the whole sitting; a film takes a while."""
    return make(export, whole())


@every()
def test_equal_material_makes_equal_bytes(export: Export) -> None:
    """Nothing but the material is asked: no clock, no dice. The zip, too."""
    one, other = made(export), make(export, replace(whole()))
    assert one == other
    folder = folder_name(export, whole())
    assert zipped(one, folder, NOW_S) == zipped(other, folder, NOW_S)


@every()
def test_the_manifest_holds(export: Export) -> None:
    """It names every file but itself with length and SHA-256, and says that nothing of it is sealed."""
    files = made(export)
    told = manifest(files)
    assert files[-1].path == MANIFEST and len(files) > 1
    assert told["files"] == [
        {"path": file.path, "bytes": len(file.data), "sha256": hashlib.sha256(file.data).hexdigest()}
        for file in files[:-1]
    ]
    assert (told["format"], told["session"], told["player"]) == (export.name, SESSION_ID, whole().pseudonym)
    assert told["sealed"] is False and told["began"] == "2026-01-05T10:00:00.000Z"


@every()
def test_what_is_for_tools_says_no_name_and_nothing_that_was_typed(export: Export) -> None:
    """Neither the player's name nor a word anybody wrote; the manifest of any format says no name either."""
    files = made(export)
    for file in files if not export.for_people else files[-1:]:
        for name in (*NAMES, THERAPIST):
            assert name.encode() not in file.data and name.encode("utf-16-le") not in file.data, file.path


@every()
@pytest.mark.parametrize("odd", ODD)
def test_every_sitting_can_be_written(export: Export, odd: str) -> None:
    """One with nothing in it, one of two seconds, one of which parts are lost, one begun nobody knows when."""
    files = make(export, sittings()[odd])
    assert all(file.data for file in files)
    told = manifest(files)
    assert bool(told["lost"]) == told["ended_early"] == (odd == "salvaged")
    assert (told["began"] == "") == (odd == "nobody knows when")


@every()
def test_a_correction_leaves_its_mark(export: Export) -> None:
    """A sitting that somebody corrected is not written as if nobody had."""
    plain = replace(whole(), corrections=())
    assert {file.data for file in made(export)[:-1]} != {file.data for file in make(export, plain)[:-1]}


@every()
def test_what_is_said_of_its_size_is_about_right(export: Export) -> None:
    """Within a factor of four of what the zip takes: whoever chooses is told nothing wild."""
    packed = len(zipped(made(export), "folder", NOW_S))
    assert packed / 4 < export.size.of(whole().lanes.length_s) < packed * 4, packed


@every()
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_format_is_introduced_in_every_language(export: Export, language: str) -> None:
    """What it is called, for whom it is, what it will hold."""
    words = Words(language)
    for key in (export.title, export.about, export.holds):
        assert words.say(key) != key


def test_formats_are_found_by_their_place() -> None:
    """By the names of their files, those for people first."""
    names = [export.name for export in EXPORTS]
    assert {"csv", "xdf"} <= set(names) and len(set(names)) == len(names)
    assert [not export.for_people for export in EXPORTS] == sorted(not export.for_people for export in EXPORTS)
    assert find_export("csv") in EXPORTS and find_export("../csv") is None


def test_a_list_of_formats_loads_no_library_of_any() -> None:
    """They cost seconds and memory, and a page that lists formats needs none."""
    told = (
        f"import sys; from game.replay.export.found import find_exports; find_exports(); print({HEAVY!r}, *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.partition(")")[2].split())
    assert "game.replay.export.csv" in loaded and loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "path", ("", "/a", "a/", "../a", "a/../b", "a b", "a//b", "-a", "a\n", "a" * 201, "é", ".", "a/.")
)
def test_no_file_leaves_its_folder(path: str) -> None:
    """Nor has a name that some system does not take."""
    with pytest.raises(ValueError, match="no file named"):
        File(path, b"")


@pytest.mark.parametrize("path", ("a.csv", "sub-P1/beh/sub-P1_beh.tsv.gz", ".bidsignore", "README", "a-b_c.1.txt"))
def test_usual_names_are_taken(path: str) -> None:
    """Those of every format."""
    assert File(path, b"").path == path


def test_a_zip_unpacks_to_its_files() -> None:
    """In one folder, for their owner only; also dated before a zip knows days."""
    export = find_export("csv")
    assert export is not None
    files = make(export, whole())
    folder = folder_name(export, whole())
    assert folder == "stillwater-2026-01-05-abababab-csv"
    for now_s in (NOW_S, 0):
        with zipfile.ZipFile(io.BytesIO(zipped(files, folder, now_s))) as packed:
            assert packed.testzip() is None
            assert [(one.filename, packed.read(one)) for one in packed.infolist()] == [
                (f"{folder}/{file.path}", file.data) for file in files
            ]
            assert {one.external_attr >> 16 for one in packed.infolist()} == {0o600}


def _needs_what_is_not_there(material: Material) -> tuple[File, ...]:
    import_module("stillwater_has_no_such_library")
    raise AssertionError("there is one")


def _writes_twice(material: Material) -> tuple[File, ...]:
    return File("a.txt", b"1"), File("a.txt", b"2")


def _format(write: Callable[[Material], tuple[File, ...]]) -> Export:
    return replace(EXPORTS[0], write=write, size=Size(1.0, 1.0))


def test_a_missing_library_is_named() -> None:
    """With what to do."""
    with pytest.raises(NoWriter, match=r"'stillwater_has_no_such_library' is not installed\. Start by scripts/play"):
        make(_format(_needs_what_is_not_there), whole())


def test_a_file_is_written_once() -> None:
    """Neither twice nor in the manifest's place."""
    with pytest.raises(ValueError, match="twice"):
        make(_format(_writes_twice), whole())


def test_moments_are_told_in_utc_to_the_millisecond() -> None:
    """Whatever offset the header's clock had; nothing where there is no such time."""
    assert whole().moment(61.5) == "2026-01-05T10:01:01.500Z"
    elsewhere = replace(whole().lanes.header, started="2026-01-05T18:00:00+0800")
    there = replace(whole(), lanes=replace(whole().lanes, header=elsewhere))
    assert there.began == datetime(2026, 1, 5, 10, tzinfo=UTC) and there.moment(0.0) == whole().moment(0.0)
    assert sittings()["nobody knows when"].moment(1.0) == ""


def test_a_moment_knows_what_people_say_of_it() -> None:
    """From the first tick of a stretch to before the one behind its last; what was taken back says nothing."""
    from_s, to_s = CORRECTED_S
    labels = [whole().label_at(t_s) for t_s in (from_s - 0.01, from_s, to_s - 0.01, to_s, 10.5)]
    assert labels == ["", "laughing", "laughing", "", ""]


def test_material_holds_only_notes_that_stand_and_that_the_asker_may_see() -> None:
    """Shared ones of everybody and drafts of their own; nothing that was taken back."""
    by = Signed(THERAPIST, NOW_S)
    (shared,) = said().notes
    draft = replace(shared, number=2, mark="4" * 16, shared=False)
    own = replace(draft, number=3, mark="5" * 16, author="passphrase")
    back = replace(shared, number=4, mark="6" * 16, author="passphrase", withdrawn=by)
    told = material(played().made, layers=replace(said(), notes=(shared, draft, own, back)))
    assert told.notes == (shared, own)


def test_what_was_corrected_is_not_in_the_headline() -> None:
    """Where all of a sitting was something else, nothing is left to say a headline of; the lanes stay as recorded."""
    (counts, _) = said().corrections
    made = played().made
    plain = material(made)
    all_of_it = replace(counts, from_tick=0, to_tick=round(60 * plain.lanes.length_s))
    told = material(made, layers=Layers(SESSION_ID, (all_of_it,)))
    assert plain.headline is not None and told.headline is None
    assert told.lanes == plain.lanes and told.session.corrected_share == pytest.approx(1.0)


def test_a_pseudonym_is_the_same_in_one_place_only() -> None:
    """And another machine's key makes another: nobody can look it up from a list of names."""
    one, other = DeviceKey(bytes(32)), DeviceKey(bytes(31) + b"\1")
    told = {pseudonym(key, who, place) for key in (one, other) for who in ("player-1", "player-2") for place in "ab"}
    assert len(told) == 8 and pseudonym(one, "player-1", "a") == pseudonym(one, "player-1", "a")
    assert all(name.isalnum() for name in told)
