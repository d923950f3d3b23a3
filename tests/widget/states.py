"""Every state of the widget, and how a visitor comes to it: for the tests that must hold in each, and for pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.e2e.desk import Colleague, Practice
from tests.widget.answering import GUIDE, TEXTING, UNCLEAR, Answering
from tests.widget.chat import Chat, guest_of

TOLD = re.compile("has been sent a notice|Se avisó a alguien")


@dataclass(frozen=True)
class Scene:
    """A visitor's page, and who is on the other side."""

    chat: Chat
    practice: Practice
    ana: Colleague
    engine: Answering


def closed(scene: Scene) -> None:
    """Only the launcher is on the page."""
    expect(scene.chat.launcher).to_be_visible()


def first_screen(scene: Scene) -> None:
    """What it is, and who can read it."""
    scene.chat.open()
    expect(scene.chat.start_button).to_be_visible()


def kept(scene: Scene) -> None:
    """Something was sent before Start."""
    first_screen(scene)
    scene.chat.say(TEXTING)
    expect(scene.chat.status).to_contain_text("Your message is kept.")


def greeting(scene: Scene) -> None:
    """The conversation has begun, with topics to choose from."""
    scene.chat.start()
    expect(scene.chat.log.locator("[data-choice]").first).to_be_visible()


def answer(scene: Scene) -> None:
    """An answer with all that belongs to it, open."""
    scene.chat.start()
    said = scene.chat.ask(TEXTING)
    said.locator("summary").first.click()
    said.locator("summary", has_text="Source details").click()


def replies(scene: Scene) -> None:
    """Quick replies, one of them pressed, and the answer to it."""
    scene.chat.start()
    scene.chat.ask(UNCLEAR)
    scene.chat.choice("Therapy notes in court").click()
    expect(scene.chat.bot).to_have_count(2)


def guide_question(scene: Scene) -> None:
    """The question that chooses a guide."""
    scene.chat.start()
    scene.chat.say(GUIDE)
    expect(scene.chat.choice("parent or guardian")).to_be_visible()


def guide_step(scene: Scene) -> None:
    """The second step of a guide."""
    guide_question(scene)
    for answer, number in (("parent or guardian", 0), ("Under 18", 1), ("Next", 2)):
        scene.chat.choice(answer).click()
        if number:
            expect(step(scene.chat, number)).to_be_visible()


def guide_finished(scene: Scene) -> None:
    """The end of a guide, with something to take away."""
    guide_step(scene)
    chat = scene.chat
    ended = chat.log.locator("[data-release=finished]")
    for number in range(3, 20):
        onward = chat.choice("Next").or_(chat.choice("Skip")).last
        onward.click()
        expect(step(chat, number).or_(ended)).to_be_visible()
        if ended.count():
            break
    expect(ended.locator(".take-away a")).to_have_count(2)


def step(chat: Chat, number: int) -> Locator:
    """The heading of a step."""
    return chat.log.locator("[data-release=step] .progress").get_by_text(f"Step {number} of")


def card(scene: Scene) -> None:
    """The crisis card."""
    scene.chat.start()
    scene.chat.say("I want to die")
    expect(scene.chat.card).to_be_visible()
    somebody_is_told(scene)
    scene.chat.card.locator("summary").click()


def somebody_is_told(scene: Scene) -> None:
    """After danger: the answer has come too, and the practice has been sent a notice."""
    expect(scene.chat.bot.first).to_be_visible()
    expect(scene.chat.log).to_contain_text(TOLD)


def card_and_leave(scene: Scene) -> None:
    """The crisis card of somebody whose device may be watched."""
    scene.chat.start()
    scene.chat.say("my boyfriend hits me")
    expect(scene.chat.card.locator(".leave button")).to_be_visible()
    somebody_is_told(scene)


def spanish(scene: Scene) -> None:
    """The crisis card in Spanish, with everything around it."""
    scene.chat.start()
    scene.chat.say("Quiero matarme")
    expect(scene.chat.card).to_have_attribute("lang", "es")
    expect(scene.chat.page.locator("#send")).to_have_text("Enviar")
    somebody_is_told(scene)


def offered(scene: Scene) -> None:
    """A person was asked for."""
    scene.chat.start()
    scene.chat.act("request")
    scene.chat.expect_state("offered")


def waiting(scene: Scene) -> None:
    """The visitor waits for a person."""
    scene.chat.start()
    scene.chat.ask(TEXTING)
    scene.chat.wait_for_a_person()
    expect(scene.chat.log).to_contain_text(TOLD)


