"""The pictures of the docs are those of the states that are there."""

from __future__ import annotations

from tests.widget.gallery import COVER, IMAGES, PAGE, page
from tests.widget.states import STATES


def test_the_document_shows_every_state() -> None:
    assert PAGE.read_text("utf-8") == page()


def test_every_state_has_its_picture_and_no_picture_is_left_over() -> None:
    pictures = {path.stem for path in IMAGES.glob("*.png")}
    assert pictures == {*STATES, COVER[1].removesuffix(".png")}
