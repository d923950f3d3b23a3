"""The danger screen and the crisis card: text in, findings out.

Pure: no I/O, no Rasa, no Sanic; both environments import it. The gateway decides by it, and the
engine merges what it is told and never weakens it.
"""

from bot.safety.card import crisis_card
from bot.safety.finding import About, Category, Finding, Severity, concerned, flagged
from bot.safety.screening import Classifier, screen, screen_all
from bot.safety.turn import Turn

__all__ = [
    "About",
    "Category",
    "Classifier",
    "Finding",
    "Severity",
    "Turn",
    "concerned",
    "crisis_card",
    "flagged",
    "screen",
    "screen_all",
]
