"""docker-compose.yml passes on every setting that an operator may want to change."""

import re
from pathlib import Path

from shared.settings import PREFIX, Settings

COMPOSE = Path(__file__).parents[3] / "docker-compose.yml"

FIXED = {"host", "port", "data_dir", "model"}
"""These are decided by the images."""


def test_every_setting_can_be_given() -> None:
    text = COMPOSE.read_text()
    passed = {name.removesuffix("_FILE").lower() for name in re.findall(rf"^ +{PREFIX}([A-Z_]+):", text, re.MULTILINE)}
    assert passed >= set(Settings.model_fields) - FIXED
    assert passed <= set(Settings.model_fields)
