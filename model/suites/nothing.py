"""Pictures without digits: letters, words, scribbles, shapes, pieces of digits; blank boards and bare paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from model.simulate.cameras import photograph
from model.simulate.noise import log_uniform
from model.simulate.nondigits import LARGEST_HEIGHT, LEAST_HEIGHT, SHARES, NondigitMaker
from model.simulate.scene import Ink, ink_of_nothing
from model.simulate.surfaces import lay
from model.suites.blanks import KINDS as BLANK_KINDS
from model.suites.sources import SuiteSources
from model.suites.suite import Example, Suite, encode_png, make_rng

# Of all kinds of marks together, of blank boards, and of bare paper.
MARKS, BLANKS, PAPERS = 2_000, 500, 200
# What the kinds of marks are.
ABOUT = {
    "letter": "handwritten letters that look like no digit",
    "printed": "printed letters and signs that look like no digit",
    "scribble": "scribbles",
    "shape": "shapes and doodles",
    "fragment": "pieces of digits, turned and shuffled digits",
    "word": "words",
}


def list_nothing(sources: SuiteSources) -> Iterator[Suite]:
    """List a suite for each kind of mark, in the shares in which they are trained on, and those of blank pictures."""
    maker = NondigitMaker(sources.digits)

    def make_ink(kind: str, rng: np.random.Generator) -> Ink:
        return maker.make_kind(kind, rng, round(log_uniform(LEAST_HEIGHT, LARGEST_HEIGHT, rng)))

    for kind, share in SHARES.items():
        name = f"none/{kind}"
        yield Suite(name, ABOUT[kind], round(MARKS * share), partial(_make_mark, make_ink, name, kind))
    yield Suite("none/blank", "blank boards, white, black, grey and noisy, and full ones", BLANKS, _make_blank)
    yield Suite("none/paper", "photographs of bare paper and boards", PAPERS, _make_paper)


def _make_mark(make_ink: Callable[[str, np.random.Generator], Ink], name: str, kind: str, index: int) -> Example:
    rng = make_rng(name, index)
    return Example(encode_png(lay(make_ink(kind, rng), rng).grey), "")


def _make_blank(index: int) -> Example:
    rng = make_rng("none/blank", index)
    return Example(encode_png(BLANK_KINDS[index % len(BLANK_KINDS)](rng)), "")


def _make_paper(index: int) -> Example:
    return Example(encode_png(photograph(ink_of_nothing(), make_rng("none/paper", index)).grey), "")
