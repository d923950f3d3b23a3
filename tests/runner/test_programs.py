from typing import Any

import pytest

from bot.runner.programs import Program, address, environment, programs, with_free_port
from bot.settings import Settings
from bot.setup.errors import SetupError


def settings(**changes: Any) -> Settings:
    return Settings(_env_file=None, **changes)


def by_name(**changes: Any) -> dict[str, Program]:
    return {program.name: program for program in programs(settings(**changes))}


def test_rasa_and_its_actions_listen_on_loopback_only_also_when_the_gateway_is_public() -> None:
    parts = by_name(host="0.0.0.0")
    assert parts["engine"].host == parts["actions"].host == "127.0.0.1"
    command = parts["engine"].command
    assert command[command.index("-i") + 1] == "127.0.0.1"
    assert "--enable-api" not in command


def test_each_port_is_a_setting() -> None:
    parts = by_name(port=1111, engine_url="http://127.0.0.1:2222", actions_port=3333)
    assert {name: part.port for name, part in parts.items()} == {
        "gateway": 1111, "engine": 2222, "actions": 3333,
    }  # fmt: skip
    assert "2222" in parts["engine"].command
    assert "3333" in parts["actions"].command


def test_the_programs_are_told_where_the_others_are() -> None:
    told = environment(settings(port=1111, engine_url="http://127.0.0.1:2222", actions_port=3333))
    assert told["BETWEEN_SESSIONS_PORT"] == "1111"
    assert told["BETWEEN_SESSIONS_ENGINE_URL"] == "http://127.0.0.1:2222"
    assert told["BETWEEN_SESSIONS_ACTIONS_PORT"] == "3333"


def test_an_engine_on_another_machine_is_not_started_here() -> None:
    with pytest.raises(SetupError, match="another machine"):
        by_name(engine_url="http://rasa.internal:5005")


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080"),
        ("0.0.0.0", "http://127.0.0.1:8080"),
        ("::1", "http://[::1]:8080"),
    ],
)
def test_the_address_is_one_that_a_browser_here_can_open(host: str, shown: str) -> None:
    assert address(settings(host=host)) == shown
    assert by_name(host=host)["gateway"].ready_url == f"{shown}/healthz"


def test_port_0_becomes_a_free_one() -> None:
    assert with_free_port(settings(port=0)).port > 0
    assert with_free_port(settings(port=1111)).port == 1111


def test_gateway_and_action_server_share_a_token_that_is_another_one_each_time() -> None:
    first, second = environment(settings()), environment(settings())
    name = "BETWEEN_SESSIONS_INTERNAL_TOKEN"
    assert len(first[name]) >= 32 and first[name] != second[name]
    assert first["BETWEEN_SESSIONS_GATEWAY_URL"] == "http://127.0.0.1:8080"


def test_a_token_that_is_set_is_kept() -> None:
    told = environment(settings(internal_token="chosen-by-an-operator"))
    assert told["BETWEEN_SESSIONS_INTERNAL_TOKEN"] == "chosen-by-an-operator"
