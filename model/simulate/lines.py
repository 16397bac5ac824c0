"""Digits beside and under each other, as one hand writes numbers."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from model.simulate.scene import Coverage, Ink, find_boxes
from model.simulate.stroke_widths import change_pen, measure_pen

# Digits of one line differ in height by up to this share.
MAX_SIZE_CHANGE = 0.15
# The line rises or falls by up to this angle, in radians.
MAX_SLANT = np.deg2rad(5.0)
# Standard deviation of the baseline's steps from digit to digit, in heights.
DRIFT = 0.02
# The space between two digits' ink at its narrowest, in heights: from kerned, one reaching above the other, to apart.
GAP = (0.04, 0.5)
# Of touching digits, how far one reaches into the other, in heights; 0 is a touch.
MAX_OVERLAP = 0.06
# Space between lines, in heights.
LEAST_LEADING, LARGEST_LEADING = 0.15, 0.9
# In pixels: where a row has no ink, it is so far away.
FAR = 10**6


def write_line(
    inks: Sequence[Ink], rng: np.random.Generator, gap: tuple[float, float] = GAP, touching: float = 0.0
) -> Ink:
    """Write single digits side by side: on a drifting, slanting baseline, in about one height and pen width.

    `gap` is the range of the narrowest space between two digits, in heights, one draw a line with some change from
    digit to digit; `touching` is the share of neighbours that touch or overlap a little. Owners go from 1 in the
    order of `inks`.
    """
    height = float(np.median([ink.coverage.shape[0] for ink in inks]))
    digits = match_digits([ink.coverage for ink in inks], height, rng)
    slope, usual = np.tan(rng.uniform(-MAX_SLANT, MAX_SLANT)), rng.uniform(*gap)
    tops: list[int] = []
    lefts: list[int] = []
    drift = 0.0
    for index, digit in enumerate(digits):
        drift += rng.normal(0.0, DRIFT) * height
        if index:
            reach = lefts[-1] + digits[index - 1].shape[1]
            top = round(slope * reach + drift - digit.shape[0])
            if rng.random() < touching:
                space = -round(max(1.0, rng.uniform(0.0, MAX_OVERLAP) * height))
            else:
                # Two bare pixels at least, else smoothing would join them.
                space = max(2, round(np.clip(usual * rng.uniform(0.6, 1.5), *gap) * height))
            left = lefts[-1] + find_contact(digits[index - 1], digit, top - tops[-1], space)
            if index > 1:
                # Kerned over a narrow neighbour, it may come near the one before that.
                beyond = find_contact(digits[index - 2], digit, top - tops[-2], max(2, space))
                left = max(left, lefts[-2] + beyond)
            lefts.append(left)
        else:
            top = -digit.shape[0]
            lefts.append(0)
        tops.append(top)
    return paint(digits, tops, lefts, tuple(ink.labels[0] for ink in inks))


def match_digits(digits: Sequence[Coverage], height: float, rng: np.random.Generator) -> list[Coverage]:
    """Scale digits to about `height` px, and bring their strokes near the median width."""
    scaled = []
    for digit in digits:
        scale = height / digit.shape[0] * rng.uniform(1 - MAX_SIZE_CHANGE, 1 + MAX_SIZE_CHANGE)
        size = (max(1, round(digit.shape[1] * scale)), max(1, round(digit.shape[0] * scale)))
        resized = cv2.resize(digit, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        # Averaging may round to a little above 1.
        scaled.append(np.minimum(resized, np.float32(1.0)))
    pens = [measure_pen(digit) for digit in scaled]
    usual = float(np.median(pens))
    return [change_pen(digit, pen, usual) for digit, pen in zip(scaled, pens, strict=True)]


def find_contact(left: Coverage, right: Coverage, down: int, space: int) -> int:
    """Return how far right of `left`'s left border `right` begins, so that their ink is `space` px apart.

    `down` is how far `right`'s top lies under `left`'s; below 0 the ink overlaps by so much. Ink counts as near along
    diagonals too. Where no row has both, the boxes count.
    """
    reach = max(space, 0)
    # Ink that overlaps shall be seen to: its faint edges don't count then.
    dark = [ink > (0.5 * ink.max() if space < 0 else 0.0) for ink in (left, right)]
    ends = np.where(dark[0].any(axis=1), left.shape[1] - np.argmax(dark[0][:, ::-1], axis=1), -FAR)
    starts = np.where(dark[1].any(axis=1), np.argmax(dark[1], axis=1), FAR)
    # Each row's end holds for the rows within `reach` too, so that no diagonal comes nearer than `space`.
    first = min(0, down) - reach
    rows = max(left.shape[0], down + right.shape[0]) - first + reach
    profile = np.full(rows, -float(FAR))
    profile[-first : -first + left.shape[0]] = ends
    window = np.ones((2 * reach + 1, 1), np.uint8)
    profile = np.asarray(cv2.dilate(profile[:, np.newaxis], window), np.float64)[:, 0]
    contact = float(np.max(profile[down - first : down - first + right.shape[0]] - starts))
    return round(contact + space) if contact > -left.shape[1] else left.shape[1] + space


def paint(digits: Sequence[Coverage], tops: Sequence[int], lefts: Sequence[int], labels: tuple[int, ...]) -> Ink:
    """Lay digits on one canvas; where two share a pixel, it belongs to the darker."""
    top, left = min(tops), min(lefts)
    bottom = max(y + digit.shape[0] for y, digit in zip(tops, digits, strict=True))
    right = max(x + digit.shape[1] for x, digit in zip(lefts, digits, strict=True))
    coverage = np.zeros((bottom - top, right - left), np.float32)
    owner = np.zeros(coverage.shape, np.uint8)
    for number, (digit, y, x) in enumerate(zip(digits, tops, lefts, strict=True), start=1):
        place = np.s_[y - top : y - top + digit.shape[0], x - left : x - left + digit.shape[1]]
        owner[place][digit > coverage[place]] = number
        coverage[place] = np.maximum(coverage[place], digit)
    return Ink(coverage, owner, labels, (0,) * len(labels))


def write_lines(rows: Sequence[Ink], rng: np.random.Generator) -> Ink:
    """Write lines of digits under each other, starting about one margin; owners and lines are numbered on."""
    height = float(np.median([box[3] for row in rows for box in find_boxes(row.owner, len(row.labels))]))
    leading = rng.uniform(LEAST_LEADING, LARGEST_LEADING) * height
    lefts = [round(abs(rng.normal(0.0, 0.3)) * height) for _ in rows]
    width = max(left + row.coverage.shape[1] for left, row in zip(lefts, rows, strict=True))
    gaps = [max(3, round(leading * rng.uniform(0.8, 1.2))) for _ in rows[1:]]
    coverage = np.zeros((sum(row.coverage.shape[0] for row in rows) + sum(gaps), width), np.float32)
    owner = np.zeros(coverage.shape, np.uint8)
    labels: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    top = 0
    for number, (row, left, gap) in enumerate(zip(rows, lefts, [*gaps, 0], strict=True)):
        place = np.s_[top : top + row.coverage.shape[0], left : left + row.coverage.shape[1]]
        coverage[place] = row.coverage
        owner[place] = np.where(row.owner > 0, row.owner + len(labels), 0)
        labels, lines = labels + row.labels, lines + (number,) * len(row.labels)
        top += row.coverage.shape[0] + gap
    return Ink(coverage, owner, labels, lines)
