"""Tuning the rules: it finds something better, counts what it spent, and stays inside the bounds."""

from adaptation.rules import Rules
from adaptation.rules_settings import BOUNDS, Settings, to_vector
from adaptation.train.score import play
from adaptation.train.sittings import draw, training, validation
from adaptation.train.tune import Search, tune, wanted

QUICK = Search(rounds=2, candidates=10, elite=3, people=48)
SHORT = Search(rounds=2, candidates=4, elite=2, people=8)
HARSH = Settings(flow=0.5, flow_difficulty=0.12, flow_tempo=0.12, ease_from=0.6, fast_per_min=10.0, offer_wait=0.34)
"""Pushes whoever does well, eases hardly anybody, and interrupts all the time."""


def test_it_finds_something_better() -> None:
    """From bad numbers, a short search finds ones that are better on people it never met."""
    *_, last = tune(QUICK, training(0), HARSH)
    people = draw(validation(0), 150)
    before, after = (wanted(play(people, 0, Rules(settings)), QUICK.tail) for settings in (HARSH, last.middle))
    assert after > before


def test_it_repeats_itself_and_counts() -> None:
    """The same dice find the same numbers, inside their bounds; every decision of every candidate is counted."""
    one, two = list(tune(SHORT, training(1))), list(tune(SHORT, training(1)))
    assert one == two
    for bound, number in zip(BOUNDS, to_vector(one[-1].middle), strict=True):
        assert bound.low <= number <= bound.high
    spent = [told.decisions for told in one]
    assert spent == sorted(spent)
    assert 0.5 < spent[-1] / (2 * 5 * 8 * 66) < 1.1
