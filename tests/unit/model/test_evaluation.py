"""The evaluation command: a folder of labelled pictures, all suites, and the card; with a network that is a stub."""

import json
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image

from model import answers, cost, evaluate, evaluation
from model.answers import Answer
from model.artifact import Metadata
from model.belief.believe import Belief
from model.belief.facts import FACTS
from model.calibrate import to_confidence
from model.cost import Cost, measure_cost
from model.data import MissingDataError
from model.evaluation import Evaluation, Outcome
from model.parity import compare_runtimes
from model.reader import Reader
from model.report import write_card
from model.report.sheets import list_errors
from model.suites.suite import Example, Suite, encode_png
from tests.support.dark_marker import DarkMarker

METADATA = Metadata(
    model_version="digits-2.test",
    created="2024-11-24T00:00:00+00:00",
    parameters=123_456,
    seed=3,
    epochs=9,
    best_epoch=7,
    data_sha256="",
    train_sizes={"mnist": 55_000, "simulated": 1},
    validation_sizes={"mnist": 5_000},
    validation={"mnist": 0.99},
    temperature=0.75,
    uncertain_below=0.9,
    git_revision="abc",
    golden_sha256="",
)


class StubClassifier:
    """Takes a tile full of ink for no digit, one with ink in the middle for a 1, and others for a 0."""

    version, runtime, uncertain_below = "stub-1", "litert", 0.5

    def classify(self, tiles):
        probabilities = np.full((len(tiles), 11), 0.001, np.float32)
        middle = (tiles[:, 12:16, 12:16] > 127).mean(axis=(1, 2))
        answers = np.where(tiles.mean(axis=(1, 2)) > 60, 10, np.where(middle > 0.7, 1, 0))
        probabilities[np.arange(len(tiles)), answers] = 0.99
        return probabilities


def draw(kind):
    """Draw a ring, read as 0, a bar, read as 1, a disc, read as no digit, or nothing: uint8 (100, 100)."""
    picture = np.full((100, 100), 255, np.uint8)
    if kind == "ring":
        cv2.ellipse(picture, (50, 50), (24, 36), 0, 0, 360, (0,), 14)
    elif kind == "bar":
        cv2.line(picture, (50, 14), (50, 86), (0,), 8)
    elif kind == "disc":
        cv2.circle(picture, (50, 50), 34, (0,), cv2.FILLED)
    return picture


# How far several digits are believed here, whatever is known of them.
BELIEVED = 0.9
RING = Example(encode_png(draw("ring")), "0")


@pytest.fixture
def stub(monkeypatch):
    """Let the command load the stubs, whichever artifact it is told."""
    monkeypatch.setattr(evaluate, "load_checked", lambda _artifact, _runtime: StubClassifier())
    monkeypatch.setattr("model.reader.Finder", DarkMarker)
    # Who stands for the CNN would be overruled by who reads lines as a whole.
    monkeypatch.setattr("model.line_reader.find_lines", lambda _: [])
    nothing = np.zeros(len(FACTS))
    monkeypatch.setattr("model.reader.load_belief", lambda: Belief(nothing, np.log(BELIEVED / (1 - BELIEVED)), nothing))
    monkeypatch.setattr(evaluate, "default_artifact_dir", lambda: None)


@pytest.fixture
def folder(tmp_path):
    """Write labelled pictures and a CSV file: `folder(text)` returns the command's arguments."""
    images = tmp_path / "images"
    (images / "below").mkdir(parents=True)
    for kind in ("ring", "bar", "disc", "blank"):
        Image.fromarray(draw(kind)).save(images / "below" / f"{kind}.png")
    Image.fromarray(np.vstack([draw("bar"), draw("blank"), draw("ring")])).save(images / "two lines.png")
    (images / "broken.png").write_bytes(b"no picture")

    def write(text, encoding="utf-8"):
        labels = tmp_path / "labels.csv"
        labels.write_bytes(text.encode(encoding))
        return ["--images", str(images), "--labels", str(labels)]

    return write


def read_line(capsys):
    """Return what the one line on stdout says."""
    (line,) = capsys.readouterr().out.splitlines()
    return json.loads(line)


