"""The same digit as other hands would have written it: leaning, stretched, trembling, jagged or rounded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.simulate.strokes import SMALLEST_SPAN, Stroke, Strokes, fit_unit_box

# Most people write within 15° of upright; some turn the sheet, the phone or the mouse further.
ROTATION_DEVIATION, USUAL_ROTATION, LARGEST_ROTATION = np.deg2rad((6.0, 15.0, 25.0))
TURNED_SHARE = 0.1
# Sideways shift per height: 0.4 is a lean of 22°. Turned digits lean less, lest the two add up to a digit that lies.
SLANT_DEVIATION, LARGEST_SLANT, TURNED_SLANT = 0.15, 0.4, 0.3
# The factor on the width: narrow columns of a form, wide fields of a board.
ASPECT_DEVIATION, NARROWEST, WIDEST = 0.2, 0.6, 1.6
# What is this narrow or wide over its height, as a thin six, is made no narrower or wider.
NARROW, WIDE = 0.45, 1.2
# Two waves across the digit, slow enough to bend a stroke but not to break it into others. Lengths here and below are
# in the digit's longer side.
WARP_DEVIATION, WARP_FREQUENCY = 0.02, 1.2
# Fingers on glass and old hands tremble; the mean is hardly seen, the largest shows and is still read.
MEAN_TREMOR, LARGEST_TREMOR = 0.0025, 0.01
# The pen lands late, lifts early, or drags on.
LARGEST_END = 0.06
SHIFT_DEVIATION = 0.015
# Points this far apart look like a curve on a digit of 300 px: the chord is 0.2 px off an arc of radius 60 px.
FINE_STEP = 0.03
# A slow mouse or browser gives few points, joined by straight lines.
JAGGED_SHARE, JAGGED_STEPS = 0.12, (0.08, 0.18)
# How many fine steps a corner is rounded over, to each side, and how often each is drawn.
ROUNDINGS, ROUNDING_SHARES = (1, 2, 3), (0.6, 0.3, 0.1)


def vary_strokes(strokes: Sequence[Stroke], rng: np.random.Generator, freedom: float = 1.0) -> Strokes:
    """Return strokes float32 (n, 2) in the unit box, as another hand would write them. Raises ValueError on no points.

    Ends are cut or drawn on, points taken anew, corners rounded, strokes moved a little against each other; then all
    tremble, warp, and are stretched, slanted and turned together. A `freedom` below 1 stretches, slants and turns less,
    for digits that would become others: a one with a flag, turned to the right, is a seven.
    """
    jagged = rng.random() < JAGGED_SHARE
    step = rng.uniform(*JAGGED_STEPS) if jagged else FINE_STEP
    rounding = 0 if jagged else int(rng.choice(ROUNDINGS, p=ROUNDING_SHARES))
    drawn = []
    for stroke in fit_unit_box(strokes):
        resampled = resample(stroke, step, rng.uniform(-LARGEST_END, LARGEST_END, 2))
        shift = rng.normal(0, SHIFT_DEVIATION, 2).astype(np.float32)
        drawn.append(round_corners(resampled, rounding) + shift)
    points = np.concatenate(drawn) - np.float32(0.5)
    points += draw_tremor(len(points), rng)
    points = warp(points, rng) @ draw_hand(points, rng, freedom)
    return fit_unit_box(np.split(points, np.cumsum([len(stroke) for stroke in drawn])[:-1]))


def resample(stroke: Stroke, step: float, ends: Sequence[float] | npt.NDArray[np.float64] = (0.0, 0.0)) -> Stroke:
    """Return points float32 (m, 2) about `step` apart along `stroke`; `ends` lengthens, below 0 shortens, each end.

    What is too short to be cut at its ends keeps them; a dot stays a dot.
    """
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))))
    length = float(along[-1])
    if length < step / 2:
        return stroke[:1]
    first, last = (float(end) if length > 4 * LARGEST_END else 0.0 for end in ends)
    at = np.linspace(-first, length + last, max(2, round((length + first + last) / step) + 1))
    sampled = np.stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)], axis=1)
    # np.interp stays at the ends; what lies beyond goes on as the stroke came in over its last bit.
    for beyond, near, far in ((-at, 0.0, step), (at - length, length, length - step)):
        outside = np.flatnonzero(beyond > 0)
        tip, inner = (np.array([np.interp(where, along, stroke[:, axis]) for axis in (0, 1)]) for where in (near, far))
        sampled[outside] = tip + beyond[outside, np.newaxis] * (tip - inner) / step
    return sampled.astype(np.float32)


def round_corners(stroke: Stroke, reach: int) -> Stroke:
    """Average the points of a stroke (n, 2) over `reach` neighbours to each side, nearer ones more; ends stay."""
    reach = min(reach, len(stroke) - 1)
    if reach < 1:
        return stroke
    weights = np.bartlett(2 * reach + 3)[1:-1]
    weights /= weights.sum()
    # Reflected through its ends, a straight stroke goes on straight and keeps its length.
    before, after = 2 * stroke[0] - stroke[reach:0:-1], 2 * stroke[-1] - stroke[-2 : -2 - reach : -1]
    padded = np.concatenate((before, stroke, after))
    return np.stack([np.convolve(padded[:, axis], weights, "valid") for axis in (0, 1)], axis=1).astype(np.float32)


def draw_tremor(count: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Draw float32 (count, 2): how far a trembling hand is off at each point."""
    size = min(rng.exponential(MEAN_TREMOR), LARGEST_TREMOR)
    noise = rng.normal(0, size, (count + 1, 2)).astype(np.float32)
    return noise[1:] + noise[:-1]


def warp(points: npt.NDArray[np.float32], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Bend points (n, 2) about the origin by two slow waves."""
    waves = rng.uniform(-WARP_FREQUENCY, WARP_FREQUENCY, (2, 2)) * 2 * np.pi
    phase = points @ waves.astype(np.float32) + rng.uniform(0, 2 * np.pi, 2).astype(np.float32)
    moved: npt.NDArray[np.float32] = points + np.sin(phase) @ rng.normal(0, WARP_DEVIATION, (2, 2)).astype(np.float32)
    return moved


def draw_hand(
    points: npt.NDArray[np.float32], rng: np.random.Generator, freedom: float = 1.0
) -> npt.NDArray[np.float32]:
    """Draw float32 (2, 2), to multiply `points`, rows of x and y, with: aspect, slant, then rotation."""
    turned = rng.random() < TURNED_SHARE
    angle = np.clip(rng.normal(0, ROTATION_DEVIATION), -USUAL_ROTATION, USUAL_ROTATION)
    slant = np.clip(rng.normal(0, SLANT_DEVIATION), -LARGEST_SLANT, LARGEST_SLANT)
    if turned:
        angle, slant = rng.uniform(-LARGEST_ROTATION, LARGEST_ROTATION), slant * TURNED_SLANT
    width, height = np.maximum(np.ptp(points, axis=0), SMALLEST_SPAN)
    narrowest, widest = max(NARROWEST, NARROW * height / width), min(WIDEST, WIDE * height / width)
    aspect = np.clip(np.exp(rng.normal(0, ASPECT_DEVIATION)), min(narrowest, 1), max(widest, 1))
    lean = np.array([[aspect**freedom, 0], [-slant * freedom, 1]])
    cos, sin = np.cos(angle * freedom), np.sin(angle * freedom)
    hand: npt.NDArray[np.float32] = (lean @ np.array([[cos, sin], [-sin, cos]])).astype(np.float32)
    return hand
