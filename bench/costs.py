"""What every transition, effect, running layer and blend mode costs: `python -m bench.costs`.

CPU milliseconds of one core for a frame of 1920x1080, the least of a few drawings: what a picture
costs by itself, the first drawing's tables left out. The registries say what there is.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from PIL import Image

from render.assets.probe import probe
from render.canvas.affine import Affine
from render.canvas.blend import MODES, blended
from render.canvas.color import rgb_to_frame
from render.canvas.halo import CastShadow
from render.canvas.picture import Picture, new_frame
from render.effects import EFFECTS, Touch
from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import prepare
from render.transitions import TRANSITIONS, Moment

SIZE = (1920, 1080)
LIMIT_MS = 25.0
REASONS = {"blend mode": "the formulas are in sRGB: both pictures go there, one comes back"}
"""Why a family may cost more."""


@dataclass(frozen=True)
class Cost:
    """One kind's cost.

    Attributes:
        family: transition, effect, layer or blend mode.
        name: Of the kind.
        cpu_ms: Of a frame.
    """

    family: str
    name: str
    cpu_ms: float

    @property
    def reason(self) -> str:
        """Why it is above the limit; empty when it is not, or nobody knows."""
        return REASONS.get(self.family, "") if self.cpu_ms > LIMIT_MS else ""


def costs(repeats: int) -> Iterator[Cost]:
    """Yield what everything in the registries costs."""
    a, b = _photo(1), _photo(2)
    into = new_frame(*SIZE)
    with TemporaryDirectory() as name:
        folder = Path(name)
        still, table = _still(folder), _table(folder)
        for kind, transition in sorted(TRANSITIONS.items()):
            picture = still if transition.needs_picture else None
            moments = [Moment(at, None, 0.04, picture) for at in (0.3, 0.5, 0.7)]
            draws = [_transition(kind, a, b, moment, into) for moment in moments]
            yield Cost("transition", kind, max(_cpu_ms(draw, repeats) for draw in draws))
        for kind, effect in sorted(EFFECTS.items()):
            asset = table if effect.needs_table else None
            look = replace(effect.own, table=asset, width=1920.0, height=1080.0)
            touch = Touch(kind, look)
            yield Cost("effect", kind, _cpu_ms(lambda t=touch: t.apply(a, Affine()), repeats))
    card = _card(a)
    shadow = CastShadow((0, 0, 0, 128), 0.0, 8.0, 12.0)
    yield Cost("effect", "shadow", _cpu_ms(lambda: shadow.apply(card, Affine()), repeats))
    with TemporaryDirectory() as name:
        yield from _layer_costs(Path(name))
    for mode in MODES:
        yield Cost("blend mode", mode, _cpu_ms(lambda m=mode: blended(a, b, m), repeats))


_RUNNING = {"trimEnd": [{"frame": 0, "value": 0}, {"frame": 29, "value": 1}]}
_STROKE = {"color": "white", "width": 24, "cap": "round"}
_WORDS = {"title": "Ada Lovelace", "subtitle": "Mathematician"}
_LAYERS = {
    "counter": {"type": "counter", "to": 1_284_500, "format": "${:,}", "role": "heading"},
    "svg, coloured anew": {
        "type": "svg",
        "asset": "logo.svg",
        "size": {"height": 540},
        "keyframes": {"color": [{"frame": 0, "value": "red"}, {"frame": 29, "value": "blue"}]},
    },
    "shape, drawn on": {
        "type": "shape",
        "shape": "ellipse",
        "size": {"width": 540, "height": 540},
        "stroke": _STROKE,
        "keyframes": _RUNNING,
    },
    "lowerThird": {"type": "group", "template": {"name": "lowerThird", **_WORDS}},
    "endCard": {"type": "group", "template": {"name": "endCard", **_WORDS}},
    "progressBar": {"type": "group", "template": {"name": "progressBar", "showValue": True}},
}
"""Layers that are drawn anew at every frame, or nearly."""


def _layer_costs(folder: Path) -> Iterator[Cost]:
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="9"/></svg>'
    (folder / "logo.svg").write_text(logo)
    for name, layer in _LAYERS.items():
        frames = 30
        document = {
            "id": "cost",
            "totalDurationFrames": frames,
            "scenes": [{"id": "one", "durationFrames": frames, "layers": [layer]}],
        }
        prepared = prepare(document, RenderOptions(assets=folder))
        with FrameRenderer(prepared.fonts, *SIZE) as renderer:
            renderer.frame(prepared.timeline, 0)
            began = time.process_time()
            for frame in range(1, frames):
                renderer.frame(prepared.timeline, frame)
            spent = time.process_time() - began
        yield Cost("layer", name, 1000 * spent / (frames - 1))


def _transition(
    kind: str, a: Picture, b: Picture, moment: Moment, into: Picture
) -> Callable[[], object]:
    return lambda: TRANSITIONS[kind].draw(a, b, moment, into)


def _cpu_ms(draw: Callable[[], object], repeats: int) -> float:
    draw()
    spent = []
    for _ in range(repeats):
        began = time.process_time()
        draw()
        spent.append(time.process_time() - began)
    return 1000 * min(spent)


def _photo(seed: int) -> Picture:
    noise = np.random.default_rng(seed).integers(0, 256, (68, 120, 3), np.uint8)
    rgb = cv2.resize(noise, SIZE, interpolation=cv2.INTER_CUBIC)
    return rgb_to_frame(np.asarray(rgb, np.uint8))


def _card(photo: Picture) -> Picture:
    luma, chroma = np.full_like(photo.y, 255), np.full_like(photo.cb, 255)
    luma[:100], chroma[:50] = 0, 0
    return replace(photo, coverage=luma, chroma_coverage=chroma)


def _still(folder: Path) -> object:
    ramp = np.linspace(0, 255, 640).astype(np.uint8)[np.newaxis].repeat(360, axis=0)
    Image.fromarray(ramp).save(folder / "ramp.png")
    return probe("ramp.png", folder / "ramp.png")


def _table(folder: Path) -> object:
    steps = np.linspace(0, 1, 17)
    lines = [f"{r**0.9:.5f} {g:.5f} {b**1.1:.5f}" for b in steps for g in steps for r in steps]
    path = folder / "warm.cube"
    path.write_text("LUT_3D_SIZE 17\n" + "\n".join(lines) + "\n")
    return probe("warm.cube", path)


def markdown(found: list[Cost]) -> str:
    """Return the costs as a table."""
    rows = [
        f"| {cost.family} | {cost.name} | {cost.cpu_ms:.1f} | {cost.reason} |" for cost in found
    ]
    head = ["| family | kind | CPU ms | why above 25 |", "|---|---|---:|---|"]
    return "\n".join([*head, *rows])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="drawings of each kind")
    found = list(costs(parser.parse_args().repeats))
    print(markdown(found))
    loud = [cost for cost in found if cost.cpu_ms > LIMIT_MS and not cost.reason]
    if loud:
        names = ", ".join(f"{cost.name} ({cost.cpu_ms:.0f})" for cost in loud)
        print(f"\nAbove {LIMIT_MS:.0f} ms without a reason: {names}")


if __name__ == "__main__":
    main()