@pytest.mark.usefixtures("stub")
def test_a_folder_gives_one_line_of_json(folder, capsys):
    arguments = folder(
        "path,label\nbelow/ring.png,0\nbelow/bar.png,1\nbelow/bar.png,7\ntwo lines.png,1 0\nbelow/disc.png,\n"
        "below/blank.png,\nbelow/ring.png,\n"
    )

    assert evaluate.main(arguments) == 0

    found = read_line(capsys)
    assert (found["images"], found["digit_images"], found["right"], found["negatives"]) == (7, 4, 3, 3)
    assert found["accuracy"] == 0.75
    assert found["digit_accuracy"] == 0.8
    assert found["accuracy_interval"] == pytest.approx([0.300642, 0.954413], abs=1e-6)
    assert found["refused"] == pytest.approx(2 / 3, abs=1e-6)
    sure = round(to_confidence(0.99), 6)
    # Lone digits have that confidence, as has the ring that should be none; two on two lines are believed less.
    assert found["auroc"] == pytest.approx((3 * (2 + 0.5) + 2) / (3 * 4), abs=1e-6)
    assert found["fpr95"] == pytest.approx(1 / 3, abs=1e-6)
    assert found["ece"] == pytest.approx((abs(3 * sure - 2) + (1 - BELIEVED)) / 4, abs=1e-6)
    assert (found["model_version"], found["runtime"]) == ("stub-1", "litert")
    assert found["errors_total"] == 2
    assert found["errors"][0] == {"path": "below/bar.png", "label": "7", "number": "1", "confidence": sure}
    assert found["errors"][1]["number"] == "0"
    assert found["warnings"] == {"blank": 1, "not_a_digit": 1}


@pytest.mark.usefixtures("stub")
def test_bom_crlf_more_columns_and_digits_alone(folder, capsys):
    assert evaluate.main(folder("label,note,path\r\n1,a,below/bar.png\r\n", "utf-8-sig")) == 0

    found = read_line(capsys)
    assert (found["images"], found["accuracy"], found["errors"]) == (1, 1.0, [])
    assert (found["auroc"], found["fpr95"], found["refused"]) == (None, None, None)


@pytest.mark.usefixtures("stub")
def test_non_digits_alone_leave_nulls(folder, capsys):
    assert evaluate.main(folder("path,label\nbelow/blank.png,\n")) == 0

    found = read_line(capsys)
    assert (found["accuracy"], found["accuracy_interval"], found["ece"], found["refused"]) == (None, None, None, 1.0)


@pytest.mark.usefixtures("stub")
def test_a_picture_that_cannot_be_read_is_an_error_with_its_problem(folder, capsys):
    assert evaluate.main(folder("path,label\nbroken.png,5\nbelow/bar.png,1\nbroken.png,\n")) == 0

    found = read_line(capsys)
    assert (found["images"], found["accuracy"], found["unreadable"], found["negatives"]) == (3, 0.5, 2, 0)
    assert [error["path"] for error in found["errors"]] == ["broken.png", "broken.png"]
    assert "no picture in a known format" in found["errors"][0]["problem"]


@pytest.mark.usefixtures("stub")
def test_errors_are_capped(folder, capsys):
    assert evaluate.main(folder("path,label\n" + "below/blank.png,3\n" * 1_100)) == 0

    found = read_line(capsys)
    assert (len(found["errors"]), found["errors_total"], found["accuracy"]) == (1_000, 1_100, 0.0)


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,label\na.png,1\n", "line 1: the header has no column path. Write `path,label`"),
        ("", "line 1: the header has no column path and no column label"),
        ("path,label\n", "names no picture"),
        ("path,label\nbelow/bar.png,1\nnone.png,1\n", "line 3: there is no file"),
        ("path,label\nbelow,1\n", "line 2: there is no file"),
        ("path,label\nbelow/bar.png,A\n", "line 2: the label 'A' is no number"),
        ("path,label\nbelow/bar.png,٣\n", "line 2: the label '٣' is no number"),
        ("path,label\nbelow/bar.png\n", "line 2: there is no label. Write a comma"),
        ("path,label\n,1\n", "line 2: the path is empty"),
        ('path,label\n"below/bar.png,1\n', "is no CSV file"),
    ],
)
def test_what_is_wrong_with_labels_is_said_with_its_line(folder, capsys, text, said):
    assert evaluate.main(folder(text)) == 1

    captured = capsys.readouterr()
    assert said in captured.err
    assert (captured.out, len(captured.err.splitlines())) == ("", 1)


@pytest.mark.usefixtures("stub")
def test_files_that_are_not_there_are_said(folder, capsys, tmp_path):
    arguments = folder("path,label\nbelow/bar.png,1\n")
    (tmp_path / "latin.csv").write_bytes("path,label\nf\xfcnf.png,5\n".encode("latin-1"))

    assert evaluate.main(["--images", str(tmp_path / "none"), *arguments[2:]]) == 1
    assert evaluate.main([*arguments[:3], str(tmp_path / "none.csv")]) == 1
    assert evaluate.main([*arguments[:3], str(tmp_path / "latin.csv")]) == 1
    assert evaluate.main(["--artifact", str(tmp_path), "--mnist", str(tmp_path / "none.npz")]) == 1

    lines = capsys.readouterr().err.splitlines()
    assert [line.rpartition(": ")[2].split()[0] for line in lines[:3]] == ["give", "give", "save"]
    assert len(lines) == 4


