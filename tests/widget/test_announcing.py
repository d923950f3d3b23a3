"""What a screen reader hears: only what is new, once, and after the focus has moved."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.chat import FOCUS
from tests.e2e.desk import Colleague, Practice
from tests.widget.answering import TEXTING, UNCLEAR, Answering
from tests.widget.chat import Chat, soon
from tests.widget.conftest import Visit
from tests.widget.states import Scene, episode, talk

pytestmark = pytest.mark.e2e
# Whatever is put into the two announcers, and where the focus was then; from the moment they exist.
LISTEN = f"""
    window.heard = [];
    const listening = setInterval(() => {{
        const root = document.querySelector("between-sessions")?.shadowRoot;
        if (!root?.getElementById("announce")) return;
        clearInterval(listening);
        for (const id of ["announce", "alarm"]) {{
            const one = root.getElementById(id);
            const note = () => {{
                const focused = {FOCUS};
                const text = one.textContent.trim();
                if (text) window.heard.push({{ id, text, focus: focused?.id || focused?.className || "" }});
            }};
            note();
            new MutationObserver(note).observe(one, {{ childList: true, characterData: true, subtree: true }});
        }}
    }}, 1);
"""


@pytest.fixture
def listening(visit: Visit) -> Chat:
    """A chat in which everything that is announced is noted."""
    chat = visit()
    chat.page.add_init_script(LISTEN)
    chat.page.reload()
    return chat


def heard(page: Page, name: str = "announce") -> list[dict[str, Any]]:
    """What was announced."""
    found: list[dict[str, Any]] = page.evaluate("window.heard")
    return [one for one in found if one["id"] == name]


def texts(page: Page, name: str = "announce") -> list[str]:
    return [one["text"] for one in heard(page, name)]


def hears(chat: Chat, text: str, name: str = "announce") -> None:
    """Wait until something is announced."""
    soon(chat.page, lambda: any(text in one for one in texts(chat.page, name)), text)


def quiet(chat: Chat) -> None:
    """Wait longer than any announcement takes to come."""
    chat.page.wait_for_timeout(700)


def test_the_parts_that_speak_are_these(chat: Chat) -> None:
    chat.start()
    live = chat.host.evaluate(
        """(host) => Object.fromEntries([...host.shadowRoot.querySelectorAll(
            '[aria-live], [role=log], [role=status], [role=alert]')].map((one) => [one.id, [
                one.getAttribute('role') || '', one.getAttribute('aria-live') || '']]))"""
    )
    assert live["log"] == ["log", "off"]
    announcers = {name: one for name, one in live.items() if one != ["log", "off"]}
    assert set(announcers) == {"announce", "alarm"}
    assert "polite" in announcers["announce"] or "status" in announcers["announce"]
    assert "assertive" in announcers["alarm"] or "alert" in announcers["alarm"]


def test_an_answer_is_heard_once_with_who_says_it(listening: Chat) -> None:
    listening.start()
    listening.ask("hello")
    hears(listening, "An answer to: hello")
    quiet(listening)
    answers = [one for one in texts(listening.page) if "An answer to: hello" in one]
    assert len(answers) == 1
    assert "Assistant: An answer" in answers[0]
    # What the visitor typed is not read back.
    assert [
        one for one in texts(listening.page) if one.endswith("hello") and "answer" not in one
    ] == []
    expect(listening.entry).to_be_focused()


def test_how_many_choices_there_are_is_heard(listening: Chat) -> None:
    listening.start()
    listening.ask(UNCLEAR)
    hears(listening, "3 choices")


def test_the_same_answer_twice_is_heard_twice(listening: Chat) -> None:
    listening.start()

    def times() -> int:
        return sum("to: hello" in one for one in texts(listening.page))

    listening.ask("hello")
    soon(listening.page, lambda: times() == 1, "the answer")
    listening.ask("hello")
    soon(listening.page, lambda: times() == 2, "the answer once more")


def test_after_a_quick_reply_it_is_heard_when_the_focus_is_on_the_answer(listening: Chat) -> None:
    listening.start()
    listening.ask(UNCLEAR)
    listening.choice("Therapy notes in court").focus()
    listening.page.keyboard.press("Enter")
    expect(listening.bot).to_have_count(2)
    expect(listening.bot.last).to_be_focused()
    expect(listening.bot.last).to_have_attribute("role", "group")
    expect(listening.bot.last).to_have_attribute("tabindex", "-1")
    assert "Assistant" in str(listening.bot.last.get_attribute("aria-label"))
    hears(listening, "Therapy notes in court")
    (once,) = [one for one in heard(listening.page) if "Therapy notes in court" in one["text"]]
    assert "said bot" in once["focus"]


def test_a_reload_reads_nothing_out_again(listening: Chat) -> None:
    listening.start()
    listening.ask(TEXTING)
    listening.say("I want to die")
    expect(listening.bot).to_have_count(2)
    listening.page.reload()
    expect(listening.bot).to_have_count(2)
    quiet(listening)
    assert [one for one in texts(listening.page) if "Assistant:" in one] == []
    assert texts(listening.page, "alarm") == []


def test_the_crisis_card_interrupts_and_nothing_else_does(listening: Chat) -> None:
    listening.start()
    listening.ask("hello")
    quiet(listening)
    assert texts(listening.page, "alarm") == []
    listening.say("I want to die")
    heading = listening.card.get_by_role("heading").inner_text()
    hears(listening, heading, "alarm")
    quiet(listening)
    said = texts(listening.page, "alarm")
    assert len(said) == 1
    assert not any(heading in one for one in texts(listening.page))


def test_a_failure_is_heard(listening: Chat) -> None:
    listening.start()
    listening.page.route("**/messages", lambda route: route.abort())
    listening.say("hello")
    expect(listening.failed).to_be_visible()
    hears(listening, "Not sent.")


def test_who_joins_and_what_they_say_is_heard(
    listening: Chat, practice: Practice, ana: Colleague, engine: Answering
) -> None:
    scene = Scene(listening, practice, ana, engine)
    talk(scene)
    hears(listening, "Ana Ruiz")
    hears(listening, "Hello, this is Ana from the front desk.")
    ana.says(episode(scene), "Are you still there?")
    hears(listening, "Are you still there?")
    quiet(listening)
    found = texts(listening.page)
    assert sum("Are you still there?" in one for one in found) == 1
    assert sum("Hello, this is Ana from the front desk." in one for one in found) == 1
