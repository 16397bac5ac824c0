"""`make schema`: create the tables of the store that the settings name, and, with the password of Cassandra's
administrator, the roles of a cluster, too. It waits for a store that is only starting.
"""

import sys
import time

from shared.errors import NumberfigureError
from shared.settings import Settings, load_settings
from shared.store.contract import StoreUnavailableError
from shared.store.opening import open_store

WAIT_SECONDS = 120
PAUSE_SECONDS = 2


def prepare(settings: Settings) -> None:
    """Create what is missing. Raises StoreUnavailableError and SettingsError."""
    if settings.store_admin_password:
        # Imported late: whoever uses SQLite need not load Cassandra's driver.
        from shared.store.cassandra_roles import create_roles
        from shared.store.cassandra_schema import write_schema
        from shared.store.cassandra_url import parse_cassandra_url

        address = parse_cassandra_url(settings.store_url)
        schema = write_schema(address.datacenter, address.replication, settings.retention_days)
        create_roles(address, settings.store_admin_password, schema)
    store = open_store(settings)
    try:
        if not settings.store_admin_password:
            store.create_schema()
        # As those who serve.
        store.check()
    finally:
        store.close()


def main() -> None:
    """Create what is missing as soon as the store answers, and say so."""
    settings = load_settings()
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            prepare(settings)
            break
        except StoreUnavailableError as error:
            if time.monotonic() > until:
                raise
            print(f"Not yet: {error.detail}", flush=True)
            time.sleep(PAUSE_SECONDS)
    print("The tables are there.")


if __name__ == "__main__":
    try:
        main()
    except NumberfigureError as error:
        sys.exit(error.detail)
    except KeyboardInterrupt:
        sys.exit("Stopped; running it again goes on.")
