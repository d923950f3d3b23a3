"""The two that are compared, and how each is started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.setup.paths import python_of


@dataclass(frozen=True)
class Side:
    """One of the two.

    Attributes:
        key: `ours` or `default`.
        environment: its folder below `.venv`.
        module: what `python -m` starts; takes the `rasa` command line.
        serve_options: of `rasa run`.
        train_variables: of the environment that it trains in.
    """

    key: str
    title: str
    environment: str
    module: str
    serve_options: tuple[str, ...]
    train_variables: Mapping[str, str] = field(default_factory=dict)

    def train_command(self) -> list[str]:
        """Trains the project in the current folder into `models/`, without checking the content first."""
        return [*self._rasa(), "train", "--skip-validation", "--fixed-model-name", "model"]

    def serve_command(self, port: int) -> list[str]:
        """Serves the model in `models/`, on loopback only."""
        return [*self._rasa(), "run", "-i", "127.0.0.1", "-p", str(port), *self.serve_options]

    def _rasa(self) -> list[str]:
        return [str(python_of(self.environment)), "-m", self.module]


OURS = Side(
    "ours",
    "this project",
    "engine",
    "bot.engine",
    ("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
    # As `./assistant train` does: Rasa's cache is not used, so it is not filled either.
    {"RASA_MAX_CACHE_SIZE": "0"},
)
DEFAULT = Side(
    "default",
    "Rasa's default",
    "bench",
    "rasa",
    # The HTTP API tells what is understood; without an endpoints file conversations are in memory.
    ("--enable-api", "--credentials", "credentials.yml"),
)
SIDES = (OURS, DEFAULT)
