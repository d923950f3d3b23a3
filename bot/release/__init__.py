"""The release of information, step by step: guides, their walks, and what is taken away at the end.

Pure: no I/O, no Rasa, no Sanic; the gateway, the engine and the actions import it. Of the rest it knows only
`bot.nlu.speech` and `bot.safety.bare`.
"""
