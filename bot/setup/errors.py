"""What can go wrong before anything runs."""


class SetupError(Exception):
    """Says what is wrong and what to do; shown as it is, without a traceback."""
