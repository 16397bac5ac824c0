"""The checker: compares the history with the API, the owners' histories, the store and the totals."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from tests.faults.evidence import Evidence
from tests.faults.history import History

SHOWN_IDS = 5
NO_REPLY = 0
HONEST_REFUSALS = {NO_REPLY, 503}
FINDING, NOTE = {"is_finding": True}, {"is_finding": False}


@dataclass
class Report:
    """What was found. A finding breaks the promise; a note does not."""

    accepted: int = 0
    lost: list[str] = field(default_factory=list, metadata=FINDING)
    """Got 202 and has no answer by the API."""
    unstored: list[str] = field(default_factory=list, metadata=FINDING)
    """Got 202 and has no row in the store."""
    unlisted: list[str] = field(default_factory=list, metadata=FINDING)
    """Is missing in its owner's history."""
    doubled: list[str] = field(default_factory=list, metadata=FINDING)
    """Has more than one row, or more than one entry in its owner's history."""
    wrong: list[str] = field(default_factory=list, metadata=FINDING)
    """Was read as another number than it shows."""
    failed: list[str] = field(default_factory=list, metadata=FINDING)
    """Ended as failed or canceled."""
    unexplained: list[str] = field(default_factory=list, metadata=FINDING)
    """Has a row that no POST accounts for."""
    dishonest: list[str] = field(default_factory=list, metadata=FINDING)
    """Was refused with a status that is no outage."""
    totals: list[str] = field(default_factory=list, metadata=FINDING)
    """Does not add up."""
    untold: list[str] = field(default_factory=list, metadata=NOTE)
    """Was accepted and answered, but the POST's reply was lost or an error: nobody was promised anything."""

    @property
    def is_clean(self) -> bool:
        """Whether the promise was kept."""
        return not any(getattr(self, each.name) for each in fields(self) if each.metadata.get("is_finding"))

    def describe(self) -> Iterator[str]:
        """Describe it in a line a finding."""
        yield f"{'accepted':12} {self.accepted}"
        for each in fields(self)[1:]:
            found = getattr(self, each.name)
            shown = ", ".join(found[:SHOWN_IDS]) + (" …" if len(found) > SHOWN_IDS else "")
            yield f"{each.name:12} {len(found)}" + (f"  {shown}" if found else "")


def check(history: History, evidence: Evidence) -> Report:
    """Compare."""
    report = Report(accepted=len(history.accepted))
    outputs = {row.prediction_id: row.output for row in evidence.rows}
    rows = Counter(row.prediction_id for row in evidence.rows)
    listed = {owner: Counter(ids) for owner, ids in evidence.listed.items()}
    for accepted in history.accepted:
        key = accepted.prediction_id
        answer = evidence.answers.get(key)
        entries = listed.get(accepted.owner, Counter[str]())[key]
        if answer is None or answer.completed is None:
            report.lost.append(key)
        elif answer.status != "succeeded":
            report.failed.append(key)
        elif answer.number != accepted.number or outputs.get(key, answer.number) != accepted.number:
            report.wrong.append(key)
        if rows[key] == 0:
            report.unstored.append(key)
        if entries == 0:
            report.unlisted.append(key)
        if rows[key] > 1 or entries > 1:
            report.doubled.append(key)
    _check_rows_of_nobody(history, evidence, report)
    report.dishonest = [f"{each.status} {each.filename}" for each in history.refused if not _is_honest(each.status)]
    report.totals = list(_check_totals(evidence))
    return report


def _is_honest(status: int) -> bool:
    return status in HONEST_REFUSALS


def _check_rows_of_nobody(history: History, evidence: Evidence, report: Report) -> None:
    """Explain each row that no 202 told of by one POST that got no 202; a filename is sent once only."""
    told = {accepted.prediction_id for accepted in history.accepted}
    excuses = Counter(refused.filename for refused in history.refused if _is_honest(refused.status))
    for row in evidence.rows:
        if row.prediction_id in told:
            continue
        if excuses[row.filename] > 0:
            excuses[row.filename] -= 1
            report.untold.append(row.prediction_id)
        else:
            report.unexplained.append(row.prediction_id)


def _check_totals(evidence: Evidence) -> Iterator[str]:
    totals = Counter(evidence.totals)
    ended = totals["succeeded"] + totals["failed"] + totals["canceled"]
    if totals["accepted"] != ended + totals["pending"]:
        yield f"accepted {totals['accepted']} is not {ended} ended and {totals['pending']} pending"
    if totals["pending"] or totals["pending_bytes"]:
        yield f"{totals['pending']} entries of {totals['pending_bytes']} bytes are still pending"
