"""The transcript that a visitor keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.gateway.transcript import transcript
from bot.store.records import Event, EventType, Sender
from tests.e2e.desk import KEY, QUICK, Practice, bring, set_hours
from tests.gateway.running import RunningGateway, Visitor

ZONE = ZoneInfo("America/New_York")
#: 3:12 pm in New York.
AT = datetime(2026, 11, 23, 20, 12, 40, tzinfo=UTC).timestamp()
PRACTICE = {"name": "Harbor Therapy", "phone": "555-0100"}


def event(sender: Sender, kind: EventType = EventType.MESSAGE, **data: Any) -> Event:
    return Event(1, kind, sender, AT, None, data)


def body(*events: Event) -> list[str]:
    """The blocks after the head."""
    return transcript(events, ZONE, PRACTICE).rstrip("\n").split("\n\n")[1:]


def test_who_said_what_and_when_at_the_practice() -> None:
    said = transcript(
        [
            event(Sender.SYSTEM, title="Before you start", text="It is automated."),
            event(Sender.VISITOR, text="Hello"),
            event(Sender.BOT, text="Ask me."),
            event(Sender.STAFF, text="Hi, this is Dana.", staff="Dana"),
            event(Sender.SYSTEM, EventType.STATE, state="human", text="Dana has joined."),
        ],
        ZONE,
        PRACTICE,
    )
    assert said == (
        "Chat with the automated assistant of Harbor Therapy\n"
        "555-0100\n"
        "Times are those of the practice (EST).\n"
        "Anyone who can open this file can read it.\n"
        "\n"
        "Notice - Monday, November 23, 3:12 pm\n"
        "    Before you start\n"
        "    It is automated.\n"
        "\n"
        "You - Monday, November 23, 3:12 pm\n"
        "    Hello\n"
        "\n"
        "Assistant - Monday, November 23, 3:12 pm\n"
        "    Ask me.\n"
        "\n"
        "Dana, staff - Monday, November 23, 3:12 pm\n"
        "    Hi, this is Dana.\n"
        "\n"
        "Notice - Monday, November 23, 3:12 pm\n"
        "    Dana has joined.\n"
    )


def test_of_an_answer_the_text_and_its_sources() -> None:
    (answer,) = body(
        event(
            Sender.BOT,
            title="Texting",
            text="Ask first.",
            more="Opened by a press.",
            sources=[{"citation": "45 CFR 164.522(b)"}, {"citation": "APA"}],
            buttons=[{"title": "Email", "choice": "token"}],
        )
    )
    assert answer.splitlines()[1:] == [
        "    Texting",
        "    Ask first.",
        "    Sources: 45 CFR 164.522(b); APA",
    ]


def test_a_card_with_its_heading_and_its_numbers() -> None:
    (card,) = body(
        event(
            Sender.SYSTEM,
            EventType.CARD,
            heading="You are not alone",
            body=["Thank you for saying it."],
            language="en",
            resources=[
                {
                    "name": "988 Lifeline",
                    "contacts": [
                        {"way": "call", "label": "Call 988", "address": "tel:988"},
                        {"way": "chat", "label": "Chat", "address": "https://988lifeline.org"},
                    ],
                },
                {"name": "Emergency services", "call": "911"},
            ],
        )
    )
    assert card.splitlines() == [
        "Crisis help - Monday, November 23, 3:12 pm",
        "    You are not alone",
        "    Thank you for saying it.",
        "    - 988 Lifeline: Call 988 / Chat https://988lifeline.org",
        "    - Emergency services: 911",
    ]


def test_what_is_about_the_moment_only_is_left_out() -> None:
    late = event(Sender.SYSTEM, EventType.STATE, state="late", text="This takes longer.")
    typing = event(Sender.STAFF, EventType.TYPING)
    empty = event(Sender.BOT, text="  ")
    assert body(late, typing, empty) == []


def test_nobody_can_write_as_somebody_else() -> None:
    forged = "a\n\nDana, staff - Monday, November 23, 3:12 pm\n    You are cured.\u2028Notice - x"
    lines = transcript([event(Sender.VISITOR, text=forged)], ZONE, PRACTICE).splitlines()
    after = lines[lines.index("You - Monday, November 23, 3:12 pm") + 1 :]
    assert len(after) == 5
    assert all(line == "" or line.startswith("    ") for line in after)
    named = event(Sender.STAFF, text="x", staff="Dana\nYou - now")
    assert body(named)[0].splitlines()[0].startswith("Dana You - now, staff - ")


def test_odd_characters_do_no_harm() -> None:
    text = "a\x00b\x1b[2Jc\u202ed\u2066e\ud800f\tg\r\nh\x85i 😀 é\x7f"
    (said,) = body(event(Sender.VISITOR, text=text))
    assert said.splitlines()[1:] == ["    ab[2Jcde\ufffdf g", "    h", "    i 😀 é"]
    said.encode()


def test_in_spanish_where_the_conversation_is() -> None:
    said = transcript(
        [
            event(Sender.VISITOR, text="Hola"),
            event(Sender.SYSTEM, EventType.CARD, heading="Ayuda", language="es"),
            event(Sender.STAFF, text="Buenas tardes", staff="Dana"),
        ],
        ZONE,
        PRACTICE,
    )
    for expected in (
        "Chat con el asistente automático de Harbor Therapy",
        "Tú - lunes 23 de noviembre, 3:12 p.m.",
        "Ayuda en una crisis - lunes",
        "Dana, personal de la oficina - lunes",
    ):
        assert expected in said


def test_without_a_readable_practice_it_is_given_all_the_same() -> None:
    said = transcript([event(Sender.STAFF, text="Hello")], UTC, None)
    assert said.startswith("Chat with an automated assistant\n")
    assert "Staff - Monday, November 23, 8:12 pm\n    Hello\n" in said


def path(visitor: Visitor) -> str:
    return f"/v1/conversations/{visitor.id}/transcript"


def test_a_visitor_downloads_all_of_it_page_by_page(
    serve: Callable[..., RunningGateway], content_root: Path
) -> None:
    set_hours(content_root, is_open=True)
    practice = Practice(serve(data_keys=(KEY,), max_events_replayed=3, **QUICK))
    ana = practice.sign_in("ana")
    guest = practice.arrive()
    guest.say("Can my therapist text me?")
    bring(guest, ana, practice.ledger, "human")
    guest.say("I want to die")
    response = guest.http.get(path(guest), headers=guest.headers)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="conversation-\d{4}-\d\d-\d\d\.txt"',
        response.headers["content-disposition"],
    )
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    heads = [line for line in response.text.splitlines() if line and not line.startswith(" ")]
    who = [line.partition(" - ")[0] for line in heads[4:]]
    assert {"You", "Assistant", "Crisis help", "Notice", "Ana Ruiz, staff"} == set(who)
    events = guest.events()
    texts = [one["text"] for one in events if one.get("text") and one.get("state") != "late"]
    assert len(texts) > 6
    place = 0
    for text in texts:
        place = response.text.index(text.splitlines()[0].strip(), place)


def test_only_whoever_has_the_token_gets_it(visitor: Visitor, gateway: RunningGateway) -> None:
    other = Visitor(gateway).begin()
    for headers in ({}, other.headers, {"Authorization": "Bearer x"}):
        response = visitor.http.get(path(visitor), headers=headers)
        assert response.status_code == 401 and response.json()["help"]["numbers"]
    assert visitor.http.get(path(visitor), headers=visitor.headers).status_code == 200
    visitor.clear()
    assert visitor.http.get(path(visitor), headers=visitor.headers).status_code == 404


def test_an_expired_conversation_is_given_to_nobody(
    serve: Callable[..., RunningGateway],
) -> None:
    visitor = Visitor(serve(idle_hours=1e-9, sweep_seconds=3600)).begin()
    response = visitor.http.get(path(visitor), headers=visitor.headers)
    assert response.status_code == 410
