"""Rasa, repaired, for the components; the plain functions need none of it."""

from bot.engine.start import prepare

prepare()
