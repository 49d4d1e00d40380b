"""The report's last page: how it was made, what it cannot say, how well each sensor knew, where it comes from."""

from collections.abc import Iterator
from statistics import fmean, median

from game.core.belief import ENOUGH
from game.core.temper import PER_MIN
from game.replay.export.material import Material
from game.replay.export.pdf_chart import clock
from game.replay.export.pdf_page import FINE, SMALL, Column
from game.replay.export.pdf_table import Row, table
from game.replay.export.pdf_told import made_told, more_told
from game.replay.export.report_numbers import percent
from game.replay.sensed import Quality
from game.replay.sentences import sensor_title
from game.replay.why import FAIRLY, SURE

METHODS = ("sensors", "estimates", "usual", "bands", "decisions", "way_back", "corrections")
LIMITS = ("feeling", "reading", "one", "whom", "use")
QUALITY_SHARES = (2.0, 1.0, 1.5, 1.6, 1.9)
FROM_SHARES = (1.0, 3.4)
MOST_FROM = 176.0
"""Room that is kept for the table at the foot."""


def methods_page(page: Column, material: Material) -> None:
    """Draw it."""
    words = material.words
    page.head(words.say("paper.methods"))
    for name in METHODS:
        page.say(words.say(f"paper.method_{name}"), FINE, most=4)
        page.gap(3.5)
    page.gap(9.0)
    page.head(words.say("paper.limits"))
    for name in LIMITS:
        page.say(words.say(f"paper.limit_{name}"), FINE, most=4)
        page.gap(3.5)
    page.gap(9.0)
    page.head(words.say("paper.quality"))
    _quality(Column(page.paper, page.x, page.width, page.y, page.foot + MOST_FROM), page, material)
    page.gap(14.0)
    page.head(words.say("paper.origin"))
    heads = (words.say("paper.head_what"), words.say("paper.head_value"))
    rows = [
        Row((words.say(f"paper.origin_{name}"), told), rank=place)
        for place, (name, told) in enumerate(_origin(material))
    ]
    origin = Column(page.paper, page.x, page.width, page.y, page.foot + SMALL.step * 3)
    table(origin, FROM_SHARES, heads, rows, more_told(words))
    page.y = origin.y - 5.0
    page.say(words.say("paper.hash_note"), SMALL, most=2)


def _quality(upper: Column, page: Column, material: Material) -> None:
    """Of each sensor since when it was heard, how often it knew something, and how sure it was then."""
    words = material.words
    heads = [words.say(f"paper.head_{name}") for name in ("sensor", "since", "knew", "how_sure", "breath")]
    rates = dict(material.sensors.breath)
    rows = []
    for sensor, quality in material.sensors.quality:
        breath = rates.get(sensor)
        told = "" if breath is None else words.say("lanes.per_minute", (round(median(breath.breath_hz) / PER_MIN, 1),))
        rows.append(Row((sensor_title(words, sensor), clock(quality.t_s[0]), *_known(material, quality), told)))
    if rows:
        table(upper, QUALITY_SHARES, heads, rows, more_told(words))
        page.y = upper.y
    else:
        page.say(words.say("sitting.sensor_none"), SMALL, most=1)
    page.say(words.say("paper.quality_how"), SMALL, most=2)


def _known(material: Material, quality: Quality) -> tuple[str, str]:
    """The share of its time in which a sensor knew something, and how sure it was then in a word."""
    known = [value for value in quality.value if value >= ENOUGH]
    if not known:
        return percent(material, 0.0), ""
    sure = fmean(known)
    word = "sure" if sure >= SURE else "fairly_sure" if sure >= FAIRLY else "unsure"
    return percent(material, len(known) / len(quality.value)), material.words.say(f"lanes.{word}")


def _origin(material: Material) -> Iterator[tuple[str, str]]:
    """Where it all comes from: name of the message, and what is told."""
    words, lanes = material.words, material.lanes
    header = lanes.header
    yield "session", lanes.session_id
    yield "began", material.moment(0.0) or words.say("view.time_unknown")
    yield "length", f"{lanes.length_s:.1f} s"
    yield "played", words.say("lanes.source_live" if header.source == "live" else "lanes.source_simulated")
    mind = words.say("lanes.mind_policy" if header.mind.startswith("policy") else "lanes.mind_rules")
    yield "mind", f"{mind} · {header.mind}"
    yield "rules", header.fingerprint
    yield "lost", "; ".join(str(gap) for gap in lanes.gaps) or words.say("paper.lost_none")
    yield "made", made_told(material)
