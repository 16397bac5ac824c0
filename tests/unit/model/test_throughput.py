from model.artifact import default_artifact_dir
from model.throughput import measure_throughput


def test_processes_read_at_the_same_time():
    assert measure_throughput(default_artifact_dir(), processes=2, seconds=0.1) > 0
