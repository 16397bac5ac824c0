"""`make schema`: create the tables of the store that the settings name."""

import sys

from shared.errors import NumberfigureError
from shared.settings import load_settings
from shared.store.opening import open_store


def main() -> None:
    """Create what is missing, and say so."""
    store = open_store(load_settings())
    store.create_schema()
    store.check()
    store.close()
    print("The tables are there.")


if __name__ == "__main__":
    try:
        main()
    except NumberfigureError as error:
        sys.exit(error.detail)
