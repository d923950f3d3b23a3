"""The queue and a conversation, as forms without scripts use them."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from bot.handoff.episode import Priority, State
from bot.handoff.request import reference_of
from bot.store.records import Event, Sender
from tests.console.running import Browser, RunningConsole, problem, state

SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>"\'&'


def client_id(answer: httpx.Response) -> str:
    found = re.search(r'name="client_id" value="([^"]+)"', answer.text)
    assert found, "there is no reply form"
    return found.group(1)


def said_by_staff(console: RunningConsole, name: str = "e1") -> list[str]:
    events: list[Event] = console.desk.said[f"c_{name}"]
    return [str(one.data["text"]) for one in events if one.sender == Sender.STAFF]


def test_danger_stands_first_then_who_waits_longest(console: RunningConsole, ana: Browser) -> None:
    assert "Nobody is waiting." in ana.get("/staff/").text
    for name, priority in (
        ("first", Priority.NORMAL),
        ("second", Priority.NORMAL),
        ("danger", Priority.DANGER),
        ("worst", Priority.EMERGENCY),
    ):
        console.call(console.desk.ask(name, priority))
    page = ana.get("/staff/").text
    assert re.findall(r'data-id="(\w+)"', page) == ["worst", "danger", "first", "second"]
    assert "Emergency" in page and "Danger was seen" in page


def test_a_conversation_is_taken_answered_and_given_back(
    console: RunningConsole, ana: Browser, waiting: str
) -> None:
    shown = ana.get(waiting).text
    assert "Can somebody help me?" in shown and "Take this conversation" in shown
    assert ana.post(f"{waiting}/claim").headers["location"] == f"{waiting}?done=taken"
    page = ana.get(waiting)
    assert "neither confirm nor deny" in page.text
    answer = ana.post(f"{waiting}/reply", text="Hello\r\nthere", client_id=client_id(page))
    assert answer.status_code == 303
    assert said_by_staff(console) == ["Hello\nthere"]
    assert "Hello\nthere" in ana.get(waiting).text
    assert ana.post(f"{waiting}/return").status_code == 303
    assert state(console) == (State.BOT, None)
    assert "Returned to the assistant." in ana.get(waiting).text
    assert console.actions() == [
        "signed_in", "viewed", "claimed", "viewed", "replied", "viewed", "returned", "viewed",
    ]  # fmt: skip


def test_the_same_form_sent_twice_says_it_once(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    form = client_id(ana.get(held))
    for _ in range(2):
        assert ana.post(f"{held}/reply", text="Hello", client_id=form).status_code == 303
    assert said_by_staff(console) == ["Hello"]


def test_who_claims_too_late_is_told_who_has_it(
    console: RunningConsole, arrive: Callable[[str], Browser], held: str
) -> None:
    ben = arrive("ben")
    answer = ben.post(f"{held}/claim")
    assert answer.status_code == 409
    assert problem(answer) == "Ana Ruiz has this conversation already."
    assert state(console)[1] == console.call(console.accounts.by_name("ana")).id
    assert "claim_lost" in console.actions()


def test_who_does_not_hold_it_can_read_along_and_change_nothing(
    console: RunningConsole, arrive: Callable[[str], Browser], held: str
) -> None:
    ben = arrive("ben")
    page = ben.get(held).text
    assert "Can somebody help me?" in page and "With Ana Ruiz" in page
    assert "<textarea" not in page
    before = console.desk.episodes["e1"]
    ada = console.call(console.accounts.by_name("ada"))
    lost = "My words are not lost"
    for action, fields in (
        ("reply", {"text": lost, "client_id": "12345678"}),
        ("hand", {"to": ada.id}),
        ("return", {}),
        ("close", {"why": "answered"}),
    ):
        answer = ben.post(f"{held}/{action}", **fields)
        assert answer.status_code == 409, action
        assert problem(answer), action
        if action == "reply":
            assert lost in answer.text
    assert console.desk.episodes["e1"] == before
    assert said_by_staff(console) == []


def test_a_prepared_reply_is_put_into_the_field_and_not_sent(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    page = ana.get(held)
    assert page.text.count('name="canned"') >= 2
    name = re.findall(r'name="canned" value="([\w.]+)"', page.text)[0]
    answer = ana.post(f"{held}/draft", text="Before.", canned=name, client_id=client_id(page))
    assert answer.status_code == 200
    field = answer.text.partition("<textarea")[2].partition("</textarea>")[0]
    assert "Before." in field and len(field) > 250
    assert client_id(answer) == client_id(page)
    assert said_by_staff(console) == []


def test_a_reply_that_is_empty_or_too_long_is_refused_and_kept(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    for text in ("", "  \n ", "x" * 4001):
        answer = ana.post(f"{held}/reply", text=text, client_id="12345678")
        assert answer.status_code == 409
        assert text.strip() in answer.text
    assert said_by_staff(console) == []


def test_html_and_script_of_a_visitor_are_shown_as_text(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    console.call(console.desk.says("e1", SCRIPT))
    console.call(console.left.add("c_e1", SCRIPT, SCRIPT))
    ana.post(f"{held}/reply", text=SCRIPT, client_id="12345678")
    for page in (
        ana.get(held).text,
        ana.get("/staff/messages").text,
        ana.get("/staff/live/conversations/e1?after=0").json()["lines"],
    ):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert page.count("&lt;script&gt;alert(&#34;x&#34;)") >= 2


def test_a_name_with_html_is_shown_as_text(console: RunningConsole) -> None:
    console.hire("eve", "<b>Eve</b>")
    eve = Browser(console)
    eve.sign_in("eve")
    page = eve.get("/staff/").text
    assert "<b>Eve" not in page and "&lt;b&gt;Eve" in page


def test_the_message_that_got_a_card_is_marked_with_what_was_seen(
    console: RunningConsole, ana: Browser, waiting: str
) -> None:
    finding = {"category": "suicide", "about": "other", "severity": "danger"}
    console.call(console.desk.says("e1", "I worry about my brother", finding))
    page = ana.get(waiting).text
    lines = re.findall(r'<div class="line ([\w ]+)"', page)
    assert lines == ["system", "visitor", "visitor found", "card"]
    assert page.count("Danger: suicide, about somebody else") == 1


def test_what_the_visitor_has_not_agreed_to_show_is_not_shown(
    console: RunningConsole, ana: Browser
) -> None:
    console.call(console.desk.ask("e1", accept=False))
    console.call(console.desk.says("e1", "Not for you yet"))
    for page in (
        ana.get("/staff/conversations/e1").text,
        ana.get("/staff/live/conversations/e1?after=0").text,
    ):
        assert "Not for you yet" not in page
    assert "viewed" not in console.actions()
    answer = ana.post("/staff/conversations/e1/claim")
    assert answer.status_code == 409
    assert state(console)[0] is State.OFFERED


def test_what_is_said_after_the_end_is_not_for_staff(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    console.call(console.desk.leaves("e1"))
    console.call(console.desk.says("e1", "Only for the assistant"))
    console.call(console.desk.ask("e2", on="e1"))
    page = ana.get(held).text
    assert "Can somebody help me?" in page
    assert "Only for the assistant" not in page
    assert "The visitor ended the conversation." in page
    # How it ended for the visitor is, and no more of what the desk said to them.
    assert page.count("desk_ended_by_visitor") == page.count("desk_back") == 1
    assert page.count("desk_waiting") == 1


def test_what_is_said_during_the_form_is_not_for_staff_then_or_later(
    console: RunningConsole, ana: Browser, waiting: str
) -> None:
    console.call(console.desk.misses("e1"))
    console.call(console.desk.says("e1", "Only for the assistant"))
    for later in (None, console.desk.skips):
        if later is not None:
            console.call(later("e1"))
            console.call(console.desk.says("e1", "Neither is this"))
        for page in (
            ana.get(waiting).text,
            ana.get("/staff/live/conversations/e1?after=0").json()["lines"],
            ana.get("/staff/live/conversations/e1?after=2&key=waiting..0").json()["lines"],
        ):
            assert "Only for the assistant" not in page
            assert "Neither is this" not in page
            assert "desk_left_hours_ended" in page
            assert ("desk_back" in page) is (later is not None)
    assert "Can somebody help me?" in ana.get(waiting).text


def test_the_reference_of_a_notice_is_found_wherever_a_conversation_is(
    console: RunningConsole, ana: Browser, arrive: Callable[[str], Browser], waiting: str
) -> None:
    name = f"<code>{reference_of('c_e1')}</code>"
    console.call(console.left.add("c_e1", "Please call me", "555 0100"))
    ada = arrive("ada")
    for browser, path in (
        (ana, "/staff/"),
        (ana, waiting),
        (ana, "/staff/messages"),
        (ada, "/staff/admin/audit"),
    ):
        assert name in browser.get(path).text, path
    head = ana.get("/staff/live/conversations/e1").json()["head"]
    assert name in head


@pytest.mark.parametrize("name", ["nowhere", "a" * 64])
def test_a_conversation_that_is_not_there_is_a_page(ana: Browser, name: str) -> None:
    for path in (f"/staff/conversations/{name}", f"/staff/live/conversations/{name}"):
        answer = ana.get(path)
        assert answer.status_code == 404
        assert "text/html" in answer.headers["content-type"]
    assert ana.post(f"/staff/conversations/{name}/claim").status_code == 404


def test_an_address_that_is_not_there_is_a_page(ana: Browser) -> None:
    for path in ("/staff/nowhere", "/staff/conversations/a%00b", "/staff/conversations/a/b/c"):
        answer = ana.get(path)
        assert answer.status_code == 404
        assert "To the queue" in answer.text


def test_no_word_of_a_visitor_gets_into_the_audit_log(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    console.call(console.desk.says("e1", "canary-visitor"))
    ana.get(held)
    ana.post(f"{held}/reply", text="canary-staff", client_id="12345678")
    ana.post(f"{held}/close", why="canary-why")
    ana.post(f"{held}/hand", to="canary-to")
    Browser(console).sign_in("canary-name", "canary-password")
    assert len(console.noted()) > 3
    assert "canary" not in str(console.noted())


def test_an_open_page_keeps_the_owner_there(
    console: RunningConsole, arrive: Callable[[str], Browser], ana: Browser, held: str
) -> None:
    before = console.desk.episodes["e1"].owner_seen_at
    assert before is not None
    assert ana.post("/staff/live/conversations/e1/seen").status_code == 204
    after = console.desk.episodes["e1"].owner_seen_at
    assert after is not None and after > before
    assert arrive("ben").post("/staff/live/conversations/e1/seen").status_code == 204
    assert console.desk.episodes["e1"].owner_seen_at == after


def test_without_scripts_a_picture_that_never_comes_keeps_the_owner_there(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    assert "/staff/live/conversations/e1/here" in ana.get(held).text
    before = console.desk.episodes["e1"].owner_seen_at
    with ana.http.stream("GET", "/staff/live/conversations/e1/here") as answer:
        assert answer.status_code == 200
        assert next(answer.iter_raw()) == b"GIF89a"
        console.call(console.desk.leaves("e1"))
    assert before is not None


def test_the_visitor_sees_that_a_reply_is_being_written(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    assert ana.post(f"{held}/typing").status_code == 204
    assert console.desk.typed == [console.call(console.accounts.by_name("ana")).id]
