"""What is measured without a server: training, disk, and the sentence encoder alone."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks import conversion, workplace
from benchmarks.contestant import Contestant
from benchmarks.processes import finish, started
from benchmarks.sides import OURS
from bot.setup.console import say
from bot.setup.paths import VENVS, python_of


def train(contestant: Contestant) -> None:
    """Trains from nothing; ours once more with one example changed."""
    contestant.figures.train_seconds = _timed_training(contestant, "Training")
    model = contestant.folder / "models" / "model.tar.gz"
    _measure_disk(contestant, model)
    if contestant.side != OURS:
        return
    changed = contestant.folder / "data" / "nlu" / "smalltalk.yml"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(conversion.change_an_example(text), encoding="utf-8")
    contestant.figures.retrain_seconds = _timed_training(contestant, "Training again")


def _timed_training(contestant: Contestant, what: str) -> float:
    say(f"{what}: {contestant.side.title}")
    begin = time.monotonic()
    side = contestant.side
    with started(
        side.train_command(), contestant.folder, contestant.log, side.train_variables
    ) as process:
        finish(process, contestant.log, f"{what} {contestant.side.title}")
    took = time.monotonic() - begin
    say(f"  {took:.1f} s")
    return took


def _measure_disk(contestant: Contestant, model: Path) -> None:
    figures, folder = contestant.figures, contestant.folder
    virtual = VENVS / contestant.side.environment
    figures.environment_megabytes = workplace.megabytes([virtual])
    figures.model_megabytes = workplace.megabytes([model])
    parts = [virtual, model]
    if contestant.side == OURS:
        encoder = folder / workplace.encoder_folder(folder)
        parts += [path for path in encoder.iterdir() if not path.name.startswith(workplace.VECTORS)]
    figures.installed_megabytes = workplace.megabytes(parts)


def time_encoder(contestant: Contestant) -> None:
    """Times the encoder alone, in a process of its own."""
    probe = Path(__file__).with_name("encoder_probe.py")
    encoder = contestant.folder / workplace.encoder_folder(contestant.folder)
    log = contestant.log
    command = [str(python_of("engine")), str(probe), str(contestant.folder), str(encoder)]
    with started(command, contestant.folder, log) as process:
        finish(process, log, "Timing the sentence encoder")
    contestant.figures.encoder = float(log.read_text().split()[-1])
    say(f"The sentence encoder: {contestant.figures.encoder:.1f} ms")
