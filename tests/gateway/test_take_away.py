"""The page that a visitor takes away: what it shows, what it refuses, and what it leaves behind."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise, product
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from bot.content import load_library
from bot.gateway.takeaway.address import LONGEST_QUERY, answers_in, page_of, pdf_of
from bot.gateway.takeaway.sheet import BLANK, LONG_BLANK, Links, said_date, sheet, trouble
from bot.gateway.voice import Voice
from bot.release.guide import Guide
from bot.release.path import decisive, ends_in_danger
from bot.release.sheet import take_away
from bot.settings import ROOT
from tests.gateway.running import RunningGateway, Serve

LIBRARY = load_library(ROOT)
RELEASE, STATE = LIBRARY.release, LIBRARY.practice.state_for_rules
MINOR = {"age": "minor", "consented_alone": "yes"}
FAMILY = "/release/client_shares_with_family"


@pytest.fixture(scope="module")
def voice() -> Voice:
    """The project's own content."""
    voice = Voice(ROOT)
    voice.refresh()
    return voice


@pytest.fixture
def http(gateway: RunningGateway) -> Iterator[httpx.Client]:
    """A browser, as far as the page needs one."""
    with httpx.Client(base_url=gateway.url, timeout=30, trust_env=False) as client:
        yield client


class Markup(HTMLParser):
    """What a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def said(self) -> str:
        return plain(" ".join(self.words))


def plain(text: str) -> str:
    return " ".join(text.split())


def wait_until(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold: the content is looked at every second."""
    end = time.monotonic() + 30
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.1)
    return held


def page_at(gateway: RunningGateway) -> str:
    response = httpx.get(f"{gateway.url}/release/revoke", timeout=30, trust_env=False)
    return response.text


def walks(guide: Guide) -> Iterator[dict[str, str]]:
    """Every combination of answers to the questions of a guide, open ones too."""
    questions = sorted(decisive(guide.steps))
    given = [[None, *(one.id for one in RELEASE.questions[name].answers)] for name in questions]
    for answers in product(*given):
        yield {name: one for name, one in zip(questions, answers, strict=True) if one}


@pytest.mark.parametrize("guide", RELEASE.guides)
def test_every_walk_has_a_page_with_exactly_what_was_chosen(guide: str, voice: Voice) -> None:
    every = {step.check: step for step in RELEASE.guides[guide].steps}
    pages = 0
    for answers in walks(RELEASE.guides[guide]):
        taken = take_away(RELEASE, guide, answers, STATE)
        said = Markup(sheet(taken, RELEASE, voice, Links("/pdf"))).said
        shown = {check for check in every if f"{check} [" in said}
        assert shown == {one.text for one in taken.checklist}
        for one in taken.chosen:
            assert f"{one.asked} {one.answer}" in said
        asked = {one.asked for one in taken.chosen}
        assert not any(
            one.ask in said for one in RELEASE.questions.values() if one.ask not in asked
        )
        pages += 1
    assert pages == len(list(walks(RELEASE.guides[guide])))


@pytest.mark.parametrize("guide", RELEASE.guides)
def test_a_page_holds_all_that_belongs_to_its_guide(guide: str, voice: Voice) -> None:
    taken = take_away(RELEASE, guide, MINOR if guide.startswith("client") else {}, STATE)
    page = Markup(sheet(taken, RELEASE, voice, Links("/pdf")))
    said = page.said
    assert taken.guide.title in said and taken.guide.about in said
    assert said.count(taken.not_ours) == 3, "at the top, at the bottom, and at the foot of a print"
    assert plain(taken.sentence).replace("____", "_" * 18) in said
    for source in taken.sources:
        assert f"{source.citation}: {source.name}" in said
    for note in taken.notes:
        assert plain(note.text) in said
    assert "November 23, 2026" in said or said_date(taken.reviewed_on) in said
    assert "general information" in said and "Rules differ by state" in said
    assert LIBRARY.practice.name in said and LIBRARY.practice.phone in said
    assert ("lawyer" in said) and ("988" in said) and ("911" in said)
    form = [one.help for one in RELEASE.sheet.elements]
    form += [one.help for one in (*RELEASE.sheet.statements, *RELEASE.sheet.limits)]
    assert all((plain(one) in said) == (taken.sheet is not None) for one in form)
    blanks = [blank for one in RELEASE.sheet.elements for blank in one.blanks]
    if taken.sheet is not None:
        assert all(f"{blank}:" in said for blank in blanks)
    assert ("I revoke this permission" in said) == (guide == "revoke")


@pytest.mark.parametrize("guide", RELEASE.guides)
def test_a_page_is_built_in_order(guide: str, voice: Voice) -> None:
    taken = take_away(RELEASE, guide, {}, STATE)
    page = Markup(sheet(taken, RELEASE, voice, Links("/pdf")))
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert ("lang", "en") in page.attributes
    names = {name for name, _ in page.attributes}
    assert "style" not in names and not any(name.startswith("on") for name in names)
    assert "script" not in page.tags and "form" not in page.tags and "input" not in page.tags


