"""The sentence encoder: text in, unit vectors out, on ONNX Runtime, offline and deterministic.

May be imported by every process: it needs numpy, ONNX Runtime and tokenizers, and neither Rasa nor
Sanic. `weights` and `graph` are used once, at set-up.
"""

from bot.encoder.encoder import SentenceEncoder
from bot.encoder.errors import EncoderError

__all__ = ["EncoderError", "SentenceEncoder"]
