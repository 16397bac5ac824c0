"""Papers: structure, rulings at their distance, boxes that leave the digit alone."""

import numpy as np
import pytest

from model.simulate import papers


def test_paper_is_reflectance_and_its_seed_says_which():
    for seed in range(40):
        paper = papers.make_paper((90, 120), np.random.default_rng(seed))
        assert paper.shape == (90, 120)
        assert paper.dtype == np.float32
        assert 0.3 < float(paper.min()) <= float(paper.max()) <= 1.0
        # Structure stays below what faint ink takes.
        assert float(paper.std()) < 0.08

    np.testing.assert_array_equal(paper, papers.make_paper((90, 120), np.random.default_rng(39)))


def test_parallels_are_a_spacing_apart():
    mask = papers.draw_parallels((300, 200), 30.0, 0.0, 1, np.random.default_rng(1))
    rows = np.flatnonzero(mask[:, 100] > 0.4)

    starts = rows[np.diff(rows, prepend=-9) > 1]
    assert len(starts) in (9, 10, 11)
    np.testing.assert_allclose(np.diff(starts), 30, atol=1)


def test_rulings_follow_the_digits_height(monkeypatch):
    monkeypatch.setattr(papers, "SPACINGS", (0.5, 0.501))
    bare = np.full((400, 400), 0.9, np.float32)
    for seed in range(20):
        ruled = papers.add_rulings(bare, 80.0, np.random.default_rng(seed))
        assert ruled.dtype == np.float32
        assert float(ruled.min()) >= 0.9 * (1 - 1.2 * papers.RULING_DEPTHS[1])
        assert float(ruled.min()) < 0.9
        # What repeats every 40 px is most alike at that distance.
        profile = ruled.mean(axis=1) - ruled.mean()
        alike = [float((profile[:-lag] * profile[lag:]).mean()) for lag in range(25, 56)]
        assert 25 + int(np.argmax(alike)) == pytest.approx(40, abs=4)


def test_a_printed_box_leaves_the_digit_alone():
    bare = np.ones((200, 200), np.float32)
    for seed in range(30):
        boxed = papers.add_box(bare, (80, 60, 40, 80), np.random.default_rng(seed))
        assert (boxed[60:140, 80:120] == 1).all()
        # Each way out of the digit meets the box.
        assert boxed[100, :80].min() < 1
        assert boxed[100, 120:].min() < 1
        assert boxed[:60, 100].min() < 1
        assert boxed[140:, 100].min() < 1
