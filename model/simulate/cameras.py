"""Photographs by phone: ink on paper, whiteboard or blackboard, aslant, in bad light, through a small lens."""

from __future__ import annotations

import numpy as np

from model.simulate.aiming import AFAR, NEAR, Framing, aim
from model.simulate.lenses import bend, develop
from model.simulate.lights import HARD, USUAL, Shadows, light_up
from model.simulate.noise import make_scene, place
from model.simulate.scene import Ink, Scene
from model.simulate.subjects import add_things, lay_subject

LENS_SHARE, MAX_BEND = 0.2, 0.05


def photograph_from_afar(ink: Ink, rng: np.random.Generator) -> Scene:
    """Take a picture of `ink` in which it is small, 480 to 1,600 px on its longest side."""
    return photograph(ink, rng, AFAR)


def photograph_in_shade(ink: Ink, rng: np.random.Generator) -> Scene:
    """Take a picture of `ink` on which a shadow falls, often with a hard edge."""
    return photograph(ink, rng, shadows=HARD)


def photograph(ink: Ink, rng: np.random.Generator, framing: Framing = NEAR, shadows: Shadows = USUAL) -> Scene:
    """Take a picture of `ink`, 64 to 480 px on its longest side (more only if the ink could not be read)."""
    view, onto_page, shape = aim(ink, rng, framing)
    laid = place(ink, view @ onto_page, shape)
    coverage = laid.coverage
    ground, inked = lay_subject(ink, coverage, view, onto_page, rng)
    ground = add_things(ground, coverage, rng)
    reflectance = ground + (inked - ground) * coverage
    owner = laid.owner
    if rng.random() < LENS_SHARE:
        reflectance, owner = bend(reflectance, owner, float(rng.uniform(-MAX_BEND, MAX_BEND)))
    grey = develop(reflectance, light_up(shape, rng, shadows), (ground, inked), laid, rng)
    return make_scene(grey, owner, ink)
