"""Takes a picture of every state: `python -m tests.widget.shots FOLDER`. What is said is made up. Needs chromium.

Named <state>-<phone|desktop>-<light|dark>.png.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from bot.content.library import load_library
from bot.settings import ROOT
from tests.chromium import CHROMIUM, chromium
from tests.e2e.desk import Practice
from tests.gateway.running import RunningGateway
from tests.handoff.receivers import web_server
from tests.widget.answering import Answering
from tests.widget.chat import Chat, rested
from tests.widget.conftest import PATIENCE_MS, Windows, make_content, settings_for
from tests.widget.looks import SCHEMES, change
from tests.widget.sites import Site
from tests.widget.states import STATES, Scene

SIZES = {"phone": (360, 740), "desktop": (1280, 800)}


@contextmanager
def playing(browser: Browser) -> Iterator[Callable[..., Scene]]:
    """A practice, and a new visitor of its example website whenever one is asked for."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="widget-shots-")))
        root = make_content(folder)
        web = stack.enter_context(web_server())
        site, engine = Site(), Answering(load_library(ROOT))
        stack.callback(site.stop)
        engine.start()
        stack.callback(engine.stop)
        gateway = RunningGateway(settings_for(root, engine, site, web)).start()
        stack.callback(gateway.stop)
        practice = Practice(gateway)
        ana = practice.sign_in("ana")

        def visitor(**options: Any) -> Scene:
            engine.gate.set()
            page = Windows(browser, gateway.url).open(**options).new_page()
            page.goto(gateway.url)
            return Scene(Chat(page), practice, ana, engine)

        yield visitor


def shoot(visitor: Callable[..., Scene], state: str, size: str, folder: Path) -> None:
    """Bring a page into a state, and take its pictures."""
    width, height = SIZES[size]
    scene = visitor(viewport={"width": width, "height": height}, reduced_motion="reduce")
    STATES[state](scene)
    page = scene.chat.page
    page.mouse.move(0, 0)
    if scene.chat.panel.is_visible():
        rested(scene.chat)
    for scheme in SCHEMES:
        change(page, (width, height), scheme)
        path = folder / f"{state}-{size}-{scheme}.png"
        page.screenshot(path=path, animations="disabled", caret="hide")
        print(f"{path}: {path.stat().st_size // 1024} KB")
    page.context.close()


def main(arguments: list[str]) -> int:
    """Take them; return the exit code."""
    if len(arguments) != 1 or CHROMIUM is None:
        print("usage: python -m tests.widget.shots FOLDER; needs chromium", file=sys.stderr)
        return 1
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    expect.set_options(timeout=PATIENCE_MS)
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser, playing(browser) as visitor:
        for state in STATES:
            for size in SIZES:
                shoot(visitor, state, size, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
