"""Corrections teach where readings usually lie for this player: when a guardian asks, and only then; it is noted."""

from dataclasses import replace
from pathlib import Path

from game.commands.household import Household
from game.commands.lessons import lessons
from game.core.belief import Belief
from game.core.facts import NotMe
from game.core.inputs import NOTHING
from game.core.observe import observe
from game.core.posterior import ANYBODY
from game.core.setup import Setup
from game.core.tape import encode
from game.core.trace import (
    Decision,
    Kind,
    encode_decision,
    encode_estimate,
    encode_fact,
    encode_header,
)
from game.core.world import begin
from game.vault.audit import Act, read_trail
from game.vault.home import open_home
from game.vault.keys import PrivateKey, unlock
from game.vault.layers import append
from game.vault.passphrase import Passphrase
from game.vault.player import Progress, Taught
from game.vault.saying import Corrected, Label, Signed, Withdrawn, fresh_mark
from game.vault.writer import Writer
from tests.commands.calling import PASSPHRASE, Caller
from tests.commands.sat import HEADER, SURE
from tests.sittings import GENTLY, LEVELS, RULES

SECONDS = 120
BY = Signed("passphrase", 1_767_600_000)
TENSE = replace(SURE, arousal=Belief(0.5, 0.01), valence=Belief(0.0, 0.01))
SEEN = replace(observe(begin(Setup(3, "tide"), LEVELS["tide"], RULES.patterns)), arousal=0.5, arousal_confidence=1.0)


def sat(home: Path, source: str = "live", not_me: bool = False) -> str:
    """Two minutes in the tide in which the player is read as tense; the session's name.

    ``not_me``: only for 15 s, and then "not me" is pressed.
    """
    household = Household(open_home(home), print)
    header = encode_header(replace(HEADER, source=source))
    with Writer(household.sessions, household.public, header) as writer:
        writer.append(Kind.LEVEL, b"tide")
        for tick in range(60 * SECONDS):
            writer.append(Kind.TICK, encode(NOTHING))
            if tick % 30 == 0:
                writer.append(Kind.ESTIMATE, encode_estimate(tick, TENSE))
            if tick and tick % 300 == 0:
                seen = replace(SEEN, arousal=0.0) if not_me and not 1500 <= tick <= 2400 else SEEN
                writer.append(Kind.DECISION, encode_decision(Decision(tick, seen, GENTLY, GENTLY, (), GENTLY)))
            if not_me and tick == 40 * 60:
                writer.append(Kind.FACT, encode_fact(tick, NotMe()))
    return writer.session_id


def corrected(home: Path, session_id: str, label: Label = Label.FINE) -> str:
    """Somebody says of most of a session what it was; the mark of it."""
    household, mark = Household(open_home(home), print), fresh_mark()
    said = Corrected(mark, 600, 60 * SECONDS - 600, label, BY)
    append(household.folder, household.home.device, session_id, said)
    return mark


def opened(home: Path) -> tuple[Household, PrivateKey]:
    """The household, and what opens it while nobody guards it."""
    household = Household(open_home(home), print)
    return household, unlock(household.folder, household.home.device)


def test_a_guardian_lets_corrections_teach(call: Caller) -> None:
    """It moves the usual tension up, says so, is noted, and told again changes nothing."""
    corrected(call.home, sat(call.home))
    answer = call("learnt", "from-corrections", passphrase_fd=PASSPHRASE)
    assert answer.status == 0, answer.err
    assert "+0.0 before" in answer.out and "+8.0 now" in answer.out
    first = Household(open_home(call.home), print).player
    assert first.posterior.arousal_baseline.mean == first.taught.arousal == 0.08
    assert first.posterior.skill == ANYBODY.skill
    again = call("learnt", "--player", "1", "from-corrections", passphrase_fd=PASSPHRASE)
    assert "+8.0 before" in again.out and "+8.0 now" in again.out
    household = Household(open_home(call.home), print)
    assert household.player == first
    private = unlock(household.folder, household.home.device, Passphrase(PASSPHRASE))
    acts = [(line.act, line.about) for line in read_trail(household.folder, household.home.device, private).lines]
    assert acts.count((Act.SETTING_CHANGED, "what is usual was learnt anew from corrections")) == 1
    assert sum(act is Act.OPENED for act, _ in acts) == 2


def test_what_is_withdrawn_is_unlearnt(call: Caller) -> None:
    """Without the correction all is as before; forgetting forgets what corrections did, too."""
    name = sat(call.home)
    mark = corrected(call.home, name)
    call("learnt", "from-corrections", passphrase_fd=PASSPHRASE)
    household = Household(open_home(call.home), print)
    append(household.folder, household.home.device, name, Withdrawn(mark, BY))
    call("learnt", "from-corrections", passphrase_fd=PASSPHRASE)
    player = Household(open_home(call.home), print).player
    assert (player.posterior, player.taught) == (ANYBODY, Taught())
    corrected(call.home, name)
    call("learnt", "from-corrections", passphrase_fd=PASSPHRASE)
    call("learnt", "forget")
    player = Household(open_home(call.home), print).player
    assert (player.posterior, player.taught) == (ANYBODY, Taught())


def test_without_the_passphrase_nothing_is_learnt(guarded: Caller) -> None:
    """Corrections lie under the guardian's lock."""
    corrected(guarded.home, sat(guarded.home))
    assert guarded("learnt", "from-corrections", passphrase_fd="somebody else's").status == 1
    assert Household(open_home(guarded.home), print).player.posterior == ANYBODY


def test_simulated_people_and_silent_sessions_teach_nothing(tmp_path: Path) -> None:
    """Only what was said of a person's own session is heard."""
    corrected(tmp_path, sat(tmp_path, source="simulated"))
    sat(tmp_path)
    assert lessons(*opened(tmp_path)) == ()


def test_talking_and_strangers_teach_nothing_of_the_usual(tmp_path: Path) -> None:
    """What they had taught is taken back: the readings that made the baseline rise are not the player's."""
    corrected(tmp_path, sat(tmp_path), Label.NOT_THE_PLAYER)
    (heard,) = lessons(*opened(tmp_path))
    assert heard.usual_arousal is heard.usual_valence is heard.pleasant_valence is None
    assert heard.back.arousal < 0.0


def test_not_me_takes_back_what_the_seconds_before_it_had_taught(tmp_path: Path) -> None:
    """The player's own key is enough; nobody needs to correct anything."""
    sat(tmp_path, not_me=True)
    (heard,) = lessons(*opened(tmp_path))
    assert heard.usual_arousal is None
    assert heard.back.arousal < -0.01


def test_a_session_that_does_not_open_is_passed_over(tmp_path: Path) -> None:
    """It is said, and the others are listened to."""
    broken, whole = sat(tmp_path), sat(tmp_path)
    corrected(tmp_path, whole)
    household, private = opened(tmp_path)
    path = household.sessions / f"{broken}.still"
    path.write_bytes(path.read_bytes()[:100])
    assert len(lessons(household, private)) == 1


def test_what_was_taught_and_refused_is_kept(tmp_path: Path) -> None:
    """Both come back from the disk; a record from before them begins without."""
    household = Household(open_home(tmp_path), print)
    progress = Progress(refused=("2026-W47 humming",))
    household.keep(lambda player: replace(player, taught=Taught(0.08, -0.02), progress=progress), "a test")
    player = Household(open_home(tmp_path), print).player
    assert (player.taught, player.progress) == (Taught(0.08, -0.02), progress)
