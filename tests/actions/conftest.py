"""Rasa, repaired: the action server runs with the repairs too."""

from bot.engine.start import prepare

prepare()
