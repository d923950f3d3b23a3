"""Rasa graph components of ours, and the plain functions under them.

Engine environment only. `model`, `decision`, `questions` and `speech` know nothing of Rasa.
"""
