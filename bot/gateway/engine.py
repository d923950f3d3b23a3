"""The client of Rasa's input channel (`bot/engine/channel.py`, name `between_sessions`)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx
from pydantic import BaseModel, Field, ValidationError

from bot.gateway.errors import EngineTimeout, EngineUnavailable
from bot.safety import Finding
from bot.settings import Settings

CHANNEL = "/webhooks/between_sessions"


class EngineButton(BaseModel):
    """A button as Rasa gives it."""

    title: str
    payload: str


class EngineMetadata(BaseModel):
    """What an answer carries besides its text."""

    title: str | None = None
    more: str | None = None
    sources: list[dict[str, Any]] = []
    reviewed_on: str | None = None
    related: list[str] = []


class EngineRelease(BaseModel):
    """Where a line of the steps of a release belongs, by `bot.release`; ids only.

    Attributes:
        kind: what the line is.
        answers: of a walk that came to its end.
    """

    kind: str
    guide: str | None = None
    step: str | None = None
    n: int | None = None
    total: int | None = None
    done: bool = False
    answers: dict[str, str] = {}


class EngineMessage(BaseModel):
    """One thing that Rasa says."""

    text: str = ""
    buttons: list[EngineButton] = []
    topic: str | None = None
    metadata: EngineMetadata = Field(default_factory=EngineMetadata)
    release: EngineRelease | None = None


class EngineReading(BaseModel):
    """How Rasa understood the message.

    Attributes:
        in_danger: as a yes to whether anyone is in danger, which the steps of a release ask.
    """

    outcome: str | None = None
    topic: str | None = None
    intent: str | None = None
    in_danger: bool = False


class EngineReply(BaseModel):
    """Rasa's whole answer to a message."""

    replies: list[EngineMessage]
    nlu: EngineReading = Field(default_factory=EngineReading)


class Engine:
    """Asks Rasa, a few calls at a time."""

    def __init__(self, settings: Settings) -> None:
        """Prepare, without connecting."""
        self._settings = settings
        self._slots = asyncio.Semaphore(settings.engine_concurrency)
        self._calls = 0
        self._http = httpx.AsyncClient(
            base_url=settings.engine_url.rstrip("/") + CHANNEL,
            timeout=httpx.Timeout(settings.engine_timeout, connect=settings.engine_connect_timeout),
            limits=httpx.Limits(max_keepalive_connections=settings.engine_concurrency),
            # A proxy in the environment must not see what visitors write.
            trust_env=False,
        )

    async def ask(
        self,
        conversation_id: str,
        message_id: str,
        findings: Sequence[Finding] | None,
        *,
        text: str | None = None,
        choice: str | None = None,
        interrupted: bool = False,
    ) -> EngineReply:
        """Return Rasa's answer to a text, or to a choice's payload.

        Args:
            conversation_id: Whose message.
            message_id: The client's id of it.
            findings: What the screen saw; None if not all of it has looked, so that Rasa looks itself.
            text: What was typed.
            choice: Or what a pressed button stands for.
            interrupted: Whether danger was seen that no message before this one has told Rasa of, as
                far as it answered: a message was refused, Rasa was down, or the danger was seen late.

        Raises:
            EngineTimeout: None came in time; waiting for a free slot counts too.
            EngineUnavailable: Rasa is down, failed, or said nothing.
        """
        said = {"text": text} if choice is None else {"choice": choice}
        body: dict[str, Any] = {
            "conversation": conversation_id,
            "message_id": message_id,
            **said,
        }
        if interrupted:
            body["interrupted"] = True
        if findings is not None:
            body["findings"] = [finding.as_dict() for finding in findings]
        if self._calls >= self._settings.engine_concurrency + self._settings.engine_queue:
            raise EngineUnavailable("queue full")
        self._calls += 1
        try:
            async with asyncio.timeout(self._settings.engine_timeout):
                async with self._slots:
                    response = await self._http.post("/messages", json=body)
        except (TimeoutError, httpx.ReadTimeout):
            raise EngineTimeout from None
        except (httpx.HTTPError, UnicodeError) as error:
            raise EngineUnavailable(type(error).__name__) from None
        finally:
            self._calls -= 1
        return _reply(response)

    async def forget(self, conversation_id: str, timeout: float = 3.0) -> bool:
        """Delete a conversation's tracker; return whether Rasa has done so."""
        try:
            response = await self._http.delete(f"/conversations/{conversation_id}", timeout=timeout)
        except httpx.HTTPError:
            return False
        return response.status_code in {200, 204, 404}

    async def model(self) -> str | None:
        """Return the loaded model's name, or None while Rasa cannot answer."""
        try:
            response = await self._http.get("/health", timeout=2.0)
            if response.status_code == 200:
                return str(response.json().get("model") or "")
        except (httpx.HTTPError, ValueError, AttributeError):
            pass
        return None

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()


def _reply(response: httpx.Response) -> EngineReply:
    if response.status_code != 200:
        raise EngineUnavailable(f"status {response.status_code}")
    try:
        reply = EngineReply.model_validate_json(response.content)
    except ValidationError:
        raise EngineUnavailable("not a reply") from None
    # That somebody is in danger is an answer by itself: the gateway has help to show for it.
    if not reply.nlu.in_danger and not any(
        one.text.strip() or one.buttons for one in reply.replies
    ):
        raise EngineUnavailable("empty")
    return reply
