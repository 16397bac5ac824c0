"""Which candidates are the digits: the way through each line that the CNN finds most probable as a whole.

Over-segmentation with a classifier that knows what is no digit, after Y. LeCun, L. Bottou, Y. Bengio and P. Haffner,
Proceedings of the IEEE 86, 1998, and the best path by R. Bellman's recursion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.preprocess.candidates import WHOLE, Candidate
from model.preprocess.pieces import find_median_height

# What each digit costs in nats, so that a digit in two pieces is not read as two where it is as good as one.
DIGIT_COST = 0.1
# From this share of the ink on all of it was read; below it, confidence falls with this power of the share.
ALL_READ, LEFT_OUT = 0.97, 4
# What is lower than this share of the line's tallest candidate is more often a piece of a digit, and costs this more.
LOW_HEIGHT, LOW_COST = 0.6, 0.5
# Digits have at least and at most these shares of their usual height. What is lower than that beside the tallest
# candidate of a line costs this much at most.
TINY_HEIGHT, HUGE_HEIGHT, TINY_SKIP_COST = 0.4, 2.5, 1.0
# What is wider than so many times its height is more often several digits, and costs this for each height beyond.
WIDE_ASPECT, WIDE_COST = 1.1, 2.5
# A piece may be left out as no digit where others are left, at this cost in nats beside its probability. In a line with
# others the cost is multiplied for what is wider than this share of its height: it may be several digits that touch.
SKIP_COST, USUAL_ASPECT = 3.0, 0.8
# All pieces together are one digit only if their probability of being none is below this.
WHOLE_DOUBT = 0.5
# From this probability of being no digit on, something is not read at all; from the lower one on, not beside digits.
NO_DIGIT, HARDLY_DIGIT = 0.98, 0.95
_LEAST = 1e-6


def trust_choice(chosen: Sequence[int], candidates: Sequence[Candidate]) -> float:
    """Return the share of all confidences to believe: the less, the more ink was left out of the digits.

    Where a fish has a tail, its body is no 0; and where a piece of a line was left out, the number is mostly wrong.
    """
    pieces = [each.piece for each in candidates if each.joined == 1 and each.line != WHOLE]
    read = sum(candidates[index].piece.area for index in chosen) / max(1, sum(piece.area for piece in pieces))
    return min(1.0, read / ALL_READ) ** LEFT_OUT


def choose_candidates(candidates: Sequence[Candidate], probabilities: npt.NDArray[np.float32]) -> list[int]:
    """Return the indices of the candidates that are the digits, in reading order.

    `probabilities` is (n, 11), a row a candidate, of the ten digits and of being no digit. Empty where nothing that
    could be a digit is found.
    """
    total, chosen = 0.0, []
    for line in sorted({candidate.line for candidate in candidates} - {WHOLE}):
        members = [index for index, each in enumerate(candidates) if each.line == line]
        cost, way = _choose_in_line(members, candidates, probabilities)
        total += cost
        chosen += way
    for index, candidate in enumerate(candidates):
        is_digit = probabilities[index, -1] < WHOLE_DOUBT
        if candidate.line == WHOLE and is_digit and _count_digit_cost(candidate, probabilities[index].tolist()) < total:
            chosen = [index]
    read = [index for index in chosen if probabilities[index, -1] < NO_DIGIT]
    likely = [index for index in read if probabilities[index, -1] < HARDLY_DIGIT]
    return _drop_misfits(likely or read, candidates)


def _drop_misfits(chosen: list[int], candidates: Sequence[Candidate]) -> list[int]:
    """Leave out what is far lower or taller than the rest: remains of forms, print and dirt; the edge of a table.

    The rest's height is the median, each digit weighing what it is wide, as edges and remains are narrow.
    """
    if len(chosen) < 2:
        return chosen
    pieces = [candidates[index].piece for index in chosen]
    usual = find_median_height(pieces, [piece.width for piece in pieces])
    return [
        index
        for index, piece in zip(chosen, pieces, strict=True)
        if TINY_HEIGHT * usual <= piece.height <= HUGE_HEIGHT * usual
    ]


def _choose_in_line(
    line: list[int], candidates: Sequence[Candidate], probabilities: npt.NDArray[np.float32]
) -> tuple[float, list[int]]:
    """Find the cheapest way from the first place of a line to its last, and what it costs."""
    tallest = max(candidates[index].piece.height for index in line)
    is_alone = max(candidates[index].end for index in line) == 1
    costs = {
        index: _count_cost(candidates[index], probabilities[index].tolist(), tallest, is_alone=is_alone)
        for index in line
    }
    places = sorted({place for index in line for place in (candidates[index].start, candidates[index].end)})
    best: dict[int, tuple[float, list[int]]] = {places[0]: (0.0, [])}
    for place in places:
        if place not in best:
            continue
        cost, way = best[place]
        for index in line:
            candidate = candidates[index]
            if candidate.start == place and cost + costs[index] < best.get(candidate.end, (math.inf, []))[0]:
                best[candidate.end] = (cost + costs[index], [*way, index])
    return best[places[-1]]


def _count_cost(candidate: Candidate, probabilities: Sequence[float], tallest: int, *, is_alone: bool) -> float:
    """Cost in nats of taking a candidate for a digit, or for nothing, whichever is cheaper."""
    digit = _count_digit_cost(candidate, probabilities)
    if candidate.piece.height < LOW_HEIGHT * tallest:
        digit += LOW_COST
    if candidate.joined > 1:
        return digit
    if candidate.piece.height < TINY_HEIGHT * tallest:
        return min(digit, TINY_SKIP_COST)
    digits_wide = 1.0 if is_alone else max(1.0, candidate.piece.width / (USUAL_ASPECT * candidate.piece.height))
    return min(digit, SKIP_COST * digits_wide - math.log(max(probabilities[-1], _LEAST)))


def _count_digit_cost(candidate: Candidate, probabilities: Sequence[float]) -> float:
    """Cost in nats of taking a candidate for a digit, whatever is beside it."""
    beyond = max(0.0, candidate.piece.width / candidate.piece.height - WIDE_ASPECT)
    return DIGIT_COST - math.log(max(*probabilities[:-1], _LEAST)) + WIDE_COST * beyond
