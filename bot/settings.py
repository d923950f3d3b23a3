"""Every setting of the app's processes, read from the environment or `.env`.

A setting `host` is the variable `BETWEEN_SESSIONS_HOST`. Lists are written as JSON.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from bot.setup.errors import SetupError
from bot.store.keyring import Keyring

ROOT = Path(__file__).resolve().parent.parent
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:]*:[0-9a-f:.]+")


class Settings(BaseSettings):
    """What an operator may set. Times are seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="BETWEEN_SESSIONS_", env_file=".env", extra="ignore", frozen=True
    )

    root: Path = Field(ROOT, description="Folder that holds content/ and data/.")
    host: str = Field("127.0.0.1", description="Address the gateway listens on.")
    port: int = Field(8080, ge=0, le=65535, description="Port of the gateway; 0 takes a free one.")
    engine_url: str = Field("http://127.0.0.1:5005", description="Where Rasa listens (loopback).")
    actions_port: int = Field(5055, ge=1, le=65535, description="Port of the action server.")
    database_url: str = Field(
        "sqlite+aiosqlite:///var/gateway.db",
        description="SQLAlchemy URL of the store; postgresql+asyncpg://… works too.",
        repr=False,
    )
    data_keys: tuple[str, ...] = Field(
        (),
        description="Keys that seal what visitors wrote; the first seals, all open. Secret.",
        repr=False,
    )
    log_level: str = Field("INFO", description="Level of the gateway's own log.")

    # How long
    late_after: float = Field(3.5, gt=0, description="A reply slower than this is said to be late.")
    engine_timeout: float = Field(30.0, gt=0, description="After this, an apology instead.")
    engine_connect_timeout: float = Field(1.0, gt=0, description="To open a connection to Rasa.")
    store_timeout: float = Field(1.5, gt=0, description="Wait for a locked database.")
    body_timeout: float = Field(15.0, gt=0, description="For a visitor's request body to arrive.")
    pdf_timeout: float = Field(
        15.0, gt=0, description="For a PDF; after this, the page to print instead."
    )
    idle_hours: float = Field(
        24.0,
        gt=0,
        description="An idle conversation is deleted after this; content/wording.yml says it too.",
    )
    audit_days: int = Field(
        2190, ge=1, description="A line of the audit log is deleted after this many days."
    )
    notice_hours: float = Field(3.0, gt=0, description="Say again: automated, not a person.")
    sweep_seconds: float = Field(60.0, gt=0, description="How often the expiry job runs.")
    heartbeat_seconds: float = Field(15.0, gt=0, le=45, description="Comment on idle streams.")

    # How long at the desk
    desk_offered_seconds: float = Field(300.0, gt=0, description="An offer of a human lapses.")
    desk_reassure_seconds: float = Field(30.0, gt=0, description="A visitor who waits is told so.")
    desk_second_seconds: float = Field(60.0, gt=0, description="The second contact is told too.")
    desk_missed_seconds: float = Field(
        180.0, gt=0, description="Nobody has come: the visitor may leave a message."
    )
    desk_heartbeat_seconds: float = Field(
        60.0, gt=0, description="A silent console of staff is lost: the visitor waits again."
    )
    desk_idle_seconds: float = Field(
        600.0, gt=0, description="A visitor who is silent towards a human has left."
    )
    desk_form_seconds: float = Field(900.0, gt=0, description="The form for a message lapses.")

    desk_poll_seconds: float = Field(
        1.0, gt=0, description="How often the desk looks for what has come due."
    )

    # How much
    max_body_bytes: int = Field(1_064_960, ge=4096, description="1 MiB and a little for JSON.")
    max_drain_bytes: int = Field(8_388_608, ge=0, description="Read and dropped above the limit.")
    max_text_chars: int = Field(4000, ge=1, description="Longest message that is answered.")
    screen_head_chars: int = Field(8000, ge=4000, description="Start of a message screened.")
    screen_tail_chars: int = Field(2000, ge=0, description="End of a long message screened.")
    history_turns: int = Field(6, ge=0, description="Earlier messages the screen is given.")
    max_events_replayed: int = Field(1000, ge=1, description="Most events sent by one replay.")

    # How often (notation of the library `limits`)
    rate_storage: str = Field("async+memory://", description="Where the limits are counted.")
    messages_per_conversation: str = Field("20/minute", description="Messages in a conversation.")
    messages_per_address: str = Field("120/minute", description="Messages from an address.")
    conversations_per_address: str = Field("60/hour", description="New ones from an address.")
    desk_requests_per_conversation: str = Field(
        "6/10 minutes", description="How often a conversation may ask for a person."
    )
    desk_requests_per_address: str = Field(
        "60/hour", description="Presses by which an address asks for a person or leaves a message."
    )
    take_aways_per_address: str = Field(
        "60/10 minutes", description="Pages and PDFs of the steps that an address opens."
    )
    desk_signals_per_conversation: str = Field(
        "120/minute", description="Signs of typing and of delivery in a conversation."
    )
    max_conversations: int = Field(10_000, ge=1, description="Open conversations in all.")
    max_pending_per_conversation: int = Field(3, ge=1, description="Messages not yet answered.")
    max_streams: int = Field(2000, ge=1, description="Open event streams in all.")
    max_streams_per_conversation: int = Field(4, ge=1, description="Open event streams of one.")
    engine_concurrency: int = Field(8, ge=1, description="Calls to Rasa at a time.")
    pdf_queue: int = Field(4, ge=1, description="PDFs asked for at a time; one is made at a time.")
    engine_queue: int = Field(200, ge=0, description="Calls that may wait for their turn.")

    # Who
    trusted_proxies: int = Field(0, ge=0, description="Proxies in front whose header counts.")
    allowed_origins: tuple[str, ...] = Field(
        (),
        description="Websites with the chat widget, which may use the API: https://www.example.org",
    )
    demo_site: bool = Field(True, description="Show the example website at /.")

    # Who is told of danger, and of visitors who wait
    notify_urls: tuple[str, ...] = Field(
        (), description="Apprise URLs of those who are told first. Secret.", repr=False
    )
    notify_second_urls: tuple[str, ...] = Field(
        (), description="Those who are told when nobody comes. Secret.", repr=False
    )
    notify_on_call_urls: tuple[str, ...] = Field(
        (),
        description="Those who are told of danger out of hours; empty: notify_urls. Secret.",
        repr=False,
    )
    notify_link: str | None = Field(
        None,
        pattern=r"^https?://\S+$",
        description="Web address in a notice: the console, as staff reach it.",
    )
    notify_limit: int = Field(30, ge=1, description="Most notices in ten minutes.")
    internal_token: str | None = Field(
        None,
        min_length=16,
        description="Shared by action server and gateway; `run` draws one. Secret.",
        repr=False,
    )

    @field_validator("data_keys")
    @classmethod
    def _usable(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what is no key, without repeating it."""
        Keyring.of(keys)
        return keys

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        """Write each as browsers do; refuse what is none, by its name: it is no secret."""
        return tuple(_origin(one) for one in origins)

    def absolute_database_url(self) -> str:
        """Return the store's URL with a relative SQLite path set under `root`."""
        prefix, separator, path = self.database_url.partition(":///")
        if prefix.startswith("sqlite") and separator and path and not path.startswith((":", "/")):
            return f"{prefix}:///{self.root / path}"
        return self.database_url


def _origin(given: str) -> str:
    """Return an origin as a browser sends it."""
    try:
        parts = urlsplit(given.strip())
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        scheme, host, port = "", "", None
    beyond = (parts.path.strip("/"), parts.query, parts.fragment, parts.username) if scheme else ()
    if scheme not in _PORTS or not _HOST.fullmatch(host) or any(beyond):
        raise ValueError(
            f"{given!r} is not the origin of a website: write it like https://www.example.org,"
            " without a path"
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" if port in (None, _PORTS[scheme]) else f"{scheme}://{shown}:{port}"


@lru_cache
def settings() -> Settings:
    """Return this process's settings, read once.

    Raises:
        SetupError: names every setting that cannot be used, without its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{_variable(one['loc'])}: {one['msg']}." for one in error.errors()]
    except SettingsError as error:
        wrong = [f"{error}."]
    lines = ["A setting (in the environment or in .env) cannot be used:", *wrong]
    raise SetupError("\n  ".join(lines))


def _variable(place: tuple[int | str, ...]) -> str:
    return f"BETWEEN_SESSIONS_{str(place[0]).upper()}" if place else "settings"
