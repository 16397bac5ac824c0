"""A finder that marks what is dark, for tests that need to know what is marked."""

from model.finder.canvas import Grey
from model.finder.find import Found


class DarkMarker:
    """Marks what is dark in what it is shown but for one shape, and remembers the shapes."""

    def __init__(self, blind_to: tuple[int, ...] | None = None) -> None:
        self.shown: list[tuple[int, ...]] = []
        self.blind_to = blind_to

    def find(self, grey: Grey) -> Found:
        """Mark a picture uint8 (height, width)."""
        self.shown.append(grey.shape)
        is_marked = (grey < 128) & (grey.shape != self.blind_to)
        return Found(is_marked.astype("float32"), (0 * grey).astype("float32"))
