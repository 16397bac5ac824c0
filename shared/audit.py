"""`make audit`: compare the queue, its counters and the store, and list what does not add up.

It reads only, looks again after two seconds at what looked wrong, and may run beside live traffic. The exit status is 0
when all adds up, 1 when something does not, and 2 when Redis or the store cannot be asked.
"""

import argparse
import sys

from shared.consistency import ConsistencyCheck
from shared.errors import NumberfigureError, SettingsError
from shared.queue.accounts import AccountBook
from shared.settings import Settings, load_settings
from shared.store.opening import open_store

ADDS_UP, DOES_NOT_ADD_UP, CANNOT_ASK = 0, 1, 2


def main() -> int:
    """Audit what the settings of the environment name, and return the exit status."""
    argparse.ArgumentParser(
        prog="make audit", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    try:
        return audit(name_redis(load_settings()))
    except NumberfigureError as error:
        print(f"Cannot audit: {error.detail}", file=sys.stderr)
        return CANNOT_ASK


def name_redis(settings: Settings) -> Settings:
    """Fill in the socket of the Redis that `make run` brings, when the settings name no other."""
    if settings.redis_url:
        return settings
    socket = settings.data_dir / "redis" / "redis.sock"
    if not socket.exists():
        raise SettingsError(
            f"there is no Redis at {socket}. Start `make run`, or name the Redis that your workers use: "
            "NUMBERFIGURE_REDIS_URL"
        )
    return settings.model_copy(update={"redis_url": f"unix://{socket}"})


def audit(settings: Settings) -> int:
    """Print what does not add up, one line each, and the sum. Raises QueueUnavailableError, StoreUnavailableError."""
    store = open_store(settings)
    try:
        store.check()
        findings = ConsistencyCheck(settings, store).run()
    finally:
        store.close()
    for finding in findings:
        print(finding)
    accounts = AccountBook(settings).read()
    print(
        f"{accounts.accepted} accepted: {accounts.succeeded} succeeded, {accounts.failed} failed, "
        f"{accounts.canceled} canceled, {accounts.pending} in flight."
    )
    if not findings:
        print("All adds up.")
        return ADDS_UP
    print("1 thing does not add up." if len(findings) == 1 else f"{len(findings)} things do not add up.")
    return DOES_NOT_ADD_UP


if __name__ == "__main__":
    sys.exit(main())
