"""Simulated photographs and scans of digits, lines of several digits on all surfaces, and both where it is harder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

import numpy as np

from model.simulate.boards import lay_on_board
from model.simulate.cameras import photograph, photograph_from_afar, photograph_in_shade
from model.simulate.digits import DigitMaker
from model.simulate.emphasis import emphasise
from model.simulate.pictures import write_digits
from model.simulate.scanners import scan
from model.simulate.scene import Ink, Scene
from model.simulate.surfaces import lay
from model.suites.sources import SuiteSources
from model.suites.suite import Example, Suite, encode_png, make_rng

Lay = Callable[[Ink, np.random.Generator], Scene]
Write = Callable[[DigitMaker, np.random.Generator], Ink]

SINGLE_DIGITS = 2_000
# Of each surface: 2,000 in all.
LINES = 667
# Of one digit, and of several, in each of the harder ways.
HARDER = 600
SURFACES: dict[str, Lay] = {"photographs": photograph, "boards": lay_on_board, "scans": scan}


def list_scenes(sources: SuiteSources) -> Iterator[Suite]:
    """List the suites of photographs, scans, and lines of several digits, touching as often as those trained on."""

    def make(name: str, write: Write, lay_down: Lay, index: int) -> Example:
        rng = make_rng(name, index)
        scene = lay_down(write(sources.digits, rng), rng)
        return Example(encode_png(scene.grey), write_label(scene))

    for name, about in (("photographs", "simulated photographs by phone"), ("scans", "simulated scans")):
        yield Suite(name, f"{about} of one digit", SINGLE_DIGITS, partial(make, name, DigitMaker.make, SURFACES[name]))
    for surface, lay_down in SURFACES.items():
        name = f"lines/{surface}"
        yield Suite(name, f"several digits in simulated {surface}", LINES, partial(make, name, write_digits, lay_down))
    writing: dict[str, Write] = {"digits": DigitMaker.make, "lines": write_digits}
    ways: dict[str, tuple[str, Lay]] = {
        "afar": ("that are small in large simulated photographs", photograph_from_afar),
        "shade": ("in simulated photographs on which a shadow falls, often with a hard edge", photograph_in_shade),
        "emphasised": ("in a ring or with lines drawn under them, on all simulated surfaces", _lay_emphasised),
    }
    for (way, (about, lay_down)), (what, write) in product(ways.items(), writing.items()):
        name = f"{way}/{what}"
        yield Suite(name, f"{what} {about}", HARDER, partial(make, name, write, lay_down))


def _lay_emphasised(ink: Ink, rng: np.random.Generator) -> Scene:
    return lay(emphasise(ink, rng), rng)


def write_label(scene: Scene) -> str:
    """Write a scene's digits in reading order with a space between lines."""
    lines = sorted(set(scene.lines))
    return " ".join(
        "".join(str(label) for label, at in zip(scene.labels, scene.lines, strict=True) if at == line) for line in lines
    )
