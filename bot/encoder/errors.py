"""What can go wrong with a sentence encoder."""


class EncoderError(Exception):
    """An encoder is missing, incomplete or of a kind that is not supported; says what to do."""
