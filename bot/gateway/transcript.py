"""The transcript of a conversation, for its visitor to keep: plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw

from bot.content.opening import said_time
from bot.gateway.errors import ApiError
from bot.gateway.parts import Parts, parts_of
from bot.store.records import Event, EventType, Sender

transcripts = Blueprint("transcripts", url_prefix="/v1/conversations")

INDENT: Final = "    "
#: They turn the direction of the text that follows, and so can make it read as something else.
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NOT_SAID: Final = frozenset({"late"})
"""States whose text is about the moment only: the answer follows it."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "head": "Chat with the automated assistant of {name}",
        "head_bare": "Chat with an automated assistant",
        "zone": "Times are those of the practice ({zone}).",
        "private": "Anyone who can open this file can read it.",
        "visitor": "You",
        "bot": "Assistant",
        "system": "Notice",
        "card": "Crisis help",
        "staff": "{name}, staff",
        "staff_bare": "Staff",
        "sources": "Sources: {sources}",
    },
    "es": {
        "head": "Chat con el asistente automático de {name}",
        "head_bare": "Chat con un asistente automático",
        "zone": "Las horas son las de la oficina ({zone}).",
        "private": "Quien pueda abrir este archivo puede leerlo.",
        "visitor": "Tú",
        "bot": "Asistente",
        "system": "Aviso",
        "card": "Ayuda en una crisis",
        "staff": "{name}, personal de la oficina",
        "staff_bare": "Personal de la oficina",
        "sources": "Fuentes: {sources}",
    },
}


@transcripts.get("/<conversation_id:str>/transcript")
async def download(request: Request, conversation_id: str) -> HTTPResponse:
    """Give all that was said, as a file."""
    parts = parts_of(request)
    await parts.sessions.open(conversation_id, request.token)
    events = await _all_of(parts, conversation_id)
    zone = parts.voice.zone()
    text = transcript(events, zone, parts.voice.practice())
    began = datetime.fromtimestamp(events[0].at, zone) if events else datetime.now(zone)
    name = f"conversation-{began:%Y-%m-%d}.txt"
    return raw(
        text.encode(),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
        content_type="text/plain; charset=utf-8",
    )


async def _all_of(parts: Parts, conversation_id: str) -> list[Event]:
    events: list[Event] = []
    limit = parts.settings.max_events_replayed
    while True:
        seq = events[-1].seq if events else 0
        page = await parts.store.events_after(conversation_id, seq, limit)
        if page is None:
            raise ApiError(404, "conversation_not_found")
        events += page
        if len(page) < limit:
            return events


def transcript(events: Sequence[Event], zone: tzinfo, practice: Mapping[str, Any] | None) -> str:
    """Return what was said in a conversation, with who said it and when.

    Of an answer, its text and where it is from; what a press would have opened is left out, as it
    may never have been read. Of a crisis card, the first services with their numbers. Every line that
    somebody said is set in, so that none can pass for a line of another's.

    Args:
        events: All of them, in order.
        zone: Of the practice.
        practice: Its `name` and `phone`, if they are known.
    """
    spanish = any(event.data.get("language") == "es" for event in events)
    language = "es" if spanish else "en"
    words = WORDS[language]
    blocks = ["\n".join(_head(events, zone, practice, words))]
    for event in events:
        said = [line for part in _said(event, words) for line in _clean(part)]
        if said:
            at = said_time(datetime.fromtimestamp(event.at, zone), language)
            body = "\n".join(f"{INDENT}{line}".rstrip() for line in said)
            blocks.append(f"{_who(event, words)} - {at}\n{body}")
    return "\n\n".join(blocks) + "\n"


def _head(
    events: Sequence[Event],
    zone: tzinfo,
    practice: Mapping[str, Any] | None,
    words: Mapping[str, str],
) -> Iterator[str]:
    if practice is None:
        yield words["head_bare"]
    else:
        yield words["head"].format(name=_line(practice["name"]))
        yield _line(practice["phone"])
    if events:
        yield words["zone"].format(zone=f"{datetime.fromtimestamp(events[0].at, zone):%Z}")
    yield words["private"]


def _who(event: Event, words: Mapping[str, str]) -> str:
    if event.type == EventType.CARD:
        return words["card"]
    if event.sender == Sender.STAFF:
        name = _line(event.data.get("staff") or "")
        return words["staff"].format(name=name) if name else words["staff_bare"]
    return words.get(str(event.sender), words["system"])


def _said(event: Event, words: Mapping[str, str]) -> Iterator[str]:
    """Yield what an event says; nothing if it is not a thing said."""
    data = event.data
    if event.type == EventType.CARD:
        yield str(data.get("heading") or "")
        yield from (str(one) for one in data.get("body") or ())
        for resource in data.get("resources") or ():
            yield _resource(resource)
    elif event.type in (EventType.MESSAGE, EventType.STATE) and data.get("state") not in NOT_SAID:
        yield str(data.get("title") or "")
        yield str(data.get("text") or "")
        if sources := [str(one.get("citation") or "") for one in data.get("sources") or ()]:
            yield words["sources"].format(sources="; ".join(filter(None, sources)))


def _resource(resource: Mapping[str, Any]) -> str:
    """Return a service in one line: "988 Suicide & Crisis Lifeline: Call 988. Text 988."."""
    ways = []
    for contact in resource.get("contacts") or ():
        address = str(contact.get("address") or "")
        web = f" {address}" if address.startswith("https:") else ""
        ways.append(f"{contact.get('label', '')}{web}")
    # The card of last resort has numbers only.
    ways = ways or [str(resource[way]) for way in ("call", "text", "chat") if resource.get(way)]
    return f"- {resource.get('name', '')}: {' / '.join(dict.fromkeys(ways))}"


def _clean(text: str) -> list[str]:
    """Return the lines of a text, without what could harm a reader's screen."""
    lines = text.strip().splitlines() if text.strip() else []
    return ["".join(map(_shown, line)).rstrip() for line in lines]


def _line(text: Any) -> str:
    """Return a text in one line."""
    return " ".join(" ".join(_clean(str(text))).split())


def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cs":
        return "\ufffd"
    if character == "\t":
        return " "
    return "" if kind == "Cc" or character in TURNING else character
