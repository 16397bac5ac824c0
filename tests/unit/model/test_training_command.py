"""What the commands that train have in common."""

import pytest

from model import train
from model.finder import train as train_finder

OF_BOTH = ("--mnist", "--strokes", "--epochs", "--steps", "--out", "--work")
OPTIONS = {
    train: (*OF_BOTH, "--seeds", "--processes", "--scale"),
    train_finder: (*OF_BOTH, "--seed", "--examples"),
}


@pytest.mark.parametrize("command", OPTIONS)
def test_missing_data_is_said_in_one_line(command, tmp_path, capsys):
    assert command.main(["--mnist", str(tmp_path / "none.npz")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.parametrize("command", OPTIONS)
def test_help_lists_the_options(command, capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])

    shown = capsys.readouterr().out
    assert [option for option in OPTIONS[command] if option not in shown] == []
