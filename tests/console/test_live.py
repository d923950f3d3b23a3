"""The event stream: what it tells, when it ends, and what it does not keep alive."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.console import live, sessions, views
from bot.console.conversations import MARKED_LATER
from bot.handoff.episode import Priority
from tests.console.running import Browser, RunningConsole

Frame = tuple[str, dict[str, Any]]
NONE = {"total": 0, "danger": 0}


@contextmanager
def stream(browser: Browser) -> Iterator[Iterator[Frame]]:
    with browser.http.stream("GET", "/staff/live/events") as answer:
        assert answer.status_code == 200

        def frames() -> Iterator[Frame]:
            kind = ""
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    yield kind, json.loads(line[6:])

        yield frames()


def test_the_stream_tells_who_waits_and_holds_no_words(
    console: RunningConsole, ana: Browser
) -> None:
    with stream(ana) as frames:
        assert next(frames) == ("queue", {"waiting": [], "held": [], "others": [], "left": NONE})
        console.call(console.desk.ask("e1", Priority.EMERGENCY))
        e1 = {"id": "e1", "priority": 2}
        assert next(frames) == ("queue", {"waiting": [e1], "held": [], "others": [], "left": NONE})
        console.call(console.desk.says("e1", "canary"))
        assert "canary" not in str(next(frames))
        ana.post("/staff/conversations/e1/claim")
        assert next(frames) == ("queue", {"waiting": [], "held": [e1], "others": [], "left": NONE})


def test_the_stream_tells_everybody_of_danger_with_a_colleague_and_of_nothing_else(
    console: RunningConsole, ana: Browser, arrive: Callable[[str], Browser]
) -> None:
    ben = arrive("ben")
    console.call(console.desk.ask("e1"))
    ben.post("/staff/conversations/e1/claim")
    with stream(ana) as frames:
        assert next(frames)[1] == {"waiting": [], "held": [], "others": [], "left": NONE}
        console.call(console.desk.endanger("e1"))
        e1 = {"id": "e1", "priority": 1}
        assert next(frames)[1] == {"waiting": [], "held": [], "others": [e1], "left": NONE}


def test_the_stream_counts_the_messages_left_and_those_with_danger(
    console: RunningConsole, ana: Browser
) -> None:
    for danger in (False, True, False):
        console.call(console.left.add("c_1", "canary", "canary", danger=danger))
    with stream(ana) as frames:
        _, told = next(frames)
    assert told["left"] == {"total": 3, "danger": 1}
    assert "canary" not in str(told)


def test_the_stream_ends_when_somebody_is_signed_out(
    console: RunningConsole, ana: Browser, arrive: Callable[[str], Browser]
) -> None:
    elsewhere = arrive("ana")
    with stream(ana) as frames:
        next(frames)
        elsewhere.post("/staff/account/sign-out-everywhere")
        console.call(console.desk.ask("e1"))
        assert next(frames) == ("signed-out", {})
        assert next(frames, None) is None


def test_a_page_that_is_only_open_keeps_nobody_signed_in(
    console: RunningConsole, ana: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """29 minutes after the last press, and then 2 more."""
    monkeypatch.setattr(live, "BEAT_SECONDS", 0.05)
    began = time.time()
    clock = type("Clock", (), {"time": staticmethod(lambda: began + later[0])})
    later = [29 * 60.0]
    monkeypatch.setattr(sessions, "time", clock)
    with stream(ana) as frames:
        assert next(frames)[0] == "queue"
        assert ana.get("/staff/live/queue").status_code == 200
        later[0] = 31 * 60.0
        assert [kind for kind, _ in frames][-1] == "signed-out"
    assert ana.get("/staff/live/queue").status_code == 303


def test_whoever_uses_a_page_stays_signed_in_but_not_longer_than_twelve_hours(
    console: RunningConsole, ana: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.time()
    later = [0.0]
    clock = type("Clock", (), {"time": staticmethod(lambda: began + later[0])})
    monkeypatch.setattr(sessions, "time", clock)
    while later[0] < 11.5 * 3600:
        later[0] += 29 * 60
        assert ana.post("/staff/account/here").status_code == 204
    later[0] = 12 * 3600 + 60
    assert ana.get("/staff/").status_code == 303


def test_a_part_asked_for_by_a_script_is_refused_plainly_when_signed_out(
    console: RunningConsole,
) -> None:
    answer = Browser(console).get("/staff/live/queue", headers={"sec-fetch-dest": "empty"})
    assert answer.status_code == 401


def test_only_so_many_streams_are_open_at_a_time(
    console: RunningConsole, ana: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.console.streams.PER_SESSION", 1)
    with stream(ana) as frames:
        next(frames)
        assert ana.get("/staff/live/events").status_code == 429
        assert ana.get("/staff/").status_code == 200


def test_the_part_of_a_conversation_gives_what_is_new(
    console: RunningConsole, ana: Browser
) -> None:
    console.call(console.desk.ask("e1"))
    console.call(console.desk.says("e1", "first"))
    part = ana.get("/staff/live/conversations/e1?after=0&key=").json()
    assert "first" in part["lines"] and "Take this conversation" in part["actions"]
    console.call(console.desk.says("e1", "second"))
    path = f"/staff/live/conversations/e1?after={part['last']}&key={part['key']}"
    following = ana.get(path).json()
    assert "second" in following["lines"] and "first" not in following["lines"]
    assert (following["head"], following["actions"]) == (None, None)
    assert ana.get("/staff/live/conversations/e1?after=x").status_code == 200


def test_only_what_is_new_is_read_and_a_card_still_marks_the_message_before_it(
    console: RunningConsole, ana: Browser
) -> None:
    console.call(console.desk.ask("e1"))
    for number in range(60):
        console.call(console.desk.says("e1", f"words {number}"))
    part = ana.get("/staff/live/conversations/e1?after=0&key=").json()
    finding = {"category": "suicide", "about": "other", "severity": "danger"}
    console.call(console.desk.says("e1", "I worry about my brother", finding))
    path = f"/staff/live/conversations/e1?key={part['key']}&after="
    # The page had the message before the card came.
    following = ana.get(f"{path}{part['last'] + 1}").json()
    assert len(console.desk.read[-1]) == MARKED_LATER + 1
    assert "line visitor found" in following["lines"] and "line card" in following["lines"]
    assert following["last"] == part["last"] + 2
    assert "words" not in following["lines"]


def test_of_an_episode_that_has_ended_nothing_is_read_again(
    console: RunningConsole, ana: Browser
) -> None:
    console.call(console.desk.ask("e1"))
    ana.post("/staff/conversations/e1/claim")
    console.call(console.desk.leaves("e1"))
    part = ana.get("/staff/live/conversations/e1?after=1&key=human").json()
    assert "desk_ended_by_visitor" in part["lines"] and "desk_back" in part["lines"]
    console.desk.read.clear()
    path = f"/staff/live/conversations/e1?after={part['last']}&key={part['key']}"
    again = ana.get(path).json()
    assert (again["lines"].strip(), again["last"], again["readable"]) == ("", part["last"], True)
    assert console.desk.read == []


def viewed(console: RunningConsole) -> int:
    return console.actions().count("viewed")


@pytest.mark.parametrize("query", ["", "after=0", "after=0&key=waiting..0", "after=3", "after=x"])
def test_a_chat_is_not_read_by_its_part_without_a_note(
    console: RunningConsole, ana: Browser, query: str
) -> None:
    console.call(console.desk.ask("e1"))
    console.call(console.desk.says("e1", "hello"))
    for count in (1, 2):
        # What was noted before does not count for a look at the whole.
        ana.get(f"/staff/live/conversations/e1?{query}")
        assert viewed(console) == count
    assert {one.conversation for one in console.noted() if one.action == "viewed"} == {"c_e1"}


def test_a_page_that_stays_open_is_noted_once_an_hour(
    console: RunningConsole,
    ana: Browser,
    arrive: Callable[[str], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = [1000.0]
    clock = type("Clock", (), {"monotonic": staticmethod(lambda: later[0])})
    monkeypatch.setattr(views, "time", clock)
    console.call(console.desk.ask("e1"))
    ana.get("/staff/conversations/e1")
    part = "/staff/live/conversations/e1?after=1&key=waiting..0"
    for seconds, count in ((10, 1), (3500, 1), (200, 2), (10, 2)):
        later[0] += seconds
        ana.get(part)
        assert viewed(console) == count, seconds
    arrive("ben").get(part)
    assert viewed(console) == 3, "whoever has not opened the page is noted at once"


def test_the_console_stops_while_a_stream_is_open(console: RunningConsole, ana: Browser) -> None:
    with stream(ana) as frames:
        next(frames)
        began = time.monotonic()
        console.call(_close(console))
        assert next(frames, None) is None
        assert time.monotonic() - began < 3


async def _close(console: RunningConsole) -> None:
    console.console.streams.close()
