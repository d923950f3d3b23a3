"""Messages that visitors left: danger first, and not done by a press alone."""

from __future__ import annotations

import re

import httpx

from bot.console.left import NOT_SURE
from tests.console.running import Browser, RunningConsole, problem

BOX = 'name="danger_done"'


def order(answer: httpx.Response) -> list[str]:
    """The words of the messages on a page, which begin with `words-`."""
    return re.findall(r"words-(\w+)\.", answer.text)


def rows(answer: httpx.Response) -> list[str]:
    return re.findall(r'<li class="row.*?</li>', answer.text, re.DOTALL)


def leave(console: RunningConsole, word: str, *, danger: bool = False) -> str:
    message = console.call(
        console.left.add(f"c_{word}", f"words-{word}.", "555 0100", danger=danger)
    )
    found: str = message.id
    return found


def test_a_message_that_was_left_is_dealt_with_once(console: RunningConsole, ana: Browser) -> None:
    assert "No messages" in ana.get("/staff/messages").text
    left = console.call(console.left.add("c_e1", "Please call me", "555 0100"))
    page = ana.get("/staff/messages").text
    assert "Please call me" in page and "555 0100" in page
    for _ in range(2):
        assert ana.post(f"/staff/messages/{left.id}/done").status_code == 303
    assert "Please call me" not in ana.get("/staff/messages").text
    notes = [(one.action, one.conversation, one.detail) for one in console.noted()[1:]]
    assert notes == [
        ("left_message_viewed", None, "1 message"),
        ("left_message_done", "c_e1", ""),
    ]


def test_messages_come_fifty_at_a_time_the_oldest_first(
    console: RunningConsole, ana: Browser
) -> None:
    for number in range(53):
        leave(console, str(number))
    assert "53 messages left by visitors" in ana.get("/staff/").text
    first = ana.get("/staff/messages")
    assert order(first) == [str(number) for number in range(50)]
    assert "1 to 50 of 53" in first.text and "skip=50" in first.text
    for path in ("/staff/messages?skip=50", "/staff/messages?skip=900"):
        second = ana.get(path)
        assert order(second) == ["50", "51", "52"], path
        assert "51 to 53 of 53" in second.text and "skip=0" in second.text
    assert ana.get("/staff/messages?skip=-1x").text.count("words-") == 50
    notes = [one.detail for one in console.noted() if one.action == "left_message_viewed"]
    assert notes == ["50 messages", "3 messages", "3 messages", "50 messages"]


def test_danger_is_said_in_words_and_stands_before_the_older_ones(
    console: RunningConsole, ana: Browser
) -> None:
    for word, danger in (("old", False), ("first", True), ("new", False), ("second", True)):
        leave(console, word, danger=danger)
    shown = ana.get("/staff/messages")
    assert order(shown) == ["first", "second", "old", "new"]
    marked = ["Danger seen" in row for row in rows(shown)]
    asked = [BOX in row and "required" in row for row in rows(shown)]
    assert marked == asked == [True, True, False, False]
    assert "4 to deal with, <strong>2 with danger</strong>" in shown.text
    assert "<strong>2 with danger</strong>" in ana.get("/staff/").text


def test_without_danger_there_is_no_word_of_it(console: RunningConsole, ana: Browser) -> None:
    leave(console, "calm")
    for path in ("/staff/", "/staff/messages"):
        page = ana.get(path).text
        assert "1 message left by visitors" in page or "words-calm" in page
        assert "danger" not in page.lower()


def test_danger_is_done_once_its_box_is_ticked(console: RunningConsole, ana: Browser) -> None:
    calm, danger = leave(console, "calm"), leave(console, "bad", danger=True)
    for fields in ({}, {"danger_done": ""}, {"danger_done": "on", "skip": "0"}):
        answer = ana.post(f"/staff/messages/{danger}/done", **fields)
        assert answer.status_code == 409
        assert problem(answer) == NOT_SURE
        # Which one is meant is told; nothing of the list is lost.
        refused = [row for row in rows(answer) if 'aria-invalid="true"' in row]
        assert order(answer) == ["bad", "calm"] and order(answer)[0] in "".join(refused)
        assert len(refused) == 1
    assert "left_message_done" not in console.actions()
    assert ana.post(f"/staff/messages/{calm}/done").status_code == 303
    assert ana.post(f"/staff/messages/{danger}/done", danger_done="yes").status_code == 303
    assert "No messages" in ana.get("/staff/messages").text
    notes = [(one.conversation, one.detail) for one in console.noted() if "_done" in one.action]
    assert notes == [("c_calm", ""), ("c_bad", "steps for danger: said to be done")]
    # Somebody else was faster: there is nothing left to ask.
    assert ana.post(f"/staff/messages/{danger}/done").status_code == 303
    assert ana.post("/staff/messages/l_none/done").status_code == 303


def test_what_is_refused_comes_back_on_its_own_page_of_the_list(
    console: RunningConsole, ana: Browser
) -> None:
    messages = [leave(console, str(number), danger=True) for number in range(52)]
    last = ana.get("/staff/messages?skip=50")
    assert order(last) == ["50", "51"] and 'name="skip" value="50"' in last.text
    answer = ana.post(f"/staff/messages/{messages[51]}/done", skip="50")
    assert answer.status_code == 409 and order(answer) == ["50", "51"]
    assert 'data-address="/staff/messages?skip=50"' in answer.text
