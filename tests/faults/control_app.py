"""Stock Celery as its documentation advises for work that must not be lost: the control of the soak."""

import os

from celery import Celery

app = Celery("control", broker=os.environ.get("CONTROL_BROKER", ""))
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=1, task_ignore_result=True)


@app.task(name="control.note")
def note(task_id: str) -> None:
    """Note that this task was run."""
    with open(os.environ["CONTROL_DONE"], "a", encoding="utf-8") as done:
        done.write(f"{task_id}\n")
