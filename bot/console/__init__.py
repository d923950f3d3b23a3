"""The staff's pages at `/staff`: server-rendered, usable without JavaScript.

The gateway mounts them (`bot.console.app.mount`). They know the desk by `bot.console.desk` alone, and
the stores by `bot.console.ports`.
"""