def test_images_and_labels_go_together(capsys):
    with pytest.raises(SystemExit) as stopped:
        evaluate.main(["--images", "."])
    assert stopped.value.code == 2
    assert "--images and --labels go together" in capsys.readouterr().err


@pytest.mark.usefixtures("stub")
def test_ctrl_c_stops_cleanly(folder, monkeypatch, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(StubClassifier, "classify", interrupt)

    assert evaluate.main(folder("path,label\nbelow/bar.png,1\n")) == 130
    assert capsys.readouterr().err.strip() == "Stopped; nothing was written."


def test_answers_come_in_order_from_more_pictures_than_are_read_at_once(monkeypatch):
    monkeypatch.setattr(answers, "READ_AT_ONCE", 4)
    monkeypatch.setattr(answers, "AHEAD", 3)
    reader = Reader(StubClassifier(), 10**6)
    kinds = ["ring", "bar", "blank"] * 5

    found = list(answers.read_answers(reader, kinds, lambda kind: answers.ask(reader, encode_png(draw(kind)), kind)))

    assert [answer.number for answer in found] == ["0", "1", ""] * 5
    assert [answer.label for answer in found] == kinds


@pytest.fixture
def small():
    """A small evaluation: two families, with errors, warnings and non-digits."""

    def outcome(name, *found):
        return Outcome(Suite(name, f"about {name}", len(found), lambda _: RING), list(found))

    mnist = [Answer("0", "0", 0.99), Answer("1", "7", 0.6), Answer("2", "", 0.0), Answer("3", "8", 0.9)]
    outcomes = [
        outcome("mnist", *mnist),
        outcome("mnist_c/fog", Answer("0", "0", 0.9)),
        outcome("mnist_c/scale", Answer("0", "6", 0.9, ("uncertain",))),
        outcome("photographs", *[Answer("5", "5", 0.9)] * 12),
        outcome("lines/boards", Answer("12", "13", 0.9)),
        outcome("none/blank", Answer("", "", 0.0, ("blank",)), Answer("", "3", 0.95)),
    ]
    return Evaluation(
        metadata=METADATA,
        runtime="litert",
        quick=True,
        outcomes=outcomes,
        parity=compare_runtimes({"litert": mnist, "tensorflow": [Answer("0", "0", 0.98), *mnist[1:]]}),
        cost=Cost({"litert": {1: 100, 256: 50}}, 31_000, {"28x28": 0.08}, 1_900_000, 300_000, 5.5, 280_000, 1.5, 2),
        history=[{"epoch": 1, "loss": 0.5, "mnist": 0.9}, {"epoch": 2, "loss": 0.3, "mnist": 1.0}],
        seeds=[
            {"seed": 1, "model_version": "a", "code": "c1", "validation": {"mnist": 0.99}, "mnist_test": 0.997},
            {"seed": 2, "model_version": "b", "code": "c2", "validation": {"mnist": 0.98}, "mnist_test": 0.998},
        ],
        seconds=61.0,
    )


@pytest.mark.filterwarnings("default")
def test_the_card_has_the_figures_and_the_pictures(small, tmp_path):
    card = write_card(small, tmp_path)

    text = card.read_text()
    assert card == tmp_path / "MODEL_CARD.md"
    assert "# Model card: digits-2.test" in text
    assert "123,456 parameters" in text
    assert "the finder (0.30 MB) marks the digits in 5.5 ms" in " ".join(text.split())
    assert "| mnist | about mnist | 1 of 4 | 25.00 % | 4.56 to 69.94 |" in text
    assert "| **mean** | **50.00 %** |" in text
    assert "| scale | 0.00 % | 90.00 % | uncertain 1 |" in text
    assert "| lines/boards | about lines/boards | 0 of 1 | 0.00 % | 0.00 to 79.35 | 50.00 % |" in text
    assert "| none/blank | about none/blank | 2 | 50.00 % | 0.5000 | 50.00 % | blank 1 |" in text
    assert "| **1** |  |  |  |  |  |  |  | 1 |  |  |  |  |" in text
    assert "| litert | 100 | 50 | 20,000 |" in text
    assert "2 of them read 31,000 tiles a second together" in " ".join(text.split())
    assert "**99.750 % ± 0.071**" in text
    assert "0.010000" in text
    assert "one picture in 10" in text
    for name in ("reliability", "training", "errors", "examples"):
        assert f"(card/{name}.png)" in text
        picture = tmp_path / "card" / f"{name}.png"
        assert 0 < picture.stat().st_size < 150_000
        with Image.open(picture) as image:
            image.load()


def test_a_card_without_history_and_seeds_has_no_place_for_them(small, tmp_path):
    bare = Evaluation(**(vars(small) | {"history": [], "seeds": [], "quick": False}))
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "old.png").touch()

    text = write_card(bare, tmp_path).read_text()

    assert "training.png" not in text
    assert "All seeds" not in text
    assert "quick" not in text
    assert {path.name for path in (tmp_path / "card").iterdir()} == {"errors.png", "examples.png", "reliability.png"}


