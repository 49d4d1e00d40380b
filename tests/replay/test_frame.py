"""The pages as a browser gets them: their words, their colours, and nothing in them that the policy would refuse."""

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined

import game.replay
from game.replay.views import (
    Choice,
    HomeView,
    MomentShown,
    Page,
    PlayerShown,
    PlayerView,
    Preset,
    RefusedShown,
    SessionShown,
    StoryView,
    UnlockView,
    WeekShown,
)
from game.stage.presentation import LANGUAGES
from game.stage.words import Words

ROOM = Path(game.replay.__file__).parent
TEMPLATES = sorted((ROOM / "pages").glob("*.html"))
LOCALE = Path(game.replay.__file__).parents[2] / "assets" / "locale"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"

PLAYER = PlayerShown("player-1", EVIL, "whale", guarded=True, unlocked=True, href="/p/player-1")
SESSION = SessionShown(
    session_id="0" * 32,
    href=f"/p/player-1/s/{'0' * 32}",
    story_href=f"/p/player-1/s/{'0' * 32}/story",
    started="2026-11-02T17:05:00+01:00",
    when="2026-11-02 17:05",
    minutes=20.0,
    levels=(EVIL,),
    headline=EVIL,
    ended_early=True,
    simulated=True,
    corrected=0.004,
    places=("tide", "breathe"),
    mode="soothe",
    recovery_s=100.0,
    notes=2,
)
UNREAD = replace(SESSION, started="", minutes=0.0, headline=None, mode="", places=(), recovery_s=None, corrected=None)
VIEWS = {
    "home.html": (HomeView((PLAYER, replace(PLAYER, figure="", guarded=False, unlocked=False))), HomeView(())),
    "unlock.html": (
        UnlockView(PLAYER, ("passphrase", "recovery", "therapist"), 8, "/p/player-1"),
        UnlockView(PLAYER, ("first",), 8, "/p/player-1"),
    ),
    "player.html": (
        PlayerView(
            PLAYER,
            tuple(Preset(days, f"/p/player-1?days={days}", days == "7") for days in ("7", "30", "90", "all")),
            (SESSION, SESSION, SESSION, UNREAD),
            804,
            "/p/player-1?days=7&skip=200",
            "/p/player-1?days=7&skip=600",
            WeekShown(3, 15, 2),
            0.1,
            (EVIL,),
            1,
        ),
        PlayerView(PLAYER, (), (), 0, "", "", WeekShown(1, 10, 0), None, (), 0),
    ),
    "story.html": (
        StoryView(
            PLAYER,
            SESSION,
            SESSION.href,
            (MomentShown(0, f"{SESSION.href}/frame?tick=0", EVIL),),
            "me",
            (Choice("me", EVIL), Choice("family", "family")),
            printable=False,
        ),
        StoryView(PLAYER, SESSION, SESSION.href, (), "me", (), printable=True),
    ),
    "about.html": (None,),
    "error.html": (None,),
}
CASES = [(name, view, language) for name, views in VIEWS.items() for view, language in product(views, LANGUAGES)]


