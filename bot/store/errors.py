"""What can go wrong with the store."""

from __future__ import annotations


class StoreUnavailable(Exception):
    """The database is locked, failing, or not ready yet."""


class DataKeyMissing(StoreUnavailable):
    """What is stored cannot be read, or not be written, with the data keys that are given."""


class ConversationGone(Exception):
    """The conversation was deleted while something was being written to it."""


class EpisodeGone(Exception):
    """There is no such episode; its conversation may have been deleted."""


class EpisodeExists(Exception):
    """The conversation has an episode that has not ended."""


class EpisodeChanged(Exception):
    """Somebody else changed the episode in the meantime; nothing was written."""


class NameTaken(Exception):
    """There is an account of that name."""
