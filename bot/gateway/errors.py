"""The errors that a client sees, in one shape, and what the engine can do wrong."""

from __future__ import annotations


class ApiError(Exception):
    """An answer other than 2xx. Its words come from `content/wording.yml`, `error_<code>`."""

    def __init__(
        self, status: int, code: str, detail: str | None = None, retry_after: int | None = None
    ) -> None:
        """Describe the error.

        Args:
            status: HTTP status.
            code: Stable, for programs.
            detail: What exactly; never repeats what the visitor sent.
            retry_after: Seconds, for the header `Retry-After`.
        """
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


class EngineUnavailable(Exception):
    """Rasa refused, failed, answered nothing, or answered nonsense."""


class EngineTimeout(EngineUnavailable):
    """Rasa took too long."""
