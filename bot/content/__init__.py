"""Reads and checks what staff edit.

The reading part (everything but `bot.content.check`) imports neither Rasa nor Sanic nor pydantic,
because the engine reads answers with it too. `bot.content.check` belongs to the app environment.
"""

from bot.content.errors import ContentError, Problem, UnknownPlaceholder
from bot.content.library import Library, load_library
from bot.content.watch import LiveLibrary

__all__ = [
    "ContentError",
    "Library",
    "LiveLibrary",
    "Problem",
    "UnknownPlaceholder",
    "load_library",
]
