"""What tells texts apart, by their sentence vectors and their words: topics, and danger.

The trained ones need numpy alone, so that the gateway can use them; training needs scikit-learn.
"""

from bot.classifier.kernel import Detector
from bot.classifier.model import TextClassifier
from bot.classifier.words import Vectors

__all__ = ["Detector", "TextClassifier", "Vectors"]
