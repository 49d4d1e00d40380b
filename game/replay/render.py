"""Pages and JSON: templates filled in, in the visitor's language; refusals worded."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from game.replay.errors import Refusal, Refused
from game.replay.guard import cookie_name, cookie_of
from game.replay.views import Page, RefusedShown
from game.replay.visits import Tokens, Visits, fresh_cookie
from game.stage.presentation import LANGUAGES
from game.stage.words import Words

OWN_NAMES = {"en": "English", "zh_CN": "简体中文"}
PLOTLY = f"/plotly.min.js?v={version('plotly')}"
_MESSAGE = re.compile(r"[a-z]+\.[a-z_]+")
"""A message id, as opposed to a sentence."""
LANGUAGE_S = 365 * 24 * 3600
STRANGE = (Refusal.ACCOUNT, Refusal.HOST, Refusal.ORIGIN)
"""Refusals that somebody else, or their page, may get to see: neither token nor cookie goes along."""


class Pages:
    """Fills in templates, and words refusals."""

    def __init__(self, visits: Visits, tokens: Tokens) -> None:
        """``visits`` say who has unlocked anybody; ``tokens`` stand in pages."""
        self._visits = visits
        self._tokens = tokens

    def page(self, request: Request, template: str, view: object, refused: Refused | None = None) -> Response:
        """A page for a visitor, who gets a cookie where they have none."""
        words = words_of(request)
        cookie = cookie_of(request.scope)
        stranger = refused is not None and refused.refusal in STRANGE
        token_for = cookie or fresh_cookie()
        self._visits.use(cookie)
        page = Page(
            language=words.language,
            tag=words.language.replace("_", "-"),
            languages=tuple((code, OWN_NAMES[code]) for code in LANGUAGES),
            token="" if stranger else self._tokens.token(token_for),
            path=request.url.path,
            unlocked=self._visits.find(cookie) is not None,
            plotly=PLOTLY,
            refused=None if refused is None else _shown(words, refused),
        )
        html = _templates().get_template(template).render(page=page, view=view, say=words.say)
        status = 200 if refused is None else refused.refusal.status
        response = Response(html, status, media_type="text/html", headers=_waiting(refused))
        if not (cookie or stranger):
            give_cookie(request, response, token_for)
        return response

    def refuse(self, request: Request, refused: Refused) -> Response:
        """Say why a request is not answered: a page to who asked for one by its address, else JSON."""
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return self.page(request, "error.html", None, refused)
        shown = _shown(words_of(request), refused)
        told = {"refused": shown.name, "text": shown.text, "detail": shown.detail, "wait_s": shown.wait_s}
        return JSONResponse(told, refused.refusal.status, headers=_waiting(refused))


def words_of(request: Request) -> Words:
    """The visitor's language: what they chose, else what their browser asks for, else English."""
    chosen = request.cookies.get(_language_cookie(request), "")
    if chosen not in LANGUAGES:
        first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
        chosen = "zh_CN" if first.startswith("zh") else LANGUAGES[0]
    return _words(chosen)


def give_cookie(request: Request, response: Response, cookie: str) -> None:
    """Let the browser keep a cookie until it is closed; no script can read it, no other site sends it."""
    response.set_cookie(cookie_name(request.scope), cookie, path="/", httponly=True, samesite="strict")


def give_language(request: Request, response: Response, language: str) -> None:
    """Let the browser keep a language."""
    name = _language_cookie(request)
    response.set_cookie(name, language, max_age=LANGUAGE_S, path="/", httponly=True, samesite="strict")


def _language_cookie(request: Request) -> str:
    return f"{cookie_name(request.scope)}-language"


def _shown(words: Words, refused: Refused) -> RefusedShown:
    wait_s = int(-(-refused.wait_s // 1))
    name, key = refused.refusal.value.name, refused.refusal.key
    detail = words.say(refused.detail) if _MESSAGE.fullmatch(refused.detail) else refused.detail
    return RefusedShown(name, words.say(key, (float(wait_s),)), detail, wait_s)


def _waiting(refused: Refused | None) -> Mapping[str, str] | None:
    if refused is None or not refused.wait_s:
        return None
    return {"retry-after": str(int(-(-refused.wait_s // 1)))}


@cache
def _templates() -> Environment:
    """Every text goes through autoescape, and a name that is missing is an error."""
    return Environment(
        loader=PackageLoader("game.replay", "pages"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _words(language: str) -> Words:
    return Words(language)
