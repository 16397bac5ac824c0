"""The numbers that shape the path of a prediction. Each is here once, with its reason."""

BATCH_PIXELS = 20_000_000
"""Pixels in a worker's batch, so that decoding it stays within about a second and some 100 MB."""

BULK_PIXELS = 5_000_000
"""Pixels in a worker's batch of what people sent in batches: who draws meanwhile waits for a quarter of a second."""

PIECE_IMAGES = 256
"""Images of a person's batch that are accepted at once: some milliseconds of Redis's time."""

PIECE_BYTES = 4_000_000
"""Their bytes, so that a web process holds little, however large the batch is."""

PAGE_IMAGES = 1_000
"""Images of a person's batch that one script cancels or erases: some ten milliseconds of Redis's time."""

LEASE_MS = 5_000
"""How long a claim holds without renewal: the time a submission waits when its worker is killed."""

HEARTBEAT_SECONDS = 1.0
"""How often a worker renews its leases, says that it lives, and looks for work without a message."""

OVERDUE_MS = int(2000 * HEARTBEAT_SECONDS)
"""What has been due for so long finds every worker busy, or none that gets the messages."""

STARVING_BEATS = 20
"""A process that gets no work for so many heartbeats, though some was overdue, belongs to a worker that hangs."""

PATIENT_BEATS = 180
"""The same before its first work, which the pool gives out only when all of its processes have started."""

WORKER_LIFE_MS = 5_000
"""A worker that was silent for this long is no longer listed."""

MAX_DEATHS = 3
"""A submission during whose decoding this many workers died is given up, visibly."""

RELEASE_DELAY_MS = 1_000
"""How long a batch rests when the store could not take it."""

LATEST_DUE_MS = 2 * LEASE_MS
"""Whatever falls due later than this from now was entered under a clock that was set back since."""

HOT_COPY_MS = 60_000
"""How long an answer stays in Redis for those who poll; after that the store answers."""

SUCCESSOR_MS = 3_600_000
"""How long it is known what replaced a submission, for tries that name it although another has overtaken them."""

TASK_TIME_LIMIT_SECONDS = 60
"""A batch that takes longer hangs: the pool ends its process."""

MAX_WAIT_SECONDS = 30
"""The longest that `wait` holds a reply; longer wishes are clamped."""

BATCH_BYTES = 16_000_000
"""Bytes of pictures in a worker's batch, so that Redis can hand it over at once."""

WORK_SECONDS = 2.0
"""How long one message keeps a worker claiming batches before it looks for signals and other messages again."""

LINGER_MS = 500
"""How long a worker that has nothing left to do waits for more before it asks Celery for its next message.

Long enough for whoever sends one picture after the other, too short to hold up a stop."""

OUTAGE_SECONDS = 20.0
"""How long a worker with a batch in hand tries again while Redis is away, before it drops the batch."""
