"""Makes what the project runs on: uv, the environments, the sentence encoder.

Standard library only, Python 3.11: it runs before any environment exists. It may be imported by `bot.cli`
and `bot.runner`, and imports nothing of the project but `bot.cli.commands`.
"""
