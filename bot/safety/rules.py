"""The rules of the danger screen: `rules.yml`, read and compiled once, when this is imported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from bot.safety.finding import About, Category, Severity

_FILE: Final = Path(__file__).with_name("rules.yml")


@dataclass(frozen=True)
class Rule:
    """One pattern and what it means."""

    name: str
    category: Category
    about: About
    severity: Severity
    pattern: re.Pattern[str]
    soft: bool


def _read() -> Iterator[Rule]:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    # Gaps are bounded, so that time stays linear in the length of a message.
    macros = {f"~{n}": rf"(?:\w+ ){{0,{n}}}" for n in range(1, 10)}
    macros |= {f"≈{n}": rf"(?:[\w,]+ ){{0,{n}}}" for n in range(1, 10)}
    negations = "not|never|no|isnt|arent|wasnt|dont|havent|without"
    macros |= {f"¬{n}": rf"(?:(?!(?:{negations}) )\w+ ){{0,{n}}}" for n in range(1, 10)}
    macros |= {name: f"(?:{_joined(text)})" for name, text in data["macros"].items()}
    names = re.compile("|".join(sorted(map(re.escape, macros), key=len, reverse=True)))
    for group in data["groups"]:
        yield from _rules(group, names, macros)


def _rules(group: dict[str, Any], names: re.Pattern[str], macros: dict[str, str]) -> Iterator[Rule]:
    category, about, severity = group["for"].split()
    for name, text in group["rules"].items():
        source = names.sub(lambda match: macros[match[0]], _joined(text))
        yield Rule(
            f"{category}.{about}.{name}",
            Category(category),
            About(about),
            Severity(severity),
            re.compile(rf"\b(?:{source})\b"),
            group.get("soft", False),
        )


def _joined(text: str) -> str:
    return "|".join(text.split("\n")).strip("|")


RULES: Final = tuple(_read())
