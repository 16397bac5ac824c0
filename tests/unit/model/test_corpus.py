"""Simulated tiles: the same however they are made, and made once."""

import numpy as np
import pytest

from model import corpus
from model.corpus import KINDS, Sizes, load_corpus, make_tiles
from model.data import LabelledTiles
from model.network import NO_DIGIT_CLASS
from model.simulating import Sources

SIZES = Sizes(digits=3, boards=2, lines=2, none=3, squares=2)


@pytest.fixture
def made_here(makers, monkeypatch):
    """Make tiles in this process, and note of which kinds."""
    made = []

    def make_tiles_here(sources, kind, count, seed, processes):
        assert (len(sources.strokes), processes) == (10, 1)
        made.append(kind)
        return LabelledTiles(*corpus._make_chunk(makers, (kind, 0, count, seed)))

    monkeypatch.setattr(corpus, "make_tiles", make_tiles_here)
    return made


def test_one_process_makes_what_two_make(sources, monkeypatch):
    monkeypatch.setattr(corpus, "SCENES_A_CHUNK", 3)

    one, two = (make_tiles(sources, "lines", 7, 5, processes) for processes in (1, 2))

    np.testing.assert_array_equal(one.tiles, two.tiles)
    np.testing.assert_array_equal(one.labels, two.labels)
    assert len(one) > 7
    assert one.tiles.dtype == np.uint8
    assert one.labels.dtype == np.int64


def test_what_was_made_before_is_not_made_again(sources, made_here, tmp_path):
    first = load_corpus(sources, SIZES, 1, tmp_path, 1)
    assert made_here == KINDS

    again = load_corpus(sources, SIZES, 1, tmp_path, 1)

    assert made_here == KINDS
    np.testing.assert_array_equal(first.tiles, again.tiles)
    np.testing.assert_array_equal(first.labels, again.labels)
    assert not list(tmp_path.glob("*unfinished*"))


def test_other_sizes_and_seeds_are_made_anew(sources, made_here, tmp_path):
    load_corpus(sources, SIZES, 1, tmp_path, 1)

    load_corpus(sources, Sizes(digits=4, boards=2, lines=2, none=3, squares=2), 1, tmp_path, 1)
    assert made_here == [*KINDS, "digits"]
    other = load_corpus(sources, SIZES, 2, tmp_path, 1)

    assert len(made_here) == 11
    assert {*other.labels.tolist()} <= set(range(11))


def test_the_name_depends_on_code_data_and_seed(sources, monkeypatch, tmp_path):
    fewer = Sources(sources.strokes[:-1], sources.tiles)
    darker = Sources(sources.strokes, LabelledTiles(sources.tiles.tiles // 2, sources.tiles.labels))
    names = [corpus.hash_inputs(*each) for each in ((sources, 1), (sources, 1), (sources, 2), (fewer, 1), (darker, 1))]
    monkeypatch.setattr(corpus, "PACKAGE", tmp_path)
    (tmp_path / "corpus.py").write_text("changed")

    assert names[0] == names[1]
    assert len({*names, corpus.hash_inputs(sources, 1)}) == 5


@pytest.mark.usefixtures("made_here")
def test_most_digits_of_scenes_are_found_again(sources, tmp_path):
    found = load_corpus(sources, Sizes(digits=30, boards=30, lines=1, none=20, squares=1), 3, tmp_path, 1)

    assert (found.labels != NO_DIGIT_CLASS).sum() > 45
    assert (found.labels == NO_DIGIT_CLASS).sum() > 10
