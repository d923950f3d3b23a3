"""The sizes and colours in which the widget is looked at."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Page

from tests.widget.chat import frames

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def change(page: Page, size: tuple[int, int], scheme: Scheme) -> None:
    """Give a page another size and scheme; what is animated has come to its end."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    frames(page)
