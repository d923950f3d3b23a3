"""The PDF that a visitor takes away: tagged, with what was chosen, and made where it can hurt nobody."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise, product
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from bot.content import load_library
from bot.gateway.takeaway.press import NoPdf, Press
from bot.gateway.takeaway.sheet import Links, sheet
from bot.gateway.takeaway.worker import NICE, render
from bot.gateway.voice import Voice
from bot.release import choosing
from bot.release.guide import Guide
from bot.release.path import decisive, ends_in_danger
from bot.release.sheet import take_away
from bot.settings import ROOT
from tests.gateway.running import Serve, Visitor, cards

LIBRARY = load_library(ROOT)
RELEASE, STATE = LIBRARY.release, LIBRARY.practice.state_for_rules
FAMILY = "/release/client_shares_with_family"
WALKS = {
    "client_shares_with_family": {"age": "minor", "consented_alone": "yes", "direction": "two_way"},
    "family_wants_contact": {"danger_now": "no", "agrees": "yes"},
    "physician": {"substance_use": "yes", "psychotherapy_notes": "no"},
    "revoke": {},
}
NEARLY_EMPTY = 600
"""Characters, without spaces, the head and the foot; the crisis numbers alone are 130."""
PATIENT = 120.0
"""Seconds; for slow machines."""


@pytest.fixture(scope="module")
def voice() -> Voice:
    """The project's own content."""
    voice = Voice(ROOT)
    voice.refresh()
    return voice


@pytest.fixture
def http(serve: Serve) -> Iterator[httpx.Client]:
    """A browser, as far as a PDF needs one."""
    gateway = serve(pdf_timeout=PATIENT)
    with httpx.Client(base_url=gateway.url, timeout=PATIENT, trust_env=False) as client:
        yield client


def plain(text: str) -> str:
    return "".join(text.split())


def says(pages: list[str], text: str) -> bool:
    """Whether a text stands there, whatever its lines and pages."""
    return plain(text) in plain("".join(pages))


def tags(element: Any) -> Iterator[str]:
    """The structure, in reading order."""
    found = element.get_object()
    if isinstance(found, ArrayObject):
        for one in found:
            yield from tags(one)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield str(found["/S"])
        if "/K" in found:
            yield from tags(found["/K"])


def longest(guide: Guide) -> dict[str, str]:
    """The answers of a walk with the most steps and the most that was chosen, the way to the guide too."""
    names = sorted({*decisive(guide.steps), *choosing.questions(RELEASE)})
    given = ([one.id for one in RELEASE.questions[name].answers] for name in names)
    walks = (dict(zip(names, answers, strict=True)) for answers in product(*given))

    def length(answers: dict[str, str]) -> int:
        taken = take_away(RELEASE, guide.id, answers, STATE)
        return len(taken.checklist) + len(taken.chosen)

    return max((one for one in walks if not ends_in_danger(guide, one)), key=length)


@pytest.mark.parametrize("name", RELEASE.guides)
def test_no_page_of_a_walk_is_nearly_empty(name: str, voice: Voice) -> None:
    for answers in (longest(RELEASE.guides[name]), {}):
        taken = take_away(RELEASE, name, answers, STATE)
        made = PdfReader(BytesIO(render(sheet(taken, RELEASE, voice, None))))
        pages = running_out([page.extract_text() for page in made.pages], taken.not_ours)
        assert min(map(len, pages)) >= NEARLY_EMPTY, [len(page) for page in pages]
        # The numbers of the sources stand with what they belong to.
        assert not any(
            re.match(r"\s*(?:page \d+ of \d+)?\s*\[\d", page, re.IGNORECASE) for page in pages
        )
        heading = plain(voice.say("page_help_heading"))
        assert [heading in page for page in pages] == [True, *(False for _ in pages[1:])]


def running_out(pages: list[str], not_ours: str) -> list[str]:
    """The pages without what stands at the head and foot of each."""
    frame = [plain(RELEASE.words["page_short"]), plain(not_ours)]
    return [plain(page).replace(frame[0], "").replace(frame[1], "") for page in pages]


