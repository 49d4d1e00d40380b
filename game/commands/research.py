"""``research``: for clinics, figures of many players: weeks for dates, no names or words, nobody who stands out."""

import argparse
import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from game.commands import roster
from game.commands.anonymous import (
    FEWEST,
    MEASURES,
    Anonymous,
    Figures,
    Group,
    Person,
    Sat,
    anonymous,
    bucket,
    with_noise,
)
from game.commands.household import Household, this_home
from game.commands.opening import given_passphrase, read_private_key, say
from game.commands.progress import accompanied
from game.commands.rows import table_pieces
from game.commands.whole import refuse_taken, write_folder
from game.core.belief import SURE_SD
from game.core.facts import FeelingTold
from game.core.pace import TICKS_PER_S
from game.core.trace import Kind, decode_estimate, decode_fact, decode_header, decode_summary
from game.vault.audit import Act
from game.vault.errors import OTHER_PLACE, Missing, VaultError, not_written
from game.vault.keys import Key, PrivateKey, is_guarded, unlock
from game.vault.layout import Record
from game.vault.reader import Reader
from game.vault.session import session_ids, session_path

GROUP = ("age_band", "language", "sessions")
MOST_EPSILON = Fraction(10)


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    export = acts.add_parser(
        "export",
        help="tables of many players among whom nobody stands out",
        epilog="Players are alike by age band, language and about how many sessions; groups of fewer than k are left "
        "out and counted. With --epsilon only means of whole groups are written, with noise; each such export costs "
        "its epsilon anew, and those of several exports add up. All players are read, and nobody can be named or left "
        "out: two exports that differ by one player would tell of that one. docs/privacy.md says what this hides.",
    )
    put = export.add_argument
    put("--out", type=Path, required=True, metavar="FOLDER", help="a new folder for the tables")
    put("--k", type=_fewest, default=FEWEST, metavar="K", help=f"smallest group, {FEWEST} (default) or more")
    put("--epsilon", type=_epsilon, metavar="E", help="add noise; all means of a group cost E together, such as 1")
    put("--key", type=Path, metavar="FILE", help="the clinic's private key, which opens its players")
    put("--passphrase-fd", type=int, metavar="N", help="read the passphrase (the key's, with --key) from descriptor N")
    export.set_defaults(run=_export)


def _export(arguments: argparse.Namespace) -> int:
    refuse_taken(arguments.out, f"{arguments.out} is there already. Name a new folder.")
    opened = _opened(roster.open_roster(this_home(), say), arguments)
    found = [(household, _person(household, private)) for household, private in opened]
    people = [(household, person) for household, person in found if person is not None]
    if len(people) < arguments.k:
        raise Missing(
            f"Only {len(people)} players could be opened and have sittings of their own (simulated ones do not count); "
            f"fewer than {arguments.k} cannot be told apart from nobody. Nothing was written."
        )
    dice = secrets.SystemRandom()
    told = anonymous((person for _, person in people), arguments.k, dice)
    if not told.people:
        raise Missing(
            f"Every group is smaller than {arguments.k}: nothing can be told of anybody. Nothing was written."
        )
    for household, person in people:
        if person in told.people:
            household.noted(Act.EXPORTED, f"figures for research, k {arguments.k}")
    if arguments.epsilon:
        told = with_noise(told, arguments.k, arguments.epsilon, dice)
    _write(arguments.out, told, arguments.k, arguments.epsilon)
    print(
        f"{arguments.out} holds {len(told.figures)} rows of figures"
        + (f" of {len(told.people)} players." if told.people else ".")
    )
    print(f"Left out: {told.suppressed} players in groups too small, {told.suppressed_weeks} weeks with too few.")
    return 0


def _opened(households: tuple[Household, ...], arguments: argparse.Namespace) -> Iterator[tuple[Household, PrivateKey]]:
    """Those that open by what was given, one after another with a bar; the others are named."""
    key: Key = None
    if arguments.key:
        key = read_private_key(arguments.key, arguments.passphrase_fd)
    elif any(is_guarded(household.folder) for household in households):
        key = given_passphrase(arguments.passphrase_fd, "Passphrase: ")
    for household in accompanied(households, len(households), "reading players"):
        try:
            yield household, unlock(household.folder, household.home.device, key)
        except VaultError as error:
            say(f"{household.folder.name} is left out: {error}")


