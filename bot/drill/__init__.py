"""Plays hand-offs with real processes, and says what the visitor saw: `./assistant drill`.

The app's environment only; nothing but `bot.cli.drill` imports it. A visitor talks to the public API as
the page does, staff use the console's pages as a browser does, and notices arrive at a real mail server.
"""
