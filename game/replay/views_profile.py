"""What the page of a player's usual picture is given: plain values, worded, with every curve as it is drawn."""

from dataclasses import dataclass

from game.replay.views import PlayerShown


@dataclass(frozen=True, slots=True)
class DayLink:
    """A session, by the day on which it began."""

    day: int
    """Of the month."""
    began: str
    """When, ISO 8601 on the player's own clock."""
    href: str
    """Its replay."""


@dataclass(frozen=True, slots=True)
class MonthShown:
    """Sessions of one month."""

    title: str
    """ "November 2026", in words."""
    days: tuple[DayLink, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class SourceShown:
    """Where some numbers of one sentence come from."""

    number: int
    """Of the footnote, from 1."""
    said: str
    """What they come from, in a sentence."""
    hows: tuple[str, ...]
    """How each number was made of it, a sentence each."""
    fields: str
    """Names of the kept numbers they were made of, as an export names them."""
    months: tuple[MonthShown, ...]
    """The sessions, newest first."""
    earlier: int
    """So many more lie before those."""
    first: str
    """When the first of all began, ISO 8601,"""
    last: str
    """and the last."""

    @property
    def id(self) -> str:
        """Of its place on the page."""
        return f"source-{self.number}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence, or one of its numbers."""

    text: str
    """As it is read."""
    source: int = 0
    """Number of the footnote that says where it comes from; 0 = it is words."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """One sentence of the summary."""

    about: str
    """Title of the breathing it is about; "" = of none."""
    pieces: tuple[Piece, ...]
    """In order."""
    sources: tuple[int, ...]
    """Footnotes of its numbers, each once."""


@dataclass(frozen=True, slots=True)
class TickShown:
    """A line across a chart."""

    at: float
    """How far down, in percent."""
    text: str
    """Its number, as it is read."""
    usual: bool
    """Whether it is the one everything is read against."""


@dataclass(frozen=True, slots=True)
class MomentRow:
    """A row of the table of a chart: one moment of a session."""

    title: str
    """Which."""
    numbers: tuple[str, ...]
    """From, middle, to; and of the last session where one is laid over it. "" = not known."""


@dataclass(frozen=True, slots=True)
class ChartShown:
    """The usual band of one channel. Paths lie in a box of 100 x 100, y down."""

    channel: str
    """Name of the channel."""
    title: str
    """What it shows."""
    said: str
    """What a typical session does, in a sentence."""
    band: str
    """SVG path of the area in which eight of ten sessions lie."""
    middle: str
    """SVG path of the line in the middle of it."""
    last: str
    """SVG path of the last session; "" = none is laid over it."""
    points: tuple[tuple[float, float], ...]
    """Moments of it that have no neighbour a line could go to, in percent from the left and from the top."""
    ticks: tuple[TickShown, ...]
    """From high to low."""
    high: str
    """What it means to lie high,"""
    low: str
    """and low."""
    rows: tuple[MomentRow, ...]
    """The same in numbers, for whoever does not see it."""


@dataclass(frozen=True, slots=True)
class AxisShown:
    """One way in which the player's sessions differ."""

    title: str
    """Its name, or that it has no plain meaning."""
    named: bool
    """Whether it has a name: only then is there more and less of it."""
    dots: tuple[float, ...]
    """Where the sessions before the last lie, in percent from the left."""
    last: float
    """Where the last lies, likewise."""
    said: str
    """Where the last lies, in words."""


@dataclass(frozen=True, slots=True)
class CourseShown:
    """What a typical next session looks like, and the last one laid over it."""

    rests_on: str
    """Of how many sessions the bands are made, in a sentence."""
    charts: tuple[ChartShown, ...]
    """One for each channel."""
    last_began: str
    """When the session laid over them began, ISO 8601; "" = none is."""
    last_href: str
    """Its replay."""
    beside: tuple[str, ...]
    """How it lay beside the usual, a sentence each."""
    axes: tuple[AxisShown, ...]
    """What sessions differ in, those with a name first; () = no session is laid over the bands."""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """The usual picture of one player."""

    player: PlayerShown
    """Whose."""
    today: str
    """When the page was made, ISO 8601."""
    lines: tuple[LineShown, ...]
    """The summary; () = there is no session of the player's own."""
    sources: tuple[SourceShown, ...]
    """Of its numbers."""
    course: CourseShown | None
    """The bands; None = too few sessions could be read well enough."""
    missing: int
    """So many more sessions are needed for the bands."""
    notices: tuple[str, ...]
    """What is left out, a sentence each."""
    waiting: int
    """How many sessions were never looked at, so that they are not in it yet."""
