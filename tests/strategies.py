"""What may enter the house, for property tests. Sound values and hostile ones stand apart."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from game.core import facts
from game.core.belief import Belief, Estimate, Sample
from game.core.directive import Directive, Reason
from game.core.facts import Fact
from game.core.inputs import Inputs
from game.core.observe import Observation
from game.core.posterior import Known, Posterior
from game.core.reading import SCALES, CalibrationStage, Quantity
from game.core.setup import Mode, Setup, Week
from game.core.temper import AgeBand, BreathLimits, Feeling
from game.core.trace import Account, Decision, Header, Summary

KEYS = (
    "act",
    "breathe",
    "breathe_two",
    "calm_now",
    "click",
    "down",
    "escape",
    "left",
    "not_me",
    "right",
    "skip",
    "too_much",
    "up",
)
"""Names of keys and buttons that the levels know."""
SENSORS = ("breath", "chest", "face", "key", "voice")
PATTERNS = ("longer_exhale",)

shares = st.floats(0.0, 1.0)
signed = st.floats(-1.0, 1.0)
words = st.text("abcdefghijklmnopqrstuvwxyz_.:", min_size=1, max_size=16)
hostile_floats = st.floats() | st.sampled_from((float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 5e-324))
"""Anything a float can be."""


@st.composite
def samples(draw: st.DrawFn, sensors: tuple[str, ...] = SENSORS) -> Sample:
    """A sample whose numbers lie in its quantity's range."""
    quantity = draw(st.sampled_from(Quantity))
    scale = SCALES[quantity]
    return Sample(
        sensor=draw(st.sampled_from(sensors)),
        quantity=quantity,
        value=draw(st.floats(scale.low, scale.high)),
        sd=draw(st.floats(0.001, 2.0)) * scale.prior_sd,
        age=draw(st.integers(0, 255)),
    )


hostile_samples: SearchStrategy[Sample] = st.builds(
    Sample, st.sampled_from(SENSORS) | words, st.sampled_from(Quantity), hostile_floats, hostile_floats, st.integers()
)
"""A sample from a sensor that lost its mind."""

reasons = st.builds(Reason, words, st.lists(st.floats(-100.0, 100.0), max_size=3).map(tuple))
minigames = st.none() | st.sampled_from(PATTERNS)
directives = st.builds(
    Directive, shares, shares, shares, st.floats(0.0, 0.6), minigames, st.lists(reasons, max_size=3).map(tuple)
)
hostile_directives = st.builds(
    Directive,
    hostile_floats,
    hostile_floats,
    hostile_floats,
    hostile_floats,
    minigames | words,
    st.lists(st.builds(Reason, words, st.lists(hostile_floats, max_size=3).map(tuple)), max_size=5).map(tuple),
)
"""A wish of a mind that lost itself."""

pointers = st.none() | st.tuples(st.integers(0, 4096), st.integers(0, 4096))
held_keys = st.lists(st.sampled_from(KEYS), unique=True, max_size=3).map(lambda keys: tuple(sorted(keys)))
axes = st.just(()) | st.tuples(st.integers(-127, 127), st.integers(-127, 127))
choices = st.lists(st.sampled_from(("hearing:clear", "hearing:faint", "hearing:deaf")) | words, max_size=2).map(tuple)


def _inputs(
    told: SearchStrategy[Sample], wishes: SearchStrategy[Directive], places: SearchStrategy[tuple[int, int] | None]
) -> SearchStrategy[Inputs]:
    return st.builds(
        Inputs,
        samples=st.lists(told, max_size=6).map(tuple),
        held=held_keys,
        pointer=places,
        axes=axes,
        choices=choices,
        directive=st.none() | wishes,
    )


inputs = _inputs(samples(), directives, pointers)
hostile_inputs = _inputs(hostile_samples, hostile_directives, st.none() | st.tuples(st.integers(), st.integers()))