class Reader(HTMLParser):
    """What of a page matters to whoever guards it, and to whoever reads it aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.inline_scripts = 0
        self.fields: list[str] = []
        self.labelled: set[str] = set()
        self.headings: list[str] = []
        self.text = ""
        self.pictures_without_words = 0
        self._in_label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.handlers += [name for name in told if name.startswith("on")]
        self.inline_scripts += tag == "script" and "src" not in told
        self.pictures_without_words += tag == "img" and "alt" not in told
        self._in_label += tag == "label"
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag == "label" and told.get("for"):
            self.labelled.add(str(told["for"]))
        if tag in ("input", "textarea", "select") and told.get("type") != "hidden" and not self._in_label:
            self.fields.append(str(told.get("id")))

    def handle_endtag(self, tag: str) -> None:
        self._in_label -= tag == "label"

    def handle_data(self, data: str) -> None:
        self.text += data


@cache
def environment() -> Environment:
    """Templates as strict as the app's: a name that is missing is an error, and text is escaped."""
    return Environment(
        loader=PackageLoader("game.replay", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def shown(name: str, view: object, language: str, refused: RefusedShown | None = None) -> str:
    """A page, filled in as the app fills it in."""
    page = Page(
        language=language,
        tag=language.replace("_", "-"),
        languages=tuple((code, code) for code in LANGUAGES),
        token="t" * 43,
        path="/",
        unlocked=True,
        plotly="/plotly.min.js",
        refused=refused,
    )
    return environment().get_template(name).render(page=page, view=view, say=Words(language).say)


def read_page(html: str) -> Reader:
    """The page, taken apart."""
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.mark.parametrize(("name", "view", "language"), CASES)
def test_nothing_of_a_name_or_a_note_becomes_markup(name: str, view: object, language: str) -> None:
    """What people wrote stays text: no script, no handler, no picture comes of it."""
    html = shown(name, view, language, RefusedShown("unfit", EVIL, EVIL, 3))
    page = read_page(html)
    assert page.inline_scripts == 0
    assert page.handlers == []
    assert "<img src=x" not in html
    if "alert(1)" in repr(view) or name == "error.html":
        assert EVIL in page.text


@pytest.mark.parametrize(("name", "view", "language"), CASES)
def test_a_page_can_be_read_aloud(name: str, view: object, language: str) -> None:
    """One first heading, no level left out, every field has its label, every picture its words, every id is one."""
    page = read_page(shown(name, view, language))
    assert page.headings.count("h1") == 1
    levels = [int(heading[1]) for heading in page.headings if heading != "h1"]
    assert all(level <= before + 1 for before, level in zip([1, *levels], levels, strict=False))
    assert set(page.fields) <= page.labelled
    assert page.pictures_without_words == 0
    assert len(set(page.ids)) == len(page.ids)


@pytest.mark.parametrize(("name", "view", "language"), CASES)
def test_every_word_is_said_in_the_visitors_language(name: str, view: object, language: str) -> None:
    """No message id is left on the page, and a Chinese page says no sentence of the English catalogue."""
    page = read_page(shown(name, view, language))
    assert not re.search(r"\bview\.[a-z]", page.text)
    if language != "en":
        english = {text for key, text in catalogue("en").items() if " " in text and "{" not in text}
        assert not [text for text in english if text in page.text]


def catalogue(language: str) -> dict[str, str]:
    """The messages of these pages, by id."""
    text = (LOCALE / language / "LC_MESSAGES" / "view.po").read_text(encoding="utf-8")
    return dict(re.findall(r'^msgid "(view\..+?)"\nmsgstr "(.+)"$', text, re.MULTILINE))


def test_both_languages_say_the_same_messages() -> None:
    """The same ids, and the same numbers in each."""
    english, chinese = catalogue("en"), catalogue("zh_CN")
    assert english.keys() == chinese.keys()
    assert len(english) > 100
    for key, text in english.items():
        assert set(re.findall(r"\{\d\}", text)) >= set(re.findall(r"\{\d\}", chinese[key])), key


def test_every_message_is_used_and_every_used_message_is_there() -> None:
    """An id in a template is in the catalogue, and none in the catalogue has gone out of use."""
    templates = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    used = set(re.findall(r"[\"'](view\.\w+)[\"']", templates))
    stems = {stem for stem in used if stem.endswith("_")}
    known = catalogue("en").keys()
    assert used - stems <= known
    assert {key for key in known - used if not any(key.startswith(stem) for stem in stems)} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_script_of_its_own(path: Path) -> None:
    """The policy takes scripts from files alone: none stands in a template (data may), no handler, no such address."""
    text = path.read_text(encoding="utf-8")
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"""\son[a-z]+\s*=\s*["']|javascript:|\|\s*safe\b""", text)


def test_every_file_a_page_asks_for_is_there() -> None:
    """Scripts, styles and pictures lie in static; none comes from elsewhere."""
    sources = [*TEMPLATES, *(ROOM / "static").glob("*.js"), *(ROOM / "static").glob("*.css")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r"/static/([\w.-]+\.(?:css|js|svg))", text))
    assert asked
    assert {name for name in asked if not (ROOM / "static" / name).is_file()} == set()
    outside = re.findall(r"(?:https?:)?//[a-z][\w-]*(?:\.[\w-]+)+", text)
    assert set(outside) <= {"http://www.w3.org"}


def test_words_stand_out_from_every_ground_by_day_and_by_night() -> None:
    """Text at least 4.5 : 1, lines of the lanes at least 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11)."""
    for theme in themes():
        for words, ground in product(
            ("ink", "ink-soft", "accent", "link", "breath"),
            ("ground", "panel", "raised", "sunken", "accent-ground", "breath-ground"),
        ):
            assert contrast(theme[words], theme[ground]) >= 4.5, (words, ground)
        assert contrast(theme["on-accent"], theme["accent"]) >= 4.5
        lanes = [name for name in theme if name.startswith("lane-") and name != "lane-grid"]
        for mark, ground in product([*lanes, "line-strong", "focus"], ("ground", "panel")):
            assert contrast(theme[mark], theme[ground]) >= 3.0, (mark, ground)


def themes() -> tuple[dict[str, str], dict[str, str]]:
    """The colours by day, and by night."""
    text = (ROOM / "static" / "base.css").read_text(encoding="utf-8")
    day, night = text.split(':root[data-theme="dark"]', 1)
    colours = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", part)) for part in (day, night)]
    return colours[0], colours[0] | colours[1]


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG, 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of sRGB, [0, 1]."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
