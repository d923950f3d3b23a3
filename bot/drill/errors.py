"""What can go wrong in a drill."""

from __future__ import annotations


class ScenarioFailed(Exception):
    """What happened is not what should have; the message says what, for whoever runs the drill."""