def test_the_surest_errors_come_first(small):
    assert [caption for caption, _ in list_errors(small)] == ["3 as 8\n0.90", "1 as 7\n0.60", "2 as none\n0.00"]


def test_runtimes_are_compared(small):
    assert small.parity.differing == 0
    assert small.parity.largest_difference == pytest.approx(0.01)
    assert small.parity.accuracies == {"litert": 0.25, "tensorflow": 0.25}


def test_evaluating_reads_all_suites_and_times_both_runtimes(monkeypatch, tmp_path):
    suite = Suite("mnist", "rings", 3, lambda _: RING)
    monkeypatch.setattr(cost, "TIMED_SECONDS", 0.001)
    monkeypatch.setattr(cost, "measure_throughput", lambda _artifact, _processes: 1.0)
    monkeypatch.setattr(evaluation, "read_metadata", lambda _: METADATA)
    monkeypatch.setattr(evaluation, "read_golden", lambda _: SimpleNamespace(tiles=np.zeros((20, 28, 28), np.uint8)))
    monkeypatch.setattr(evaluation, "load_checked", lambda _artifact, _runtime: StubClassifier())
    (tmp_path / "history.jsonl").write_text('{"epoch": 1, "loss": 0.5}\n')

    found = evaluation.evaluate(tmp_path, [suite], "litert", quick=True)

    assert [answer.right for answer in found.outcomes[0].answers] == [True] * 3
    assert (found.parity.total, found.parity.differing) == (3, 0)
    assert found.history == [{"epoch": 1, "loss": 0.5}]
    assert found.cost.preprocess_ms.keys() == {"28x28"}


def test_cost_is_a_time_for_each_batch_size_and_picture(monkeypatch, tmp_path):
    monkeypatch.setattr(cost, "TIMED_SECONDS", 0.001)
    monkeypatch.setattr(cost, "measure_throughput", lambda _artifact, processes: 10.0 * processes)
    (tmp_path / "file").write_bytes(b"12345")

    found = measure_cost([StubClassifier()], tmp_path, np.zeros((2, 28, 28), np.uint8), {"ring": [RING.png]})

    assert list(found.tile_us["litert"]) == [1, 32, 256]
    assert all(us > 0 for us in found.tile_us["litert"].values())
    assert found.tiles_a_second == 10.0 * found.cores
    assert 0 < found.preprocess_ms["ring"] < 1_000
    assert found.artifact_bytes == 5
    assert 0 < found.finder_bytes < 400_000
    assert 0 < found.finder_ms < 1_000
    assert 0 < found.strips_bytes < 700_000
    assert 0 < found.strip_ms < 1_000


def test_a_full_run_writes_the_card_where_it_belongs(monkeypatch, small, tmp_path, capsys):
    monkeypatch.setattr(evaluate, "list_suites", lambda *_, **__: [])
    monkeypatch.setattr(evaluate, "evaluate", lambda *_, **__: small)
    monkeypatch.setattr(evaluate, "QUICK_OUT", tmp_path / "quick")

    assert evaluate.main(["--artifact", "any", "--quick"]) == 0
    assert evaluate.main(["--artifact", "any", "--out", str(tmp_path / "out")]) == 0

    assert capsys.readouterr().out.split() == [str(tmp_path / folder / "MODEL_CARD.md") for folder in ("quick", "out")]


def test_missing_data_is_one_line(monkeypatch, capsys):
    def fail(*_, **__):
        raise MissingDataError("No data at here: give one.")

    monkeypatch.setattr(evaluate, "list_suites", fail)

    assert evaluate.main(["--artifact", "any"]) == 1
    assert capsys.readouterr().err == "No data at here: give one.\n"
