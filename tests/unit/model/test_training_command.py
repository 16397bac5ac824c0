"""What the commands that train have in common."""

import pytest

from model import train
from model.belief import train as train_belief
from model.finder import train as train_finder
from model.strips import train as train_strips
from model.training_command import add_course_options, make_parser, plan_course

OF_ALL = ("--mnist", "--strokes", "--epochs", "--steps", "--out", "--work")
OPTIONS = {
    train: (*OF_ALL, "--seeds", "--processes", "--scale"),
    train_finder: (*OF_ALL, "--seed", "--start", "--examples"),
    train_belief: ("--mnist", "--strokes", "--pictures", "--out"),
    train_strips: (*OF_ALL, "--seed", "--start", "--pictures"),
}


@pytest.mark.parametrize("command", OPTIONS)
def test_missing_data_is_said_in_one_line(command, tmp_path, capsys):
    assert command.main(["--mnist", str(tmp_path / "none.npz")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_file_to_go_on_from_is_missed_before_anything_is_made(tmp_path, capsys):
    with pytest.raises(SystemExit):
        train_strips.main(["--start", str(tmp_path / "none.tflite")])

    assert "there is no file" in capsys.readouterr().err


def test_going_on_is_a_run_of_its_own(tmp_path):
    parser = make_parser("test", "Test.", epochs=3, steps=7)
    add_course_options(parser, out=tmp_path / "out.tflite", work=tmp_path)
    begun = tmp_path / "begun.tflite"
    begun.touch()

    anew, on = (plan_course(parser.parse_args(given), "pictures-9") for given in ([], ["--start", str(begun)]))

    assert (anew.epochs, anew.steps, anew.seed, anew.start) == (3, 7, 1, None)
    assert on.start == begun
    assert anew.work_dir != on.work_dir
    begun.write_bytes(b"trained further")
    once_more = plan_course(parser.parse_args(["--start", str(begun)]), "pictures-9")
    assert once_more.work_dir not in (anew.work_dir, on.work_dir)


@pytest.mark.parametrize("command", OPTIONS)
def test_help_lists_the_options(command, capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])

    shown = capsys.readouterr().out
    assert [option for option in OPTIONS[command] if option not in shown] == []