@pytest.mark.parametrize("guide", WALKS)
def test_the_pdf_is_tagged_and_shows_what_was_chosen(guide: str, http: httpx.Client) -> None:
    answers = WALKS[guide]
    response = http.get(f"/release/{guide}.pdf", params=answers)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("inline")
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-robots-tag"] == "noindex, nofollow"
    reader = PdfReader(BytesIO(response.content), strict=True)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert (reader.metadata.title or "").startswith(RELEASE.guides[guide].title)
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert 1 <= len(reader.pages) <= 3
    assert {(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages} == {
        (612.0, 792.0)
    }

    structure = list(tags(root["/StructTreeRoot"]["/K"]))
    levels = [int(tag[2]) for tag in structure if re.fullmatch("/H[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert structure.count("/LI") > len(take_away(RELEASE, guide, answers, STATE).checklist)
    assert "/Figure" not in structure and "/Link" not in structure

    taken = take_away(RELEASE, guide, answers, STATE)
    pages = [page.extract_text() for page in reader.pages]
    for page in pages:
        assert plain(taken.not_ours) in plain(page)
        assert plain(RELEASE.words["page_short"]) in plain(page)
        assert plain(f"{LIBRARY.practice.name}, {LIBRARY.practice.phone}") in plain(page)
    body = running_out(pages, taken.not_ours)
    for one in taken.chosen:
        assert says(body, f"{one.asked} {one.answer}")
    for check in taken.checklist:
        assert says(body, f"{check.text} [")
    others = {step.check for step in RELEASE.guides[guide].steps} - {
        check.text for check in taken.checklist
    }
    assert not any(says(body, f"{check} [") for check in others)
    for source in taken.sources:
        assert says(body, source.citation)
    assert says(body, taken.guide.about) and says(body, "988")
    blanks = [blank for one in RELEASE.sheet.elements for blank in one.blanks]
    assert all(says(body, f"{blank}:") == (taken.sheet is not None) for blank in blanks)
    assert says(body, "I revoke this permission") == (guide == "revoke")


def test_other_answers_make_another_pdf(http: httpx.Client) -> None:
    def text(**answers: str) -> str:
        content = http.get(f"{FAMILY}.pdf", params=answers).content
        return plain("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))

    minor, adult = text(age="minor"), text(age="adult")
    assert plain("Under 18") in minor and plain("18 or older") in adult
    assert plain("Cal. Fam. Code 6924") in minor
    assert plain("Cal. Fam. Code 6924") not in adult


def test_the_page_and_the_pdf_say_the_same(voice: Voice) -> None:
    taken = take_away(RELEASE, "physician", WALKS["physician"], STATE)
    page = sheet(taken, RELEASE, voice, Links("/pdf"))
    printed = sheet(taken, RELEASE, voice, None)
    for part in ("<h1>", "<h2>", "<h3>", "<li>", 'class="blank"'):
        assert page.count(part) == printed.count(part)
    assert "<a " not in printed and "<link" not in printed


def test_a_pdf_fetches_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        text = (ROOT / "pyproject.toml").as_uri()
        made = render(
            f'<html lang="en"><title>T</title><link rel="stylesheet" href="{address}">'
            f'<body><img src="{address}" alt="a"><img src="{text}" alt="b">'
            f'<p style="background: url({address})">Words</p>'
        )
        with pytest.raises(TimeoutError):
            server.accept()
    assert "Words" in PdfReader(BytesIO(made)).pages[0].extract_text()


PAGE = '<html lang="en"><title>T</title><body><h1>Words</h1>'


def running(press: Press) -> int | None:
    return press.pid


async def test_pdfs_are_made_by_one_process_that_ends_with_the_press() -> None:
    press = Press(PATIENT, 4)
    assert running(press) is None, "it is started with the first one"
    made = await asyncio.gather(*(press.pdf(PAGE) for _ in range(3)))
    assert all(one.startswith(b"%PDF-1.7") for one in made)
    pid = running(press)
    assert pid is not None and pid != os.getpid()
    own = os.getpriority(os.PRIO_PROCESS, os.getpid())
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, own + NICE)
    await press.close()
    assert running(press) is None
    assert is_gone(pid)
    with pytest.raises(NoPdf):
        await press.pdf(PAGE)


HARD = """
import asyncio, sys
from bot.gateway.takeaway.press import Press

async def main():
    press = Press(600.0, 1)
    await press.pdf("<html lang='en'><title>T</title>")
    print(press.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


def test_the_process_ends_also_when_the_gateway_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HARD], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as gateway:
        assert gateway.stdout is not None
        pid = int(gateway.stdout.readline())
        gateway.kill()
    assert is_gone(pid)


async def test_a_process_that_has_died_is_replaced() -> None:
    press = Press(PATIENT, 4)
    await press.pdf(PAGE)
    first = press.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert (await press.pdf(PAGE)).startswith(b"%PDF")
    assert press.pid not in (None, first)
    await press.close()


async def test_a_process_that_cannot_start_is_no_more_than_no_pdf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    press = Press(PATIENT, 4)
    with pytest.raises(NoPdf, match="ended"):
        await press.pdf(PAGE)
    await press.close()


async def test_what_takes_too_long_is_given_up_and_does_not_get_in_the_way() -> None:
    press = Press(PATIENT, 2)
    await press.pdf(PAGE)
    slow = press.pid
    assert slow is not None
    os.kill(slow, signal.SIGSTOP)
    press._seconds = 0.2
    with pytest.raises(NoPdf, match="too long"):
        await press.pdf(PAGE)
    press._seconds = PATIENT
    assert (await press.pdf(PAGE)).startswith(b"%PDF")
    assert is_gone(slow)
    await press.close()


async def test_only_a_few_wait() -> None:
    press = Press(PATIENT, 2)
    jobs = [asyncio.create_task(press.pdf(PAGE)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(NoPdf, match="too many"):
        await press.pdf(PAGE)
    assert all(one.startswith(b"%PDF") for one in await asyncio.gather(*jobs))
    assert (await press.pdf(PAGE)).startswith(b"%PDF")
    await press.close()


async def test_who_leaves_does_not_stop_it() -> None:
    press = Press(PATIENT, 2)
    await press.pdf(PAGE)
    pid = press.pid
    job = asyncio.create_task(press.pdf(PAGE))
    await asyncio.sleep(0)
    job.cancel()
    assert (await press.pdf(PAGE)).startswith(b"%PDF")
    assert press.pid == pid
    await press.close()


async def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETWEEN_SESSIONS_DATA_KEYS", '["canary"]')
    press = Press(PATIENT, 2)
    await press.pdf(PAGE)
    with open(f"/proc/{press.pid}/environ", "rb") as file:  # noqa: ASYNC230, PTH123
        environment = file.read()
    assert b"canary" not in environment and b"BETWEEN_SESSIONS" not in environment
    await press.close()


def test_without_a_pdf_the_page_is_offered(serve: Serve) -> None:
    gateway = serve(pdf_timeout=0.001)
    with httpx.Client(base_url=gateway.url, timeout=30, trust_env=False) as http:
        response = http.get(f"{FAMILY}.pdf?age=minor")
        assert response.status_code == 503
        assert f'href="{FAMILY}?age=minor"' in response.text
        assert "print" in response.text and LIBRARY.practice.phone in response.text
        assert int(response.headers["retry-after"]) > 0
        assert http.get(f"{FAMILY}?age=minor").status_code == 200
        # Who only asks for the headers has none made.
        assert http.head(f"{FAMILY}.pdf").status_code == 200


def test_danger_does_not_wait_for_a_pdf(serve: Serve) -> None:
    gateway = serve(pdf_timeout=PATIENT)
    visitor = Visitor(gateway).begin()
    press: Press = gateway.app.ctx.parts.press
    with httpx.Client(base_url=gateway.url, timeout=PATIENT, trust_env=False) as http:
        assert http.get(f"{FAMILY}.pdf").status_code == 200
    pid = press.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        waiting = gateway.start_soon(press.pdf(PAGE))
        assert len(cards(visitor.say("I want to die").json())) == 1
        assert not waiting.done()
    finally:
        os.kill(pid, signal.SIGCONT)
    assert waiting.result(PATIENT).startswith(b"%PDF")
    gateway.stop()
    assert is_gone(pid)


def is_gone(pid: int) -> bool:
    """Whether a process has ended, or ends now."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False
