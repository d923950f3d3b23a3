"""The linear classifier under topics and danger: a sentence vector and its words to probabilities.

`model` needs numpy alone, so that the gateway can use it; `training` needs scikit-learn.
"""

from bot.classifier.model import TextClassifier, Vectors

__all__ = ["TextClassifier", "Vectors"]
