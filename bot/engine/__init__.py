"""The engine: stock Rasa 3.6.21 with our repairs of it.

Runs in the engine environment only; nothing outside imports it. `python -m bot.engine <arguments>` is
`rasa <arguments>`. Each repair says why it exists and has a test that fails when Rasa changes under it.
"""
