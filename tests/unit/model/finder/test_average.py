"""Two finders become one."""

import numpy as np
import pytest

from model.finder.average import average_convolutions, main
from model.finder.find import DEFAULT_PATH, Finder
from model.strips.read import DEFAULT_PATH as STRIPS
from model.warm_start import OtherNetworkError


def make_convolution(value, side=3):
    return np.full((side, side, 1, 2), value, np.float32), (np.full(2, 1, np.float32), np.full(2, value, np.float32))


def test_weights_are_averaged_by_the_share():
    (kernel, (scale, shift)), *others = average_convolutions([make_convolution(1)], [make_convolution(5)], 0.25)

    assert not others
    assert (kernel == 2).all()
    assert (scale == 1).all()
    assert (shift == 2).all()


def test_other_networks_are_refused():
    with pytest.raises(OtherNetworkError):
        average_convolutions([make_convolution(1)], [make_convolution(1, side=5)], 0.5)


def test_a_finder_averaged_with_itself_marks_what_it_marked(tmp_path):
    out = tmp_path / "finder.tflite"
    grey = np.full((120, 160), 220, np.uint8)
    grey[30:90, 60:68] = 20

    assert main([str(DEFAULT_PATH), str(DEFAULT_PATH), "--out", str(out)]) == 0

    before, after = (Finder(path).find(grey).ink for path in (DEFAULT_PATH, out))
    assert before.max() > 0.9
    np.testing.assert_allclose(after, before, atol=0.05)


def test_what_is_no_finder_is_an_error(tmp_path, capsys):
    assert main([str(STRIPS), str(STRIPS), "--out", str(tmp_path / "out.tflite")]) == 1
    assert "no finders" in capsys.readouterr().err
    assert main([str(tmp_path / "none.tflite"), str(DEFAULT_PATH)]) == 1
