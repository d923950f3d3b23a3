"""Hands a conversation over to people: the states of a hand-off, and the notices by which they hear of it.

The states are pure (`machine`, and what it imports): no I/O, no clock, no word of a visitor's. The
app's environment only, but for `request`, which is plain data.
"""
