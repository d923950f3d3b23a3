"""Finds and loads the screen's trained second layer. It reads files; the screen itself does not."""

from __future__ import annotations

import json
from pathlib import Path

from bot.classifier import Detector, TextClassifier
from bot.encoder.errors import EncoderError
from bot.encoder.joined import JoinedEncoder
from bot.safety.classifier import DangerClassifier

FOLDER = Path("models") / "danger"
ENCODERS = Path("var") / "encoders"
RECORD = "danger.json"


class NoClassifier(Exception):
    """There is no trained second layer, or none that fits; the message says what to do."""


def load_classifier(root: Path) -> DangerClassifier:
    """Loads the second layer.

    Raises:
        NoClassifier: it was not trained, an encoder is not prepared, or they do not fit.
    """
    folder = root / FOLDER
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        encoder = JoinedEncoder.load(root / ENCODERS, list(record["encoders"]))
        if encoder.fingerprints != record["encoders"]:
            raise NoClassifier("It was trained with another encoder. Run ./assistant train.")
        return DangerClassifier(
            encoder.encode,
            Detector.load(folder, "detector"),
            TextClassifier.load(folder, "categories"),
            TextClassifier.load(folder, "whom"),
        )
    except EncoderError as error:
        raise NoClassifier(str(error)) from None
    except FileNotFoundError:
        raise NoClassifier("It is not trained. Run ./assistant train.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoClassifier(
            f"It cannot be read ({type(error).__name__}). Run ./assistant train --force."
        ) from None
