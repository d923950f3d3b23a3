import socket
from collections.abc import Iterator

import pytest

from bot.runner import ports
from bot.runner.programs import Program
from bot.setup.errors import SetupError


def program(port: int, host: str = "127.0.0.1") -> Program:
    return Program(
        "gateway", "gateway", ("true",), host, port, "http://unused", "BETWEEN_SESSIONS_PORT"
    )


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_a_free_port_is_fine(free: int) -> None:
    ports.require_free([program(free)])


def test_a_port_in_use_is_named_with_the_setting_that_changes_it(taken: int) -> None:
    with pytest.raises(
        SetupError, match=rf"Port {taken}, for the gateway, is in use .*BETWEEN_SESSIONS_PORT"
    ):
        ports.require_free([program(taken)])


def test_every_port_in_use_is_named_at_once(taken: int) -> None:
    with pytest.raises(SetupError) as error:
        ports.require_free([program(taken), program(taken)])
    assert str(error.value).count(f"Port {taken}") == 2


def test_an_address_of_another_machine_is_explained(free: int) -> None:
    with pytest.raises(SetupError, match=r"cannot listen on 192\.0\.2\.1:.*BETWEEN_SESSIONS_HOST"):
        ports.require_free([program(free, host="192.0.2.1")])
