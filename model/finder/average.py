"""Average two finders of which one was trained further from the other: what both know, better than either.

    python -m model.finder.average OLD.tflite NEW.tflite

What the new one learned costs it a little of what the old one knew; halfway between their weights most of both is
kept (M. Wortsman and others, Robust fine-tuning of zero-shot models, arXiv 2109.01903).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from model.convert import convert_network
from model.finder.find import DEFAULT_PATH
from model.finder.network import SIDE, build_finder
from model.warm_start import Floats, Learned, OtherNetworkError, give_weights, read_convolutions

# What batch normalisation is to expect is measured in so many pictures of noise; it changes nothing but rounding.
PICTURES = 64


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, or 1 for files that are no two finders of one kind."""
    options = _parse(arguments)
    try:
        average_finders(options.old, options.new, options.share, options.out)
    except (OSError, OtherNetworkError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Wrote {options.out}. Fit belief anew, or see that it holds, and see what it is worth with `make evaluate`.")
    return 0


def average_finders(old: Path, new: Path, share: float, out: Path) -> None:
    """Write the finder whose weights are `share` the new one's, the rest the old one's. Raises OtherNetworkError."""
    averaged = average_convolutions(list(read_convolutions(old)), list(read_convolutions(new)), share)
    network = build_finder()
    noise = np.random.default_rng(0).standard_normal((PICTURES, SIDE, SIDE, 1)).astype(np.float32)
    if give_weights(network, averaged, noise):
        raise OtherNetworkError(f"{old} and {new} are no finders as model/finder/network.py builds them.")
    convert_network(network, out)


def average_convolutions(
    old: list[tuple[Floats, Learned]], new: list[tuple[Floats, Learned]], share: float
) -> list[tuple[Floats, Learned]]:
    """Average kernels, and what else was learned, one by one. Raises OtherNetworkError where their shapes differ."""
    if [kernel.shape for kernel, _ in old] != [kernel.shape for kernel, _ in new]:
        raise OtherNetworkError("The two networks have other convolutions: one was not trained from the other.")

    def mix(first: Floats, second: Floats) -> Floats:
        return np.asarray((1 - share) * first + share * second, np.float32)

    return [
        (mix(kernel, other), (mix(scale, other_scale), mix(shift, other_shift)))
        for (kernel, (scale, shift)), (other, (other_scale, other_shift)) in zip(old, new, strict=True)
    ]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.finder.average",
        description="Average two finders, one trained further from the other.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("old", type=Path, help="the LiteRT file that the other was trained from")
    parser.add_argument("new", type=Path, help="the LiteRT file of the one that was trained further")
    parser.add_argument("--share", type=float, default=0.5, help="how much of the new one, from 0 to 1")
    parser.add_argument("--out", type=Path, default=DEFAULT_PATH, help="the LiteRT file to write")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