def human(scene: Scene) -> None:
    """Ana is there, and writes."""
    talk(scene)
    scene.ana.says(episode(scene), "You can ask at the front desk. What would you like to know?")
    expect(scene.chat.staff).to_have_count(2)


def talk(scene: Scene) -> None:
    """Ana has come, and both have said something."""
    waiting(scene)
    scene.ana.take(episode(scene))
    scene.chat.expect_state("human")
    scene.ana.says(episode(scene), "Hello, this is Ana from the front desk.")
    expect(scene.chat.staff).to_have_count(1)
    scene.chat.say("Hello. How do I get a copy of my notes?")
    expect(scene.chat.log.locator(".delivered")).to_have_count(1)


def episode(scene: Scene) -> str:
    """The hand-off that is open."""
    return str(scene.practice.ledger.open_one(scene.chat.conversation)["id"])


def left_message(scene: Scene) -> None:
    """Nobody has come, and the form for a message lacks both its answers."""
    waiting(scene)
    scene.practice.ledger.pass_time(scene.chat.conversation, 181)
    expect(scene.chat.form).to_be_visible()
    scene.chat.page.locator("[data-action=send]:not([aria-disabled=true])").click()
    expect(scene.chat.form.locator("[aria-invalid=true]")).to_have_count(2)


def ended(scene: Scene) -> None:
    """Ana has gone again."""
    human(scene)
    scene.ana.must(episode(scene), "return")
    scene.chat.expect_state("bot")


def expired(scene: Scene) -> None:
    """The conversation was deleted on the server."""
    scene.chat.start()
    scene.chat.ask(TEXTING)
    assert guest_of(scene.practice.gateway, scene.chat).clear().is_success
    expect(scene.chat.log).to_contain_text("This conversation has ended")


def sending(scene: Scene) -> None:
    """A message is on its way."""
    scene.chat.start()
    scene.engine.gate.clear()
    scene.chat.say(TEXTING)
    expect(scene.chat.log.locator(".sending")).to_be_visible()
    expect(scene.chat.status).not_to_be_empty()


def failed(scene: Scene) -> None:
    """A message did not arrive."""
    scene.chat.start()
    scene.chat.ask("hello")
    scene.chat.page.route("**/messages", lambda route: route.abort())
    scene.chat.say(TEXTING)
    expect(scene.chat.failed.get_by_role("button", name="Retry")).to_be_visible()


def offline(scene: Scene) -> None:
    """The device has no connection."""
    scene.chat.start()
    scene.chat.ask(TEXTING)
    scene.chat.page.context.set_offline(True)
    expect(scene.chat.status).to_contain_text("You are offline")
    scene.chat.entry.fill("a thought that is kept")


def unreachable(scene: Scene) -> None:
    """The chat itself cannot be loaded: the launcher shows the numbers of the page."""
    scene.chat.page.route("**/widget/panel.*", lambda route: route.abort())
    scene.chat.launcher.click()
    expect(scene.chat.page.get_by_text("cannot be reached right now")).to_be_visible()


def no_server(scene: Scene) -> None:
    """The chat has loaded, and then the server is gone."""
    scene.chat.page.route("**/v1/**", lambda route: route.abort())
    scene.chat.open()
    expect(scene.chat.status).to_contain_text("cannot be reached")


def options(scene: Scene) -> None:
    """The menu is open."""
    scene.chat.start()
    scene.chat.page.locator("#options > summary").click()
    expect(scene.chat.page.locator("#clear")).to_be_visible()


def clearing(scene: Scene) -> None:
    """The visitor is asked whether to delete all of it."""
    options(scene)
    scene.chat.page.locator("#clear").click()
    expect(scene.chat.page.get_by_text("Delete this conversation?")).to_be_visible()


def numbers(scene: Scene) -> None:
    """All numbers are open."""
    scene.chat.start()
    scene.chat.page.locator("#help summary").click()


STATES: dict[str, Callable[[Scene], None]] = {
    "closed": closed,
    "first-screen": first_screen,
    "kept": kept,
    "greeting": greeting,
    "answer": answer,
    "replies": replies,
    "guide-question": guide_question,
    "guide-step": guide_step,
    "guide-finished": guide_finished,
    "card": card,
    "card-and-leave": card_and_leave,
    "spanish": spanish,
    "offered": offered,
    "waiting": waiting,
    "human": human,
    "left-message": left_message,
    "ended": ended,
    "expired": expired,
    "sending": sending,
    "failed": failed,
    "offline": offline,
    "unreachable": unreachable,
    "no-server": no_server,
    "options": options,
    "clearing": clearing,
    "numbers": numbers,
}