def test_what_the_state_says_is_shown_where_the_walk_touches_it(voice: Voice) -> None:
    def said(state: str | None) -> str:
        taken = take_away(RELEASE, "client_shares_with_family", MINOR, state)
        return Markup(sheet(taken, RELEASE, voice, None)).said

    heading = RELEASE.words["page_label_state"]
    assert heading in said("CA") and "Cal. Fam. Code 6924" in said("CA")
    assert heading not in said("WY") and "Cal. Fam. Code" not in said("WY")


def test_what_is_said_of_a_sheet_is_not_said_of_a_letter(voice: Voice) -> None:
    taken = take_away(RELEASE, "revoke", {}, STATE)
    said = Markup(sheet(taken, RELEASE, voice, Links("/pdf"))).said
    assert RELEASE.sheet.not_ours not in said and "sign this sheet" not in said
    assert "Sign and date the letter" in said and "not the practice's form" in said
    assert f"My name: {LONG_BLANK} " in said and f"My date of birth: {BLANK} " in said
    other = take_away(RELEASE, "physician", {}, STATE)
    assert other.not_ours == RELEASE.sheet.not_ours


def test_content_is_no_markup(voice: Voice) -> None:
    taken = take_away(RELEASE, "revoke", {}, STATE)
    hostile = replace(taken, sentence="<script>alert(1)</script> ____", not_ours='"><img src=x>')
    page = sheet(hostile, RELEASE, voice, Links('"><b>'))
    assert "<script" not in page and "<img" not in page and "<b>" not in page


def test_an_address_holds_ids_only() -> None:
    answers = {"age": "minor", "direction": "two_way", "no_question": "x", "danger_now": "<b>"}
    address = page_of(RELEASE, "revoke", answers)
    kept = {name: one for name, one in answers.items() if name in RELEASE.questions}
    assert set(answers_in(address.partition("?")[2])) < set(kept)
    assert address.startswith("/release/revoke?age=minor") and "<" not in address
    assert pdf_of(RELEASE, "revoke", {}) == "/release/revoke.pdf"


def test_all_answers_fit_into_an_address() -> None:
    longest = {
        name: max((one.id for one in question.answers), key=len)
        for name, question in RELEASE.questions.items()
    }
    assert len(page_of(RELEASE, "client_shares_with_family", longest)) < LONGEST_QUERY


def test_the_page_over_http(http: httpx.Client) -> None:
    response = http.get(FAMILY, params=MINOR)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert "How old is the person in therapy? <strong>Under 18</strong>" in response.text
    assert f"{FAMILY}.pdf?age=minor&amp;consented_alone=yes" in response.text
    client = http.get(FAMILY, params={"who": "client", "purpose": "family", **MINOR})
    assert "How old are you? <strong>Under 18</strong>" in client.text
    assert http.get(FAMILY).text != response.text
    head = http.head(FAMILY, params=MINOR)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("address", [FAMILY, f"{FAMILY}?age=x", "/release/nothing"])
def test_a_page_may_do_next_to_nothing_and_is_kept_nowhere(
    http: httpx.Client, address: str
) -> None:
    headers = http.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "unsafe" not in policy and "script" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in headers


def test_its_style_is_served(http: httpx.Client) -> None:
    response = http.get("/release/style.css")
    assert response.status_code == 200 and "@media print" in response.text
    assert "url(" not in response.text and "@import" not in response.text