limits = st.builds(BreathLimits, st.sampled_from(AgeBand), st.floats(0.0, 0.5), st.integers(0, 10))
hostile_limits = st.builds(BreathLimits, st.sampled_from(AgeBand), hostile_floats, st.integers(-5, 10**9))
_rates = st.builds(Known, st.floats(0.0, 0.6), st.floats(1e-3, 0.1))
_shares = st.builds(Known, st.floats(0.0, 1.0), st.floats(1e-3, 0.5))
_signed_known = st.builds(Known, signed, st.floats(1e-3, 0.5))
posteriors = st.builds(Posterior, _rates, _rates, _signed_known, _signed_known, _shares, _signed_known, _shares)
devices = st.lists(st.sampled_from(("camera", "microphone")), unique=True).map(tuple)
setups = st.builds(
    Setup,
    seed=st.integers(0, 2**32 - 1),
    level=st.sampled_from(("title", "tide", "breathe", "consent", "calibration", "settings", "closing")),
    mode=st.sampled_from(Mode),
    limits=limits,
    posterior=posteriors,
    minutes=st.floats(1.0, 8.0),
    places=st.just(("tide",)),
    due=st.lists(st.sampled_from(("consent", "calibration")), unique=True).map(tuple),
    devices=devices,
    practised_s=st.floats(0.0, 1e6),
    found=st.lists(words, max_size=4).map(tuple),
    week=st.builds(Week, st.integers(1, 7), st.integers(1, 60), st.integers(0, 20)),
)

feelings = st.builds(Feeling, st.booleans(), st.booleans(), st.booleans())


@st.composite
def beliefs(draw: st.DrawFn, quantity: Quantity) -> Belief:
    """A belief about ``quantity``, never wider than its prior."""
    scale = SCALES[quantity]
    sd = draw(st.floats(0.01, 1.0)) * scale.prior_sd
    return Belief(draw(st.floats(scale.low, scale.high)), sd * sd)


estimates = st.builds(Estimate, **{quantity.value: beliefs(quantity) for quantity in Quantity})
observations = st.builds(Observation, **dict.fromkeys(Observation.__dataclass_fields__, signed))

all_facts: SearchStrategy[Fact] = st.one_of(
    st.builds(facts.ConsentGiven, words, st.booleans()),
    st.builds(facts.CalibrationReached, st.sampled_from(CalibrationStage)),
    st.builds(facts.Asked, words),
    st.just(facts.TooMuch()),
    st.just(facts.NotMe()),
    st.builds(facts.Ignored, words, st.booleans()),
    st.builds(facts.ModeChosen, st.sampled_from(("soothe", "train"))),
    st.builds(facts.FeelingTold, st.sampled_from(("before", "after")), st.integers(1, 5), st.integers(1, 3)),
    st.builds(facts.Found, words),
    st.builds(facts.PaceFound, st.floats(0.0, 0.6)),
    st.builds(facts.ProbeDone, st.floats(0.0, 0.6), shares),
    st.builds(facts.WordsAsked, words),
    st.builds(facts.SentenceTold, words, st.sampled_from(facts.TONES), st.sampled_from(facts.TONES)),
    st.builds(facts.WordsLetGo, words, st.booleans()),
    st.builds(facts.MinigameBegan, words),
    st.builds(facts.MinigameEnded, words, st.booleans()),
    st.builds(facts.Caught, st.integers(0, 1000)),
    st.builds(facts.LevelEnded, words),
)
"""One of every fact of ``game.core.facts``."""
decisions = st.builds(
    Decision,
    st.integers(0, 2**32 - 1),
    observations,
    directives,
    directives,
    st.lists(words, max_size=5).map(tuple),
    directives,
    st.builds(
        Account,
        st.sampled_from(("rules", "policy")),
        words,
        st.lists(st.tuples(words, shares), max_size=4).map(tuple),
        st.booleans(),
    ),
)
headers = st.builds(Header, setups, words, words, st.text(max_size=20), words)
summaries = st.builds(
    Summary, st.integers(0, 10**6), st.lists(words, max_size=5).map(tuple), st.integers(0, 99),
    st.integers(0, 6), shares, shares,
)  # fmt: skip
