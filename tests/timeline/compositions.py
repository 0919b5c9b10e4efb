"""Random small compositions for property tests."""

from hypothesis import strategies as st

from render.animation.presets import PRESETS
from render.transitions import TRANSITIONS
from schemas.names import DIRECTIONS, MOTION_PRESETS, NINE_GRID

colors = st.sampled_from(["red", "#00f8", "$accent", "white", "#123456"])
gradients = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["linear", "radial"]),
        "stops": st.just([{"offset": 0, "color": "red"}, {"offset": 1, "color": "#0f08"}]),
    }
)
easings = st.sampled_from(["linear", "easeOutBack", "steps(3)", "ease-in-out", "spring(1,90,9)"])
places = st.one_of(
    st.sampled_from(NINE_GRID),
    st.fixed_dictionaries({"x": st.integers(-4, 20), "y": st.integers(-4, 16)}),
)
sizes = st.fixed_dictionaries({"width": st.integers(0, 20), "height": st.integers(0, 16)})
parts = st.sampled_from(["layer", "line", "word", "char"])
animations = st.fixed_dictionaries(
    {"preset": st.sampled_from(sorted(PRESETS)), "durationFrames": st.integers(1, 6)},
    optional={
        "delayFrames": st.integers(0, 4),
        "easing": easings,
        "direction": st.sampled_from(DIRECTIONS),
        "by": parts,
        "staggerFrames": st.integers(0, 3),
    },
)


def _track(values):
    frames = st.lists(st.integers(-3, 14), min_size=1, max_size=3, unique=True).map(sorted)
    return frames.flatmap(
        lambda at: st.tuples(
            *[
                st.fixed_dictionaries({"frame": st.just(frame), "value": values, "easing": easings})
                for frame in at
            ]
        ).map(list)
    )


tracks = st.fixed_dictionaries(
    {},
    optional={
        "opacity": _track(st.sampled_from([0, 0.25, 1])),
        "scale": _track(st.sampled_from([0, 0.5, 2])),
        "x": _track(st.integers(-5, 20)),
        "rotation": _track(st.integers(-90, 90)),
        "fill": _track(st.sampled_from(["#ff0000", "#0000ff"])),
    },
)
shared = {
    "startFrame": st.integers(-3, 10),
    "durationFrames": st.integers(1, 14),
    "position": places,
    "opacity": st.sampled_from([0.3, 1]),
    "scale": st.sampled_from([0, 0.7, 1]),
    "rotation": st.sampled_from([0, 30]),
    "enter": st.none() | animations,
    "exit": animations,
    "keyframes": tracks,
}
motions = st.sampled_from(MOTION_PRESETS)

shapes = st.fixed_dictionaries(
    {"type": st.just("shape"), "fill": colors | gradients, "size": sizes},
    optional=shared | {"cornerRadius": st.integers(0, 4)},
)
texts = st.fixed_dictionaries(
    {"type": st.just("text"), "text": st.sampled_from(["a", "one two", "a b\nc d e"])},
    optional=shared | {"fontSize": st.integers(4, 9), "background": st.just("#222222")},
)
images = st.fixed_dictionaries(
    {"type": st.just("image"), "asset": st.sampled_from(["white.png", "wide.png"])},
    optional=shared | {"size": sizes, "motion": motions, "cornerRadius": st.integers(0, 4)},
)
leaves = st.one_of(shapes, texts, images)
groups = st.fixed_dictionaries(
    {"type": st.just("group"), "layers": st.lists(leaves, max_size=2)},
    optional=shared | {"size": sizes, "clip": st.booleans()},
)
layers = st.one_of(shapes, texts, images, groups)
transitions = st.fixed_dictionaries(
    {
        "type": st.sampled_from(sorted(TRANSITIONS)),
        "durationFrames": st.integers(0, 4),
        "asset": st.just("wide.png"),
    },
    optional={"easing": easings, "direction": st.sampled_from(DIRECTIONS)},
)
scenes = st.fixed_dictionaries(
    {"durationFrames": st.integers(4, 14), "layers": st.lists(layers, max_size=3)},
    optional={
        "background": colors | gradients,
        "transition": transitions,
        "asset": st.sampled_from(["white.png", "wide.png"]),
    },
)


@st.composite
def compositions(draw):
    """A composition of one to four scenes, in any of the three readings of time."""
    shown = draw(st.lists(scenes, min_size=1, max_size=4))
    shown = [{"id": f"s{n}", **each} for n, each in enumerate(shown)]
    lengths = [each["durationFrames"] for each in shown]
    overlaps = [each.get("transition", {}).get("durationFrames", 0) for each in shown[1:]]
    total = sum(lengths)
    reading = draw(st.sampled_from(["sum", "overlap", "explicit"]))
    if reading == "overlap":
        total -= sum(overlaps)
    elif reading == "explicit":
        start = draw(st.integers(0, 3))
        for each in shown:
            each["startFrame"] = start
            start += draw(st.integers(4, 16))
        total = start + draw(st.integers(1, 9))
    return {
        "id": "random",
        "width": 16,
        "height": 12,
        "fps": draw(st.sampled_from([30, 24, "30000/1001"])),
        "totalDurationFrames": total,
        "style": {"motionLanguage": draw(st.sampled_from(["cinematic", "playful", "elegant"]))},
        "scenes": shown,
        "overlays": draw(st.lists(layers, max_size=2)),
    }
