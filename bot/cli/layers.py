"""The danger screen's second layer, for commands that go on without it."""

from __future__ import annotations

import sys

from bot.safety import Classifier
from bot.setup.paths import ROOT


def second_layer(command: str, rules_only: bool = False) -> Classifier | None:
    """Loads the trained classifier.

    Args:
        command: who asks; stands before the complaint.
        rules_only: do without it, and say nothing.

    Returns:
        None, after a complaint on standard error, when there is no trained one.
    """
    if rules_only:
        return None
    from bot.safety.second_layer import NoClassifier, load_classifier

    try:
        classifier: Classifier = load_classifier(ROOT)
    except NoClassifier as error:
        print(f"{command}: rules only, without the classifier. {error}", file=sys.stderr)
        return None
    return classifier
