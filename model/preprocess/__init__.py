"""From a picture to the 28x28 tiles that the CNN reads, the same for training, evaluation and serving.

Deterministic. The steps, a module each: reduce a large picture, take out uneven light, part ink from paper, clean,
group into pieces and lines, list what may be one digit, bring strokes and size into MNIST's form.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from model.picture import Picture
from model.preprocess.candidates import Candidate, list_candidates
from model.preprocess.cleaning import drop_clutter, drop_specks
from model.preprocess.contrast import Grey, Histogram, count_levels
from model.preprocess.darker import keep_darker
from model.preprocess.grouping import MIN_DOTS, join_dots
from model.preprocess.ink import Ink, find_inks
from model.preprocess.lines import group_lines
from model.preprocess.marks import Floats, draw_strength, part_digits
from model.preprocess.panels import keep_panel
from model.preprocess.pieces import Labels, find_pieces
from model.preprocess.rulings import remove_rulings
from model.preprocess.sheets import keep_on_sheet
from model.preprocess.speckle import calm_speckle, is_speckled
from model.preprocess.view import View, view_picture
from model.preprocess.written import is_painted_over

__all__ = ["BLANK", "LOW_CONTRAST", "NOT_A_DIGIT", "Candidate", "Preprocessed", "preprocess", "preprocess_view"]

BLANK = "blank"
LOW_CONTRAST = "low_contrast"
NOT_A_DIGIT = "not_a_digit"
# Levels of 255 between paper and ink below which a person should be told that the picture is faint.
FAINT = 64
# More pieces than this, taken for the dots of one digit, are no digits in rows.
MOST_DIGITS = 24


@dataclass(frozen=True)
class Preprocessed:
    """What was found in a picture: what may be one digit, and warnings in words of the contract.

    `view` is what was looked at; `strength` is its ink, uint8 (height, width), and `labels` says which piece a pixel
    belongs to. `is_cut` says that ink was left out, as it does not lie on the sheet of paper; a shadow's edge may have
    been taken for that of the sheet.
    """

    candidates: tuple[Candidate, ...]
    warnings: tuple[str, ...]
    view: View
    strength: Grey
    labels: Labels
    is_cut: bool = False

    def look_again(self) -> list[Preprocessed]:
        """Preprocess the picture in other ways: dots as digits, ink told from paper otherwise, the darker ink alone.

        In none where nothing was found: blank boards have grain.
        """
        if not self.candidates:
            return []
        view, histogram = self.view, count_levels(self.view.grey)
        whole, *others = find_inks(view.grey, histogram)
        first = _lay_on_sheet(view.grey, histogram, whole)
        darker = keep_darker(first)
        inks = [*([] if first is whole else [whole]), *others, *([] if darker is None else [darker])]
        ways = [_find_candidates(view, ink) for ink in inks]
        panel = keep_panel(view.grey, histogram)
        if panel is not None:
            ways += [_find_candidates(replace(view, grey=panel), ink) for ink in islice(find_inks(panel), 1)]
        is_dotted = any(MIN_DOTS <= len(candidate.piece.labels) <= MOST_DIGITS for candidate in self.candidates)
        return [_find_candidates(view, first, with_dots=False), *ways] if is_dotted else ways

    def look_at_marks(self, ink: Floats, seams: Floats) -> Preprocessed:
        """Preprocess the picture by the probabilities (height, width) of a digit's ink, and of seams between digits."""
        strength = draw_strength(self.view.grey, ink)
        labels, pieces = part_digits(strength, seams)
        candidates = list_candidates(strength, labels, group_lines(join_dots(drop_specks(pieces))))
        # What the rules did not find at all is faint, whatever they took for ink instead.
        warnings = (LOW_CONTRAST,) if candidates and not self.candidates else self.warnings
        return replace(self, candidates=tuple(candidates), warnings=warnings, strength=strength, labels=labels)


def preprocess(picture: Picture) -> Preprocessed:
    """Find what may be digits in a picture; nothing, with the warning `blank`, where there is no ink."""
    return preprocess_view(view_picture(picture.grey))


def preprocess_view(view: View) -> Preprocessed:
    """Find what may be digits in what is looked at."""
    histogram = count_levels(view.grey)
    ink = next(find_inks(view.grey, histogram), None)
    if ink is None:
        return Preprocessed((), (BLANK,), view, view.grey, np.zeros(view.grey.shape, np.int32))
    on_sheet = _lay_on_sheet(view.grey, histogram, ink)
    return replace(_find_candidates(view, on_sheet), is_cut=on_sheet is not ink)


def _lay_on_sheet(grey: Grey, histogram: Histogram, ink: Ink) -> Ink:
    return _replace_mask(ink, keep_on_sheet(grey, histogram, ink.mask))


def _find_candidates(view: View, ink: Ink, *, with_dots: bool = True) -> Preprocessed:
    if is_painted_over(ink.mask):
        return Preprocessed((), (NOT_A_DIGIT,), view, ink.strength, np.zeros(view.grey.shape, np.int32))
    labels, pieces = find_pieces(ink.mask)
    calm = next(find_inks(calm_speckle(view.grey)), ink) if is_speckled(pieces) else ink
    if calm is not ink:
        labels, pieces = find_pieces(calm.mask)
    bare = _replace_mask(calm, remove_rulings(calm.mask, calm.strength))
    if bare is not calm:
        labels, pieces = find_pieces(bare.mask)
    kept = drop_clutter(pieces, labels)
    lines = group_lines(join_dots(kept) if with_dots else kept)
    candidates = list_candidates(bare.strength, labels, lines)
    warnings = () if candidates and bare.contrast >= FAINT else (LOW_CONTRAST if candidates else BLANK,)
    return Preprocessed(tuple(candidates), warnings, view, bare.strength, labels)


def _replace_mask(ink: Ink, mask: Grey) -> Ink:
    """Give ink another mask: what was taken out has no strength any more."""
    if mask is ink.mask:
        return ink
    # Soft edges beside ink, which no mask holds, stay.
    strength = np.where(mask < ink.mask, 0, ink.strength).astype(np.uint8)
    return replace(ink, strength=strength, mask=mask)
