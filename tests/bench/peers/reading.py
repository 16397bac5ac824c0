"""What all peers do with pictures: our own reader, on LiteRT, in one thread."""

from model.artifact import default_artifact_dir
from model.classifier import load_classifier
from model.reader import Reader


def load_reader() -> Reader:
    """Load the reader as the worker does, warmed."""
    classifier = load_classifier(default_artifact_dir(), "litert")
    classifier.warm_up()
    reader = Reader(classifier, max_pixels=50_000_000)
    reader.warm_up()
    return reader


def read_numbers(reader: Reader, pictures: list[bytes]) -> list[str]:
    """Read a batch of pictures, with one batch for the CNN."""
    return [reading.number for reading in reader.read([reader.prepare(picture) for picture in pictures])]
