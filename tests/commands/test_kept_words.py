"""Own words that the player keeps are sealed with the sitting, and whoever may look back reads them."""

from pathlib import Path

from game.commands.household import Household
from game.commands.memory import Kept
from game.core.setup import Setup
from game.core.trace import Header, Sounded, Written, encode_header
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
    memory.wrote(Written("worry", "der dunkle Flur"))
    memory.wrote(Written("journal", "ein Abend am See", Sounded(0.3, 0.35, "even", "brighter")))
    memory.wrote(Written("journal", "so still", Sounded(0.0, 0.35, "even", "even")))
    memory.close()
    shown = call(home, "sessions", "show", "last")
    assert "you wrote (worry): der dunkle Flur\n" in shown.stdout, shown.stderr
    assert "you wrote (journal): ein Abend am See\n        you said it sounds brighter" in shown.stdout
    assert "you wrote (journal): so still\n        it might sound even; you said that fits" in shown.stdout
    table = tmp_path / "trace.csv"
    assert call(home, "sessions", "export", "last", "--csv", str(table)).returncode == 0
    rows = table.read_text(encoding="utf-8")
    assert "words,worry,der dunkle Flur," in rows
    assert "words_guess,even,0.3,0.35" in rows and "words_own,brighter,," in rows
    for path in home.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not [word for word in (b"dunkle", b"Abend am", b"brighter") if word in data]
