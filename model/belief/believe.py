"""Which look at a picture to prefer, and how far to believe it: two logistic regressions on what is known of looks.

They are fitted by `python -m model.belief.train`, on pictures whose number is known.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.belief.facts import FACTS, list_facts
from model.calibrate import compute_chances
from model.reading import Reading, be_as_sure_as, read_nothing

DEFAULT_PATH = Path(__file__).with_name("belief.json")

# A number that is believed less than this is not said at all.
REFUSED = 0.03
DECIMALS = 4

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Belief:
    """What each of the `FACTS` adds to the log odds of both regressions.

    By `preferred` (10,) one look at a picture is right and not another one; by `begin` and `believed` (10,) the look
    that is preferred is right at all.
    """

    preferred: Floats
    begin: float
    believed: Floats

    def choose(self, looks: Sequence[Reading]) -> Reading:
        """Choose among the looks at a picture, one or more, and say how sure it is.

        If none is believed, nothing was read.
        """
        read = [look for look in looks if look.digits]
        if not read:
            return read_nothing(looks)
        facts = list_facts(looks)
        best = int((facts @ self.preferred).argmax())
        belief = float(self.compute(facts[best]))
        return be_as_sure_as(read[best], belief) if belief >= REFUSED else read_nothing(looks)

    def compute(self, facts: Floats) -> Floats:
        """Return the probability (...) that preferred looks with these facts (..., 10) are right."""
        return compute_chances(np.asarray(self.begin + facts @ self.believed))


def load_belief(path: Path = DEFAULT_PATH) -> Belief:
    """Load what was fitted. Raises OSError without a file, and ValueError where it was fitted on other facts."""
    fitted = json.loads(path.read_text())
    if not list(fitted["preferred"]) == list(fitted["believed"]) == list(FACTS):
        raise ValueError(f"{path} was fitted on other facts: run `python -m model.belief.train`.")
    preferred, believed = (np.array(list(fitted[name].values())) for name in ("preferred", "believed"))
    return Belief(preferred, fitted["begin"], believed)


def save_belief(belief: Belief, path: Path) -> None:
    """Save what was fitted, by the names of the facts."""
    fitted = {
        "preferred": dict(zip(FACTS, belief.preferred.round(DECIMALS).tolist(), strict=True)),
        "begin": round(belief.begin, DECIMALS),
        "believed": dict(zip(FACTS, belief.believed.round(DECIMALS).tolist(), strict=True)),
    }
    path.write_text(json.dumps(fitted, indent=2) + "\n")
