"""What somebody finds who gets at the stack: from outside, from inside a container, or at the wrong door."""

import re
import socket
import subprocess

import pytest

from tests.support.compose_stack import ComposeStack, run

OURS = ("web", "worker")
SERVICES = (*OURS, "redis", "cassandra")
WRITABLE = {"web": {"/var/lib/numberfigure"}, "redis": {"/data"}, "cassandra": {"/var/lib/cassandra", "/etc/cassandra"}}


@pytest.mark.parametrize("service", SERVICES)
def test_each_container_is_confined(stack: ComposeStack, service: str) -> None:
    container = stack.list_containers(service)[0]
    host = stack.inspect(container)["HostConfig"]
    assert host["ReadonlyRootfs"] is True
    assert host["CapDrop"] == ["ALL"]
    assert host["CapAdd"] is None
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert host["Memory"] > 0
    assert host["PidsLimit"] > 0
    status = run("docker", "exec", container, "cat", "/proc/1/status")
    assert set(re.findall(r"^Uid:\s+(.*)$", status, re.MULTILINE)[0].split()) != {"0"}
    assert re.findall(r"^CapEff:\s+(.*)$", status, re.MULTILINE) == ["0000000000000000"]


@pytest.mark.parametrize("service", SERVICES)
def test_only_volumes_and_memory_can_be_written(stack: ComposeStack, service: str) -> None:
    container = stack.list_containers(service)[0]
    mounts = stack.inspect(container)["Mounts"]
    assert {mount["Destination"] for mount in mounts if mount["RW"] and mount["Type"] == "volume"} == WRITABLE.get(
        service, set()
    )
    for place in ("/", "/srv", "/usr/bin", "/run/secrets"):
        tried = subprocess.run(["docker", "exec", container, "touch", f"{place}/x"], capture_output=True, check=False)
        assert tried.returncode, f"{service} can write to {place}"


def test_redis_wants_a_password_and_allows_what_the_application_needs_alone(stack: ComposeStack) -> None:
    assert "NOAUTH" in stack.execute("redis", "redis-cli", "get", "x")
    login = ("--no-auth-warning", "--user", "numberfigure", "-a", stack.read_secret("redis_password"))
    assert "PONG" in stack.execute("redis", "redis-cli", *login, "ping")
    for command in ("FLUSHALL", "CONFIG GET dir", "KEYS *", "ACL LIST", "SHUTDOWN", "MONITOR"):
        assert "NOPERM" in stack.execute("redis", "redis-cli", *login, *command.split()), command


def test_redis_keeps_what_it_is_given(stack: ComposeStack) -> None:
    files = stack.execute("redis", "ls", "/data/appendonlydir")
    assert "appendonly.aof" in files
    configuration = stack.execute("redis", "cat", "/etc/redis/redis.conf")
    assert {"appendonly yes", "appendfsync always", "maxmemory-policy noeviction"} <= set(configuration.splitlines())


@pytest.mark.parametrize("login", [(), ("-u", "cassandra", "-p", "cassandra"), ("-u", "numberfigure", "-p", "x")])
def test_cassandra_wants_a_login(stack: ComposeStack, login: tuple[str, ...]) -> None:
    with pytest.raises(AssertionError, match="AuthenticationFailed"):
        stack.execute("cassandra", "cqlsh", *login, "-e", "SELECT key FROM system.local")


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE numberfigure.predictions",
        "CREATE TABLE numberfigure.other (id int PRIMARY KEY)",
        "CREATE ROLE other",
        "SELECT * FROM system_auth.roles",
        "ALTER KEYSPACE numberfigure WITH durable_writes = false",
    ],
)
def test_the_role_that_serves_may_read_and_write_rows_alone(stack: ComposeStack, statement: str) -> None:
    with pytest.raises(AssertionError, match="Unauthorized"):
        stack.query(statement)


def test_from_outside_only_web_answers(stack: ComposeStack) -> None:
    published = {
        (service, port)
        for service in SERVICES
        for container in stack.list_containers(service)
        for port, bindings in stack.inspect(container)["NetworkSettings"]["Ports"].items()
        if bindings
    }
    assert published == {("web", "8000/tcp")}
    with socket.create_connection(("127.0.0.1", stack.port), timeout=5):
        pass


def test_what_keeps_data_reaches_no_other_network(stack: ComposeStack) -> None:
    [network] = run("docker", "network", "ls", "-q", "--filter", f"name={stack.project}_inside").split()
    assert run("docker", "network", "inspect", "--format", "{{.Internal}}", network).strip() == "true"
    for service in ("worker", "redis", "cassandra"):
        container = stack.list_containers(service)[0]
        assert list(stack.inspect(container)["NetworkSettings"]["Networks"]) == [f"{stack.project}_inside"]


def test_no_secret_is_in_an_image_an_environment_or_a_log(stack: ComposeStack) -> None:
    secrets = [stack.read_secret(name) for name in ("secret_key", "operator_token", "redis_password", "store_password")]
    shown = stack.compose("logs") + stack.compose("config")
    for service in SERVICES:
        shown += str(stack.inspect(stack.list_containers(service)[0]))
    assert not [secret for secret in secrets if secret in shown]
