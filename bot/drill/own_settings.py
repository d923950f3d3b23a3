"""The settings of the drill's own system: short timers, and nothing that this machine's operator has set."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet
from pydantic_settings import PydanticBaseSettingsSource

from bot.drill.mail import Receiver
from bot.handoff.timers import Timers
from bot.settings import Settings

TIMERS: Final = Timers(offered=60, reassure=3, second=6, missed=15, heartbeat=5, idle=120, form=120)
PREFIX: Final = "BETWEEN_SESSIONS_"


class OwnSettings(Settings):
    """Settings as they are given here: what this machine's operator has set does not count."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[Any],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take no other source."""
        return (init_settings,)


def chosen(root: Path, url: str, key: str, receiver: Receiver) -> dict[str, Any]:
    """Return the settings of the drill's processes, by name."""
    gateway, engine, actions = free_ports(3)
    return {
        "root": root,
        "host": "127.0.0.1",
        "port": gateway,
        "engine_url": f"http://127.0.0.1:{engine}",
        "actions_port": actions,
        "database_url": url,
        "data_keys": (key,),
        "notify_urls": (receiver.url("first"),),
        "notify_second_urls": (receiver.url("second"),),
        "notify_on_call_urls": (receiver.url("on_call"),),
        "internal_token": Fernet.generate_key().decode(),
        "desk_poll_seconds": 0.5,
        "desk_offered_seconds": TIMERS.offered,
        "desk_reassure_seconds": TIMERS.reassure,
        "desk_second_seconds": TIMERS.second,
        "desk_missed_seconds": TIMERS.missed,
        "desk_heartbeat_seconds": TIMERS.heartbeat,
        "desk_idle_seconds": TIMERS.idle,
        "desk_form_seconds": TIMERS.form,
    }


def clean(given: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without what this machine's operator has set for the assistant.

    A drill must not send its notices to the practice's real contacts.
    """
    ours = (PREFIX, "ASSISTANT_", "PYTHON")
    return {name: value for name, value in given.items() if not name.startswith(ours)}


def written(value: Any) -> str:
    """Return a setting as the environment has it."""
    return json.dumps(value) if isinstance(value, tuple) else str(value)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on; asked for together, so that they differ."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
