"""Times the sentence encoder alone: run in the engine environment, in a copy of the project.

`python encoder_probe.py PROJECT ENCODER_FOLDER` prints the median in milliseconds.
"""

from __future__ import annotations

import importlib
import os
import statistics
import sys
import time
from pathlib import Path

SENTENCE = "Can my mother's therapist tell me how she is doing if she has agreed already?"
TIMES = 50


def main(project: str, folder: str) -> None:
    """Encodes one sentence of 15 words on one core, after a few times to warm up."""
    sys.path.insert(0, project)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    encoder = importlib.import_module("bot.encoder").SentenceEncoder(Path(folder))
    took = []
    for _ in range(TIMES + 5):
        before = time.perf_counter()
        encoder.encode([SENTENCE])
        took.append((time.perf_counter() - before) * 1000)
    print(statistics.median(took[5:]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
