"""The report's pages in their order, each in the same frame: whose and when at the top, which of how many below."""

from collections.abc import Callable

from game.replay.export.material import Material
from game.replay.export.pdf_page import HEIGHT, INNER, MARGIN, SMALL, WIDTH, Column, Paper
from game.replay.export.pdf_told import when_told
from game.replay.export.report_decisions import decisions_page
from game.replay.export.report_lanes import lanes_page
from game.replay.export.report_methods import methods_page
from game.replay.export.report_summary import summary_page

PAGES: tuple[Callable[[Column, Material], None], ...] = (summary_page, lanes_page, decisions_page, methods_page)
TOP, FOOT = HEIGHT - 62.0, 46.0
"""Between these a page has its own."""


def report_pdf(material: Material) -> bytes:
    """The report as PDF."""
    paper = Paper(material, material.words.say("paper.report"))
    for place, draw in enumerate(PAGES, start=1):
        _frame(paper, material, place)
        draw(Column(paper, MARGIN, INNER, TOP, FOOT), material)
        material.progress(place / len(PAGES))
        paper.turn()
    return paper.data()


def _frame(paper: Paper, material: Material, place: int) -> None:
    words = material.words
    when = when_told(material)
    room = INNER - paper.type.width(when, SMALL.size) - 20.0
    about = f"{words.say('paper.report')} · {material.who}"
    paper.line(MARGIN, HEIGHT - 40.0, paper.type.shortened(about, room, SMALL.size), SMALL)
    paper.line_to(WIDTH - MARGIN, HEIGHT - 40.0, when, SMALL)
    paper.rule(MARGIN, HEIGHT - 46.0, INNER)
    paper.line(MARGIN, 28.0, words.say("paper.not_feeling"), SMALL)
    page = words.say("paper.page", (float(place), float(len(PAGES))))
    paper.line_to(WIDTH - MARGIN, 28.0, page, SMALL)
