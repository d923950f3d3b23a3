"""Compares this project's engine with Rasa's default pipeline, side by side, in one run (`make bench`).

May import `bot.setup`, and runs in the app environment; Rasa runs only in processes of its own.
"""
