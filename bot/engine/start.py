"""Starts stock Rasa, repaired."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

from bot.engine import standin


def prepare() -> None:
    """Makes `import rasa` work, and work well: the stand-in, then every repair."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # The action server has no other setting for it, and may not be reached from outside.
    os.environ["SANIC_HOST"] = "127.0.0.1"
    # endpoints.yml names it, and Rasa has no default for a variable.
    os.environ.setdefault("BETWEEN_SESSIONS_ACTIONS_PORT", "5055")
    # Warnings that Rasa's old dependencies raise at import, which nobody here can act on.
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    # Rasa says it of every domain since 3.0.
    warnings.filterwarnings("ignore", message="Slot auto-fill has been removed")
    standin.install()
    from bot.engine import repairs

    repairs.apply()


def compute_small_things_alone() -> None:
    """Has linear algebra use one thread, while visitors are served; to be called before numpy is imported.

    For the small matrices of one message its threads only wait for each other, at full load: a fifth
    of the processor's time.
    """
    for library in ("OPENBLAS", "OMP"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def main() -> None:
    """Runs the `rasa` command line with the arguments of this process."""
    root = str(Path(__file__).resolve().parents[2])
    if root not in sys.path:
        sys.path.insert(0, root)
    if sys.argv[1:2] == ["run"]:
        compute_small_things_alone()
    prepare()
    if sys.argv[1:2] == ["test"]:
        from bot.engine.story_tests import compare_what_stories_name

        compare_what_stories_name()
    import rasa.__main__

    sys.argv[0] = "rasa"
    rasa.__main__.main()
