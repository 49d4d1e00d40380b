"""What the pages are given: plain values, made of what may be shown to whoever has unlocked a player."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RefusedShown:
    """Why something was not answered, in the visitor's words."""

    name: str
    """Name of the refusal: "locked", "secret" ..."""
    text: str
    """One sentence, and what to do next."""
    detail: str
    """What more there is to say; may be empty."""
    wait_s: int
    """Seconds until it is worth trying again; 0 = no matter."""


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has."""

    language: str
    """As the game names it: "en", "zh_CN"."""
    tag: str
    """The same for a browser: "en", "zh-CN"."""
    languages: tuple[tuple[str, str], ...]
    """Every language there is, with its own name."""
    token: str
    """What everything that changes something must carry."""
    path: str
    """The page's own path."""
    unlocked: bool
    """Whether this browser has unlocked anybody."""
    plotly: str
    """Where plotly's script is."""
    refused: RefusedShown | None = None
    """Why the page is not what was asked for; None = it is."""


@dataclass(frozen=True, slots=True)
class PlayerShown:
    """A player on a page."""

    name: str
    """Of the folder: "player-1"."""
    called: str
    """Their name, once unlocked; until then only which player it is."""
    figure: str
    """Id of their figure."""
    guarded: bool
    """Whether a passphrase was set."""
    unlocked: bool
    """Whether this browser may look."""
    href: str
    """Where to go: their page, or the door."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """Who plays here."""

    players: tuple[PlayerShown, ...]
    """Everybody, by number."""


@dataclass(frozen=True, slots=True)
class UnlockView:
    """The door to one player."""

    player: PlayerShown
    """Whose."""
    ways: tuple[str, ...]
    """What opens it: "passphrase", "recovery", "therapist"; or "first" where no passphrase was ever set."""
    fewest: int
    """Fewest characters of a passphrase."""
    back: str
    """Path to go on with."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A choice of how far to look back."""

    days: str
    """"7", "30", "90" or "all"."""
    href: str
    """The page that shows so much."""
    chosen: bool
    """Whether it is this page."""


@dataclass(frozen=True, slots=True)
class WeekShown:
    """The invitation for this calendar week."""

    times: int
    """Sittings to which the player is invited,"""
    minutes: int
    """how long each,"""
    done: int
    """and how many there were."""


@dataclass(frozen=True, slots=True)
class SessionShown:
    """One session in a list, or above its replay."""

    session_id: str
    """Its name, 32 hex digits."""
    href: str
    """Its replay."""
    story_href: str
    """Its picture story."""
    started: str
    """When, ISO 8601 on the player's own clock, or this machine's where that is not known; "" = not known."""
    when: str
    """The same to read."""
    minutes: float
    """How long."""
    levels: tuple[str, ...]
    """Titles of what was played, each once."""
    headline: str | None
    """From the tensest moment back to the usual, in words; None = too little is known."""
    ended_early: bool
    """It was not closed: a kill, a power cut, or it goes on."""
    simulated: bool
    """Nobody sat there: a simulated player."""
    corrected: float | None
    """Share of its time that somebody corrected, [0, 1]; None = not known."""
    places: tuple[str, ...]
    """Names of the levels played, each once, in order."""
    mode: str
    """"soothe" or "train"; "" = not known yet."""
    recovery_s: float | None
    """Seconds from the tensest moment back to the usual; None = too little is known, or not in this session."""
    notes: int
    """How many notes this visitor is shown of it."""


@dataclass(frozen=True, slots=True)
class PlayerView:
    """One player's sessions."""

    player: PlayerShown
    """Whose."""
    presets: tuple[Preset, ...]
    """How far to look back."""
    sessions: tuple[SessionShown, ...]
    """Newest first; of many a page of them."""
    count: int
    """How many there are in all pages."""
    newer: str
    """The page of newer ones; "" = these are the newest."""
    older: str
    """The page of older ones; "" = there are none."""
    week: WeekShown
    """This week's invitation."""
    corrected: float | None
    """Share of the time shown that somebody corrected, [0, 1]; None = nothing is shown."""
    notices: tuple[str, ...]
    """What is not as it was left, a sentence each."""
    pending: int
    """How many of all pages were never looked at, so that too little is said of them yet."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few things."""

    id: str
    """What it is sent as."""
    title: str
    """What it is called."""


@dataclass(frozen=True, slots=True)
class Template:
    """A question that a note may answer."""

    id: str
    """What it is sent as."""
    title: str
    """The question."""
    text: str
    """A sentence that helps to begin."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """The replay of one session."""

    player: PlayerShown
    """Whose."""
    session: SessionShown
    """Which."""
    base: str
    """Path of its data, without a slash at the end."""
    author: str
    """As whom this browser corrects and writes."""
    labels: tuple[Choice, ...]
    """What a stretch may have been instead."""
    templates: tuple[Template, ...]
    """Questions that a note may answer."""


@dataclass(frozen=True, slots=True)
class MomentShown:
    """One picture of a story."""

    tick: int
    """Which moment."""
    frame: str
    """Where its picture is, once the ghost has come there."""
    text: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class StoryView:
    """A session as a picture story."""

    player: PlayerShown
    """Whose."""
    session: SessionShown
    """Which."""
    base: str
    """Path of its data."""
    moments: tuple[MomentShown, ...]
    """In order."""
    audience: str
    """Who may see it: the id of one of the audiences."""
    audiences: tuple[Choice, ...]
    """Who could be chosen."""
    printable: bool
    """Whether it may be printed: a paper is seen by others, too."""


@dataclass(frozen=True, slots=True)
class TrendsView:
    """One player over time: the frame; what is drawn comes as JSON."""

    player: PlayerShown
    """Whose."""
    ranges: tuple[Preset, ...]
    """How far to look back, in weeks."""
    data: str
    """Where the JSON is."""
