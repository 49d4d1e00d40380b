"""Own words that the player keeps are sealed with the sitting, and whoever may look back reads them."""

from pathlib import Path

from game.commands.household import Household
from game.commands.memory import Kept
from game.core.setup import Setup
from game.core.trace import Header, encode_header
from game.core.world import begin
from game.vault.home import open_home
from game.vault.writer import Writer
from tests.e2e.game import call
from tests.sittings import LEVELS, RULES


def test_kept_words_are_shown_and_exported_and_lie_nowhere_in_the_open(tmp_path: Path) -> None:
    """``sessions show`` and ``sessions export`` have them; the files of the home do not."""
    home = tmp_path / "home"
    household = Household(open_home(home), print)
    setup = Setup(1, "boats")
    header = Header(setup, "tests", "tests", "", "2000-01-01T00:00:00+00:00")
    memory = Kept(Writer(household.sessions, household.public, encode_header(header)), print)
    memory.began(begin(setup, LEVELS["boats"], RULES.patterns))
    memory.wrote("worry", "der dunkle Flur")
    memory.close()
    shown = call(home, "sessions", "show", "last")
    assert "own words (worry): der dunkle Flur" in shown.stdout, shown.stderr
    table = tmp_path / "trace.csv"
    assert call(home, "sessions", "export", "last", "--csv", str(table)).returncode == 0
    assert "words,worry,der dunkle Flur," in table.read_text(encoding="utf-8")
    for path in home.rglob("*"):
        assert not path.is_file() or b"dunkle" not in path.read_bytes()
