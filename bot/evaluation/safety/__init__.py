"""How well the danger screen sees danger: `python -m bot.evaluation.safety`, which `make eval-safety` runs.

Runs in the app environment. The messages are in tests/safety/messages. No text of a message reaches the
report or an error; `--misses` prints to the terminal those that the rules were tuned on.
"""
