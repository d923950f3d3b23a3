"""What can go wrong with the store."""

from __future__ import annotations


class StoreUnavailable(Exception):
    """The database is locked, failing, or not ready yet."""


class ConversationGone(Exception):
    """The conversation was deleted while something was being written to it."""
