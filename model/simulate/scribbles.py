"""Scribbles: what a pen leaves when it writes nothing. Polylines about a unit box, x to the right, y downward."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.simulate.letters import draw_curve
from model.simulate.strokes import Stroke

# Points in a full turn of a spiral or loop: enough that a pen 300 px high shows no corners.
TURN_POINTS = 24


def scribble(rng: np.random.Generator) -> list[Stroke]:
    """Draw one scribble as strokes, each float32 (n, 2) of x, y."""
    makers = list(KINDS)
    shares = np.array(list(KINDS.values()))
    maker = makers[int(rng.choice(len(makers), p=shares / shares.sum()))]
    return maker(rng)


def draw_tangle(rng: np.random.Generator) -> list[Stroke]:
    """A smooth curve through many random places, crossing itself: with fewer than 9 it may look like a digit."""
    points = [rng.random(2)]
    for _ in range(rng.integers(8, 16)):
        # The farther of a few places: short steps make small loops, as in an 8.
        places = rng.random((3, 2))
        points.append(places[np.argmax(np.linalg.norm(places - points[-1], axis=1))])
    return [draw_curve(np.array(points))]


def draw_zigzag(rng: np.random.Generator) -> list[Stroke]:
    """Back and forth while wandering on, with pointed or round turns."""
    turns = int(rng.integers(6, 12))
    across = np.where(np.arange(turns) % 2, 1.0, 0.0) + rng.normal(0.0, 0.1, turns)
    along = np.linspace(0.0, rng.uniform(0.7, 1.6), turns) + rng.normal(0.0, 0.04, turns)
    points = np.stack([along, across], axis=1)
    points = points if rng.random() < 0.6 else points[:, ::-1]
    return [draw_curve(points) if rng.random() < 0.5 else points.astype(np.float32)]


def draw_spiral(rng: np.random.Generator) -> list[Stroke]:
    """At least three turns: with one it would be a 6, a 9 or an 0."""
    turns = rng.uniform(3.0, 4.5)
    angle = np.linspace(0.0, 2 * np.pi * turns, int(turns * TURN_POINTS)) * rng.choice([-1.0, 1.0])
    radius = np.linspace(0.03, 0.5, angle.size) * (1 + 0.08 * np.sin(3 * angle + rng.uniform(0, 6)))
    start = rng.uniform(0.0, 2 * np.pi)
    x, y = np.cos(angle + start) * radius * rng.uniform(0.7, 1.3), np.sin(angle + start) * radius
    return [np.stack([x, y], axis=1).astype(np.float32)]


def draw_hatching(rng: np.random.Generator) -> list[Stroke]:
    """Parallel lines, sometimes crossed by others."""
    strokes = hatch(rng.uniform(0.0, np.pi), rng)
    return strokes + hatch(rng.uniform(0.0, np.pi), rng) if rng.random() < 0.5 else strokes


def hatch(angle: float, rng: np.random.Generator) -> list[Stroke]:
    """Four to nine nearly parallel lines under an angle in radians."""
    count = int(rng.integers(4, 10))
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    ends = rng.normal(0.0, 0.06, (count, 2, 1)) * along + np.array([[-0.5], [0.5]]) * along
    lines = ends + np.linspace(-0.5, 0.5, count)[:, np.newaxis, np.newaxis] * across
    return list(lines.astype(np.float32))


def draw_scratched_out(rng: np.random.Generator) -> list[Stroke]:
    """Writing that was made unreadable: waves below, and a dense zigzag over them."""
    width = rng.uniform(0.9, 1.6)
    return [*draw_waves(rng), cross_out(width, rng), *([cross_out(width, rng)] if rng.random() < 0.5 else [])]


def cross_out(width: float, rng: np.random.Generator) -> Stroke:
    """A dense slanted zigzag over a box of this width and height 1."""
    turns = int(rng.integers(9, 18))
    across = np.where(np.arange(turns) % 2, 0.95, 0.05) + rng.normal(0.0, 0.1, turns)
    along = np.linspace(0.0, width, turns) + np.where(np.arange(turns) % 2, -0.15, 0.15)
    return draw_curve(np.stack([along, across], axis=1), 4)


def draw_random_strokes(rng: np.random.Generator) -> list[Stroke]:
    """Five to nine short strokes, straight or bent, strewn about: fewer may make a 4 or a 7."""
    strokes = []
    for _ in range(rng.integers(5, 10)):
        middle, half = rng.random(2), rng.normal(0.0, 0.2, 2)
        strokes.append(draw_curve(np.stack([middle - half, middle + rng.normal(0.0, 0.08, 2), middle + half])))
    return strokes


def draw_signature(rng: np.random.Generator) -> list[Stroke]:
    """A large first loop that runs out into waves, often underlined."""
    count = int(rng.integers(8, 16))
    along = np.cumsum(rng.uniform(-0.02, 0.25, count))
    size = np.linspace(0.5, 0.08, count) * rng.uniform(0.6, 1.4, count)
    points = np.stack([along, 0.5 + np.where(np.arange(count) % 2, size, -size)], axis=1)
    strokes = [draw_curve(points)]
    if rng.random() < 0.6:
        strokes.append(draw_curve(np.array([[along[-1], 0.9], [along[-1] / 2, 1.0], [0.0, rng.uniform(0.9, 1.2)]])))
    return strokes


def draw_loops(rng: np.random.Generator) -> list[Stroke]:
    """A chain of at least four loops, as one warms a pen up."""
    turns = rng.uniform(4.0, 8.0)
    angle = np.linspace(0.0, 2 * np.pi * turns, int(turns * TURN_POINTS))
    height = 0.4 * (1 + rng.normal(0.0, 0.15) * np.sin(angle / 4))
    x = rng.uniform(0.2, 0.4) * np.cos(angle) + rng.uniform(0.25, 0.45) * angle / (2 * np.pi)
    return [np.stack([x, height * np.sin(angle)], axis=1).astype(np.float32)]


def draw_waves(rng: np.random.Generator) -> list[Stroke]:
    """One to three waving lines under each other."""
    x = np.linspace(0.0, 1.5, 48)
    count = int(rng.integers(1, 4))
    waves = []
    for row in range(count):
        phase = rng.uniform(3.0, 6.0) * 2 * np.pi * x / 1.5 + rng.uniform(0.0, 6.0)
        height = rng.uniform(0.2, 0.45) / count * (1 + 0.3 * np.sin(x * rng.uniform(1.0, 6.0)))
        waves.append(np.stack([x, (row + 0.5) / count + height * np.sin(phase)], axis=1).astype(np.float32))
    return waves


# What is drawn in which share: what people's pens do most comes most.
KINDS: dict[Callable[[np.random.Generator], list[Stroke]], float] = {
    draw_tangle: 0.2,
    draw_zigzag: 0.15,
    draw_spiral: 0.1,
    draw_hatching: 0.1,
    draw_scratched_out: 0.15,
    draw_random_strokes: 0.1,
    draw_signature: 0.08,
    draw_loops: 0.06,
    draw_waves: 0.06,
}