def _person(household: Household, private: PrivateKey) -> Person | None:
    """A player by their sittings; None where nobody has played."""
    sat = list[tuple[date, tuple[tuple[str, float], ...]]]()
    for name in session_ids(household.sessions):
        try:
            reader = Reader(session_path(household.sessions, name), private)
            header = decode_header(reader.setup)
            if header.source == "live":
                began = datetime.strptime(header.started, "%Y-%m-%dT%H:%M:%S%z").date()
                sat.append((began, measured(reader.records())))
        except (VaultError, ValueError) as error:
            say(f"a session of {household.folder.name} is left out: {error}")
    if not sat:
        return None
    sat.sort(key=lambda one: one[0])
    first = sat[0][0]
    group = Group(household.player.age.value, household.presentation().language, bucket(len(sat)))
    return Person(group, tuple(Sat((began - first).days // 7 + 1, measures) for began, measures in sat))


def measured(records: Iterable[Record]) -> tuple[tuple[str, float], ...]:
    """What is told of a sitting, by names of MEASURES; what was not measured is not in it. Raises ValueError."""
    measures: dict[str, float] = {}
    arousal, faces = list[float](), dict[str, int]()
    for record in records:
        if record.kind == Kind.ESTIMATE:
            belief = decode_estimate(record.payload)[1].arousal
            if belief.variance <= SURE_SD * SURE_SD:
                arousal.append(belief.mean)
        elif record.kind == Kind.FACT:
            fact = decode_fact(record.payload)[1]
            if isinstance(fact, FeelingTold) and fact.face:
                faces[fact.moment] = fact.face
        elif record.kind == Kind.SUMMARY:
            summary = decode_summary(record.payload)
            measures["minutes"] = summary.ticks / TICKS_PER_S / 60.0
            measures["follow"], measures["minigames"] = summary.follow, float(summary.minigames)
            if summary.breath_hz > 0.0:
                measures["breaths_per_minute"] = 60.0 * summary.breath_hz
    if arousal:
        measures["tension"] = sum(arousal) / len(arousal)
    if {"before", "after"} <= faces.keys():
        measures["gladder"] = float(faces["after"] - faces["before"])
    return tuple(sorted(measures.items()))


def _write(out: Path, told: Anonymous, k: int, epsilon: Fraction | None) -> None:
    """The tables, and what they are, all or nothing. Raises NotWritten."""
    files: list[tuple[str, Iterable[bytes]]] = [
        ("README.txt", (_about(told, k, epsilon).encode(),)),
        ("groups.csv", table_pieces((*GROUP, "week", "people", *MEASURES), map(_row, told.figures))),
    ]
    if told.people:
        files.append(("people.csv", table_pieces((*GROUP, *MEASURES), map(_own_row, told.people))))
    try:
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(error, out, OTHER_PLACE) from error
    write_folder(out, files)


def _row(figures: Figures) -> tuple[str, ...]:
    week = "all" if figures.week is None else str(figures.week)
    return (*_group(figures.group), week, str(figures.people), *(_number(mean) for _, mean in figures.means))


def _own_row(person: Person) -> tuple[str, ...]:
    return (*_group(person.group), *(_number(person.mean(measure)) for measure in MEASURES))


def _group(group: Group) -> tuple[str, str, str]:
    return group.age, group.language, group.sessions


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _about(told: Anonymous, k: int, epsilon: Fraction | None) -> str:
    bounds = "".join(f"  {name}: clipped to {one.low:g} to {one.high:g}\n" for name, one in MEASURES.items())
    lines = [f"Figures of Stillwater players. k-anonymous with k = {k} by age band, language, sessions.\n", bounds]
    if epsilon is None:
        lines.append(f"Left out: {told.suppressed} players in small groups, {told.suppressed_weeks} small weeks.\n")
        lines.append("people.csv: one row per player. groups.csv: by group and week since the first sitting.\n")
    else:
        lines.append(f"With discrete Laplace noise: epsilon = {float(epsilon):g} for all means of a group together,\n")
        lines.append(f"{float(epsilon / len(MEASURES)):g} for each, half for its number of people, half for its sum.\n")
        lines.append("Column people is k: there are at least so many.\n")
    return "".join(lines)


def _fewest(text: str) -> int:
    if not text.isdigit() or int(text) < FEWEST:
        raise argparse.ArgumentTypeError(f"give {FEWEST} or more")
    return int(text)


def _epsilon(text: str) -> Fraction:
    try:
        epsilon = Fraction(text)
    except (ValueError, ZeroDivisionError):
        epsilon = Fraction(0)
    if not Fraction(1, 100) <= epsilon <= MOST_EPSILON:
        raise argparse.ArgumentTypeError(f"give a number from 0.01 to {MOST_EPSILON}; smaller hides more")
    return epsilon.limit_denominator(10_000)