REFUSED: Mapping[str, tuple[str, int]] = {
    "no such guide": ("/release/no_such_guide", 404),
    "no such guide as a PDF": ("/release/no_such_guide.pdf", 404),
    "markup": ("/release/%3Cscript%3E", 404),
    "no such question": (f"{FAMILY}?name=Jane", 400),
    "no such answer": (f"{FAMILY}?age=15", 400),
    "an empty answer": (f"{FAMILY}?age=", 400),
    "an answer twice": (f"{FAMILY}?age=minor&age=adult", 400),
    "too long": (f"{FAMILY}?age={'x' * LONGEST_QUERY}", 400),
    "no text": (f"{FAMILY}?age=%FF%00", 400),
    "as a PDF": (f"{FAMILY}.pdf?age=15", 400),
    "no guide": ("/release/", 404),
    "no guide, without a slash": ("/release", 404),
    "more than a guide": (f"{FAMILY}/more", 404),
    "a walk that ends with help": ("/release/family_wants_contact?danger_now=yes", 404),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_there_gets_a_page_that_says_what_to_do(http: httpx.Client, name: str) -> None:
    address, status = REFUSED[name]
    response = http.get(address)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    said = Markup(response.text).said
    assert LIBRARY.practice.phone in said and "chat" in said
    assert "988" in said and "911" in said
    assert "Jane" not in response.text and "<script" not in response.text
    assert 'lang="es"' in response.text


def test_what_is_sent_there_gets_a_page_too(http: httpx.Client) -> None:
    for response in (http.post(FAMILY), http.delete(FAMILY), http.post(f"{FAMILY}.pdf")):
        assert response.status_code == 405
        assert response.headers["content-type"].startswith("text/html")
        assert response.headers["cache-control"] == "no-store"
        assert LIBRARY.practice.phone in response.text
    assert http.post("/releases").headers["content-type"] == "application/json"


def test_the_walk_that_ends_with_help_is_one_of_the_content() -> None:
    assert ends_in_danger(RELEASE.guides["family_wants_contact"], {"danger_now": "yes"})


def test_an_address_opens_so_many_pages_only(serve: Serve) -> None:
    gateway = serve(take_aways_per_address="2/minute")
    with httpx.Client(base_url=gateway.url, timeout=30, trust_env=False) as http:
        assert [http.get(FAMILY).status_code for _ in range(2)] == [200, 200]
        for refused in (http.get(FAMILY), http.get(f"{FAMILY}.pdf"), http.head(FAMILY)):
            assert refused.status_code == 429
            assert 1 <= int(refused.headers["retry-after"]) <= 61
        assert LIBRARY.practice.phone in http.get(FAMILY).text
        # The chat counts by itself.
        assert http.post("/v1/conversations").status_code == 201


def test_without_content_the_page_says_so(content_root: Path, serve: Serve) -> None:
    (content_root / "content" / "release.yml").write_text("guides: [")
    gateway = serve()
    with httpx.Client(base_url=gateway.url, timeout=30, trust_env=False) as http:
        for address in (FAMILY, f"{FAMILY}.pdf"):
            response = http.get(address)
            assert response.status_code == 503
            said = Markup(response.text).said
            assert "can't be shown right now" in said and "988" in said
            assert int(response.headers["retry-after"]) > 0


def test_a_change_of_the_content_is_shown_at_once(
    content_root: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The whole check would find that the small project lacks its topics.
    monkeypatch.setattr("bot.gateway.voice.errors_of_check", lambda root: [])
    gateway = serve()
    file = content_root / "content" / "release.yml"
    title = RELEASE.guides["revoke"].title
    text = file.read_text("utf-8")
    assert text.count(title) == 1
    file.write_text(text.replace(title, "Take back what you signed"), "utf-8")
    voice = gateway.app.ctx.parts.voice
    assert wait_until(lambda: "what you" in voice.library.release.guides["revoke"].title)
    assert "<h1>Take back what you signed</h1>" in page_at(gateway)
    file.write_text("nothing: [", "utf-8")
    assert wait_until(lambda: not voice.healthy)
    assert "<h1>Take back what you signed</h1>" in page_at(gateway)


def test_the_rules_of_a_state_are_shown_only_once_somebody_signed_them_off(
    content_root: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The whole check would find that the small project lacks its topics.
    monkeypatch.setattr("bot.gateway.voice.errors_of_check", lambda root: [])
    gateway = serve()
    voice = gateway.app.ctx.parts.voice
    heading = RELEASE.words["page_label_state"]
    with httpx.Client(base_url=gateway.url, timeout=30, trust_env=False) as http:
        signed = http.get(FAMILY, params=MINOR).text
        assert heading in signed and "Cal. Fam. Code 6924" in signed
        file = content_root / "content" / "practice.yml"
        text = re.sub(r"(?m)^state_rules_signed_off_on: .*\n", "", file.read_text("utf-8"))
        file.write_text(text, "utf-8")
        assert wait_until(lambda: voice.library.practice.state_for_rules is None)
        unsigned = http.get(FAMILY, params=MINOR).text
    assert heading not in unsigned and "Cal. Fam. Code" not in unsigned


def test_whom_to_call_in_danger_stands_right_below_the_head(voice: Voice) -> None:
    taken = take_away(RELEASE, "revoke", {}, STATE)
    for links in (Links("/pdf"), None):
        page = sheet(taken, RELEASE, voice, links)
        assert page.count('class="help"') == 1
        assert page.index("</header>") < page.index('class="help"') < page.index("<main>")


def test_a_page_of_trouble_needs_no_content(tmp_path: Path) -> None:
    said = Markup(trouble(Voice(tmp_path), "no_guides")).said
    assert "can't be shown right now" in said and "988" in said and "911" in said


def test_no_log_has_what_was_chosen(http: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        http.get(FAMILY, params=MINOR)
        http.get(f"{FAMILY}?age=canary-7f3a")
        http.get("/release/canary-7f3a")
    text = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("bot"))
    assert "GET /release/<guide:str> 200" in text
    for secret in ("minor", "canary", "client_shares"):
        assert secret not in text


@pytest.mark.e2e
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_a_browser(browser: Browser, gateway: RunningGateway, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    for guide in ("client_shares_with_family", "revoke"):
        page.goto(f"{gateway.url}/release/{guide}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.locator(".checks li").first.is_visible()
        assert page.locator(".every-page").is_hidden()
        links = page.locator("a").all()
        boxes = [box for one in links if (box := one.bounding_box())]
        assert boxes and all(box["height"] >= 44 for box in boxes)
    context.close()
    assert errors == []
