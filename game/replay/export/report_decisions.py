"""The report's third page: what the game decided and why, and what happened; the dearest where not all has room."""

from game.core.pace import TICKS_PER_S
from game.core.trace import Decision
from game.replay.events import Event, events
from game.replay.export.material import Material
from game.replay.export.pdf_chart import clock
from game.replay.export.pdf_page import SMALL, Column
from game.replay.export.pdf_table import Row, table
from game.replay.export.pdf_told import more_told
from game.replay.happenings import event_told
from game.replay.lanes import LevelSpan
from game.replay.sentences import MENUS, begun, changes, decider, joined, measured, reasons_told, shield_told

DECISION_SHARES = (0.5, 2.35, 2.05, 2.5)
EVENT_SHARES = (0.5, 1.2, 4.2, 1.5)
DEAR = (
    "too_much", "correction", "storm", "recovery", "minigame", "feeling", "sensor_lost", "level", "words",
)  # fmt: skip
"""Kinds of event, those first that stay where not all have room."""
SHARE = 0.56
"""Of the page, at most, for decisions."""
GUIDE_WEIGHT = 10.0
"""A change of the guide by one breath a minute counts as one of ten percent elsewhere."""


def decisions_page(page: Column, material: Material) -> None:
    """Draw it."""
    words, decisions = material.words, material.lanes.decisions
    changed = [one for one in decisions if changes(one.seen, one.used) or one.used.minigame]
    page.head(words.say("paper.decisions"))
    page.say(words.say("paper.decisions_how", (float(len(decisions)), float(len(changed)))), SMALL, most=3)
    page.gap(4.0)
    if changed:
        upper = Column(page.paper, page.x, page.width, page.y, page.y - page.room * SHARE)
        heads = [words.say(f"paper.head_{name}") for name in ("when", "changed", "why", "held")]
        table(upper, DECISION_SHARES, heads, [_decided(material, one) for one in changed], more_told(words))
        page.y = upper.y
    page.gap(18.0)
    page.head(words.say("paper.events"))
    happened = [_happened(material, one) for one in events(material.lanes)]
    if happened:
        heads = [words.say(f"paper.head_{name}") for name in ("when", "kind", "event", "instead")]
        table(page, EVENT_SHARES, heads, happened, more_told(words))
    else:
        page.say(words.say("sitting.events_none"), SMALL, most=1)


def _decided(material: Material, one: Decision) -> Row:
    """When, what, why, and what was held back or who decided."""
    words = material.words
    held = shield_told(words, one) or [decider(words, one.account)]
    cells = (
        clock(one.tick / TICKS_PER_S),
        begun(joined(words, measured(words, one.seen, one.used))),
        begun(joined(words, reasons_told(words, one.used.reasons or one.asked.reasons))),
        begun(joined(words, held)),
    )
    size = sum(
        abs(change.after - change.before) * (GUIDE_WEIGHT if change.field == "breath_hz" else 1.0)
        for change in changes(one.seen, one.used)
    )
    return Row(cells, rank=-size - (1000.0 if one.used.minigame else 0.0))


def _happened(material: Material, event: Event) -> Row:
    """When, which kind, what, and what people say it was instead."""
    words = material.words
    label = material.label_at(event.t_s)
    cells = (
        clock(event.t_s),
        words.say(f"sitting.kind_{event.kind}"),
        event_told(event, words),
        words.say(f"saying.label_{label}") if label else "",
    )
    menu = isinstance(event.about, LevelSpan) and event.about.name in MENUS
    return Row(cells, rank=float(len(DEAR) if menu else DEAR.index(event.kind)))
