"""`make corrections`: export what people confirmed and corrected as NPZ and CSV, for training.

corrections.npz has one row for each digit: its 28x28 tile as the CNN saw it (white ink on black), the right digit, what
was read and how surely, the version of the model that read it and the id of the prediction. corrections.csv has one row
for each prediction. A number of several digits is in the NPZ file if as many were read as there are.

The files are written whole or not at all. The exit status is 0, also when there are no corrections; 1 when the files
cannot be written; 2 when the store cannot be asked; 130 after Ctrl-C.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from shared.corrections.collecting import Correction, collect
from shared.corrections.writing import CSV_NAME, NPZ_NAME, write_csv, write_npz
from shared.errors import NumberfigureError
from shared.settings import load_settings
from shared.store.opening import open_store

CANNOT_WRITE, CANNOT_ASK, INTERRUPTED = 1, 2, 130
TELL_SECONDS = 1.0


def main(arguments: list[str] | None = None) -> int:
    """Export what the settings' store has, and return the exit status."""
    options = _read_options(arguments)
    try:
        settings = load_settings()
        store = open_store(settings)
        try:
            store.check()
            corrections = list(_tell_progress(collect(store)))
        finally:
            store.close()
        if options.wrong_only:
            corrections = [each for each in corrections if not each.is_confirmation]
        return _write(options.out or settings.data_dir / "corrections", corrections)
    except NumberfigureError as error:
        print(f"Cannot export: {error.detail}", file=sys.stderr)
        return CANNOT_ASK
    except OSError as error:
        print(f"Cannot write {error.filename}: {error.strerror}. Choose another folder with --out.", file=sys.stderr)
        return CANNOT_WRITE
    except KeyboardInterrupt:
        print("\nStopped; nothing was written over.", file=sys.stderr)
        return INTERRUPTED


def _write(folder: Path, corrections: list[Correction]) -> int:
    if not corrections:
        print("Nobody has confirmed or corrected anything yet, so no files were written.")
        return 0
    digits = write_npz(folder / NPZ_NAME, corrections)
    write_csv(folder / CSV_NAME, corrections)
    wrong = sum(not each.is_confirmation for each in corrections)
    unclear = sum(not len(each.tiles) for each in corrections)
    print(f"{len(corrections)} predictions, {wrong} of them read wrongly: {digits} digits in {folder / NPZ_NAME}")
    if unclear:
        print(f"{unclear} are in {CSV_NAME} alone, as not so many digits were read as there are.")
    return 0


def _tell_progress(corrections: Iterable[Correction]) -> Iterator[Correction]:
    """Say once a second how many there are so far, where somebody watches."""
    told_at = time.monotonic()
    for count, correction in enumerate(corrections, 1):
        if sys.stderr.isatty() and time.monotonic() - told_at > TELL_SECONDS:
            told_at = time.monotonic()
            print(f"\r{count:,} so far, up to {correction.prediction.created_at[:10]} ", end="", file=sys.stderr)
        yield correction


def _read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make corrections", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, help="folder of the two files (corrections/ in NUMBERFIGURE_DATA_DIR)")
    parser.add_argument("--wrong-only", action="store_true", help="leave out what people confirmed")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
