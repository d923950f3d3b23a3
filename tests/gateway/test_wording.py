"""What staff may edit, and what is said without it, are the same list."""

from __future__ import annotations

import re

import yaml

from bot.gateway.wording import DEFAULTS, LAST_RESORT_NUMBERS
from bot.settings import ROOT, Settings


def test_the_file_and_the_last_resort_have_the_same_keys() -> None:
    wording = yaml.safe_load((ROOT / "content" / "wording.yml").read_text("utf-8"))
    assert wording.keys() == DEFAULTS.keys()


def test_the_page_says_how_long_a_conversation_is_really_kept() -> None:
    wording = yaml.safe_load((ROOT / "content" / "wording.yml").read_text("utf-8"))
    kept = re.search(r"deleted (\d+) hours", wording["first_screen"])
    assert kept is not None
    assert float(kept[1]) == Settings(_env_file=None).idle_hours


def test_the_last_resort_has_the_same_numbers_as_the_content() -> None:
    crisis = yaml.safe_load((ROOT / "content" / "crisis.yml").read_text("utf-8"))
    calls = {one["id"]: one.get("call") for one in crisis["resources"]}
    for number in LAST_RESORT_NUMBERS:
        assert calls[number["id"]] == number["call"]


def test_every_error_code_has_words() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot" / "gateway").glob("*.py"))
    codes = set(re.findall(r'ApiError\(\s*\w+,\s*"(\w+)"', source))
    assert len(codes) > 10
    assert {f"error_{code}" for code in codes} <= DEFAULTS.keys()
