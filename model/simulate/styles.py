"""What people of other countries would add to a real digit or leave out: bars, slashes, flags, feet, curls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.simulate.strokes import Stroke, Strokes, fit_unit_box

# How often a real digit gets what its writer did not draw; the writers of the pen strokes mostly bar their sevens,
# flag their ones and never slash a zero.
BAR_SHARE, UNBAR_SHARE, SERIF_SHARE = 0.35, 0.5, 0.2
SLASH_SHARE = 0.15
UNFLAG_SHARE, FLAG_SHARE, FOOT_SHARE, LEAN_SHARE = 0.5, 0.35, 0.15, 0.1
DETACH_SHARE, CURL_SHARE = 0.3, 0.25
# In the unit box: where a seven's bar lies, and how wide the points there may spread if there is no bar yet.
BAR_ZONE, BAR_SPREAD = (0.35, 0.75), 0.35
# A one narrower than this, over its height, has neither flag nor foot.
PLAIN_WIDTH = 0.22
# A narrower zero with a slash would be a blot.
NARROWEST_SLASHED = 0.45


def add_style(label: int, strokes: Sequence[Stroke], rng: np.random.Generator) -> Strokes:
    """Return a real digit's strokes in the unit box, at times with another custom than its writer's, same digit."""
    fitted = fit_unit_box(strokes)
    change = {0: _slash, 1: _restyle_one, 5: _detach_bar, 7: _restyle_seven, 9: _curl_leg}.get(label)
    return fitted if change is None else fit_unit_box(change(fitted, rng))


def add_bar(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Lay a bar across the middle of a seven's stem."""
    points = strokes[int(np.argmax([np.ptp(stroke[:, 1]) for stroke in strokes]))]
    stem = points[int(np.argmax(points[:, 0] - points[:, 1])) :]
    level = rng.uniform(0.44, 0.6)
    centre = stem[int(np.argmin(np.abs(stem[:, 1] - level)))]
    return (*strokes, _line(centre, rng.uniform(0.14, 0.24), np.deg2rad(rng.uniform(-20, 8)), rng.uniform(-0.05, 0.05)))


def _restyle_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    points = np.concatenate(strokes)
    zone = points[(points[:, 1] > BAR_ZONE[0]) & (points[:, 1] < BAR_ZONE[1])]
    barred = any(map(_is_bar, strokes)) or (len(zone) > 0 and np.ptp(zone[:, 0]) > BAR_SPREAD)
    if not barred and rng.random() < BAR_SHARE:
        strokes = add_bar(strokes, rng)
    elif rng.random() < UNBAR_SHARE:
        strokes = tuple(stroke for stroke in strokes if not _is_bar(stroke)) or strokes
    start = strokes[0][0]
    # Only where the pen landed at the top left is there a place for a serif.
    if start[1] < 0.25 and start[0] <= strokes[0][:, 0].min() + 0.1 and rng.random() < SERIF_SHARE:
        tip = start + _array([rng.uniform(-0.05, 0.05), rng.uniform(0.08, 0.18)])
        strokes = (np.concatenate(([tip], strokes[0])), *strokes[1:])
    return strokes


def _is_bar(stroke: Stroke) -> bool:
    low, high = stroke.min(axis=0), stroke.max(axis=0)
    middle = float(low[1] + high[1]) / 2
    return bool(high[1] - low[1] < BAR_SPREAD and high[0] - low[0] > 0.1 and BAR_ZONE[0] < middle < BAR_ZONE[1])


def _slash(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    points = np.concatenate(strokes)
    width, height = np.ptp(points, axis=0)
    if width < NARROWEST_SLASHED * height or rng.random() >= SLASH_SHARE:
        return strokes
    reach = _array([width, -height]) * rng.uniform(0.25, 0.58) * rng.uniform(0.85, 1.1, 2)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return (*strokes, np.stack([middle - reach, middle + reach]).astype(np.float32))


def _restyle_one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    stem = strokes[0][int(np.argmin(strokes[0][:, 1])) :]
    # The stem alone: what comes before the top is the flag; where what is left is still wide, there is a foot.
    if np.ptp(stem[:, 1]) > 0.8 and np.ptp(stem[:, 0]) < 0.5 and rng.random() < UNFLAG_SHARE:
        strokes = (stem,)
    points = np.concatenate(strokes)
    top, bottom = points[int(np.argmin(points[:, 1]))], points[int(np.argmax(points[:, 1]))]
    if np.ptp(points[:, 0]) > PLAIN_WIDTH:
        return strokes
    if rng.random() < FLAG_SHARE:
        # Well below the horizontal: a flatter flag would make it a seven.
        angle, length = np.deg2rad(rng.uniform(38, 62)), rng.uniform(0.12, 0.4)
        strokes = (*strokes, np.stack([top - length * _array([np.cos(angle), -np.sin(angle)]), top]))
        if rng.random() < FOOT_SHARE / FLAG_SHARE:
            strokes = (*strokes, _line(bottom, rng.uniform(0.12, 0.3), np.deg2rad(rng.uniform(-6, 6)), 0.0))
    elif rng.random() < LEAN_SHARE:
        # Only a bare one may lean far: the flag of another would come to lie level, as a seven's top.
        lean = _array([[1, 0], [-rng.uniform(0.3, 0.8), 1]])
        strokes = tuple(stroke @ lean for stroke in strokes)
    return strokes


def _detach_bar(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Move a five's top bar, if it is a stroke of its own, off the rest."""
    if len(strokes) != 2 or rng.random() >= DETACH_SHARE:
        return strokes
    bar = int(np.argmin([np.ptp(stroke[:, 1]) for stroke in strokes]))
    if strokes[bar][:, 1].max() > 0.35 or np.ptp(strokes[bar][:, 0]) < 0.15:
        return strokes
    shift = _array([rng.uniform(-0.03, 0.1), rng.uniform(-0.1, -0.02)])
    return (*strokes[:bar], strokes[bar] + shift, *strokes[bar + 1 :])


def _curl_leg(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Bend a nine's straight leg to the left at its foot."""
    leg = strokes[-1]
    end, before = leg[-1], leg[-min(len(leg), 5)]
    falls = end[1] > 0.9 and end[1] - before[1] > 2 * abs(end[0] - before[0])
    if not falls or rng.random() >= CURL_SHARE:
        return strokes
    angles = np.linspace(0, rng.uniform(1.6, 2.9), 9)[1:]
    width, depth = rng.uniform(0.14, 0.26), rng.uniform(0.06, 0.16)
    curl = end + np.stack([width * (np.cos(angles) - 1), depth * np.sin(angles)], axis=1)
    return (*strokes[:-1], np.concatenate((leg, curl)).astype(np.float32))


def _line(centre: npt.NDArray[np.float32], reach: float, angle: float, offset: float) -> Stroke:
    """Return a straight stroke (2, 2) of length 2 · reach about `centre`, moved along itself by `offset`."""
    along = _array([np.cos(angle), np.sin(angle)])
    return np.stack([centre + along * np.float32(offset - reach), centre + along * np.float32(offset + reach)])


def _array(values: Sequence[object]) -> npt.NDArray[np.float32]:
    return np.array(values, np.float32)
