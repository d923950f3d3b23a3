"""`./assistant check`: everything that is wrong with the content, at once.

Belongs to the app environment (pydantic 2, Pyphen). A project without errors here can be read by
`bot.content.library`.
"""

from bot.content.check.command import main
from bot.content.check.run import check
from bot.content.errors import Level, Problem

__all__ = ["Level", "Problem", "check", "main"]
