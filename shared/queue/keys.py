"""The names in Redis that Python uses too; scripts/prelude.lua has them for the scripts."""

TAG = "{numberfigure}:"
PENDING = TAG + "pending"
TOTALS = TAG + "totals"
READ = TAG + "read"
WORKERS = TAG + "workers"
DONE_CHANNEL = TAG + "done"
PROBE = TAG + "probe"


def submission_key(prediction_id: str) -> str:
    """Name the hash that holds a submission until it is answered."""
    return f"{TAG}submission:{prediction_id}"


def answer_key(prediction_id: str) -> str:
    """Name the hot copy of an answer."""
    return f"{TAG}answer:{prediction_id}"


def owner_key(owner: str) -> str:
    """Name the set of an owner's unfinished submissions."""
    return f"{TAG}owner:{owner}"


def pulse_key(number: int) -> str:
    """Name the counts of one span of the pulse, of which there have been `number` since 1970."""
    return f"{TAG}pulse:{number}"


def bell_key(name: str) -> str:
    """Name the list at which a worker lingers."""
    return f"{TAG}bell:{name}"


def worker_key(name: str) -> str:
    """Name a worker's description of itself."""
    return f"{TAG}worker:{name}"


def batch_key(batch_id: str) -> str:
    """Name the hash of a batch: its owner, the last id that was accepted, and a count for each status."""
    return f"{TAG}batch:{batch_id}"


def members_key(batch_id: str) -> str:
    """Name the set of a batch's unfinished submissions."""
    return f"{TAG}members:{batch_id}"


def batches_key(owner: str) -> str:
    """Name the set of an owner's unfinished batches."""
    return f"{TAG}batches:{owner}"
