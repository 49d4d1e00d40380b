"""Random scenes for property tests, and the bed they lie on."""

from hypothesis import strategies as st

from game.core.shapes import (
    Align,
    Arrow,
    Band,
    Bed,
    Card,
    Colour,
    Comets,
    Disc,
    Light,
    Motes,
    Panel,
    Plate,
    Ribbon,
    Ring,
    Ripple,
    Scene,
    Shade,
    Shape,
    Shapes,
    Sprite,
    Talk,
    Text,
    TextRole,
    Told,
    Veil,
    Water,
)  # fmt: skip

BED = Bed("tide", 1.0, 0.1, 0.0)

shares = st.floats(0.0, 1.0)
places = st.floats(-0.3, 1.3)
lengths = st.floats(0.0, 0.7)
drifts = st.floats(-1e4, 1e4)
colours = st.sampled_from(Colour)
names = st.sampled_from(("tide", "title", "lake", "nowhere"))

plates = st.builds(Plate, names, shares, shares, shares)
veils = st.builds(Veil, places, shares, drifts, shares)
waters = st.builds(Water, names, shares, shares, st.floats(0.0, 1e5), shares)
motes = st.builds(
    Motes, places, places, places, places, st.integers(-1, 600), colours, shares, drifts, st.floats(-1, 1),
    st.integers(-5, 2**40),
)  # fmt: skip
ribbons = st.builds(
    lambda points, width, tints, opacity, bright, fill: Ribbon(
        tuple(sorted(points)), width, tuple(tints), opacity, bright, fill
    ),
    st.lists(st.tuples(places, places), max_size=12),
    st.floats(0.0, 0.05), st.lists(colours, max_size=12), shares, places, shares,
)  # fmt: skip
panels = st.builds(Panel, shares, shares, shares, shares, shares)
cards = st.builds(Card, shares, shares, shares, shares, shares, shares)
texts = st.builds(
    Text, st.sampled_from(TextRole), st.sampled_from(("title.name", "title.second", "breath.in", "no.such", "")),
    places, places, st.sampled_from(Align), colours, shares, st.floats(0.0, 1.0),
    st.lists(st.floats(-1e6, 1e6), max_size=3).map(tuple),
)  # fmt: skip

shapes: st.SearchStrategy[Shape] = st.one_of(
    plates,
    veils,
    waters,
    motes,
    ribbons,
    panels,
    cards,
    texts,
    st.builds(Light, places, places, lengths, colours, shares),
    st.builds(Comets, places, places, lengths, shares, st.booleans(), colours, shares),
    st.builds(Disc, places, places, lengths, colours, shares),
    st.builds(Ring, places, places, lengths, st.floats(0.0, 0.05), colours, shares, shares),
    st.builds(Ripple, places, places, shares, lengths, colours),
    st.builds(
        Sprite,
        st.sampled_from(("lantern", "lantern_great", "nothing")),
        places,
        places,
        lengths,
        st.floats(-30, 30),
        shares,
        shares,
    ),
    st.builds(Arrow, places, places, lengths, st.booleans(), colours, shares),
    st.builds(Shade, places, places, lengths, lengths, shares),
    st.builds(Talk, places, places, shares),
    st.builds(Told, st.sampled_from(TextRole), st.sampled_from(("name:0", "value:age", "nobody")), places, places),
    st.builds(Band, places, places, lengths, st.floats(0.0, 0.2), shares),
)
"""Any shape with numbers a level might come to, some way beyond the picture's border too."""


def scene(*things: Shape) -> Scene:
    """A scene of these shapes."""
    painted: Shapes = things
    return Scene(painted, BED)
