"""The list of topics and journeys that the assistant knows: `content/catalogue.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.fields import Fields

CATALOGUE_FILE = "content/catalogue.yml"


@dataclass(frozen=True)
class Catalogue:
    """Topic ids with their groups, and the journeys."""

    topics: Mapping[str, str]
    journeys: tuple[str, ...]

    @property
    def reachable(self) -> frozenset[str]:
        """What a related link or a follow-up may name."""
        return frozenset(self.topics) | frozenset(self.journeys)


def parse_catalogue(source: Fields) -> Catalogue:
    """Reads the catalogue; what is wrong goes to `source.problems`."""
    topics: dict[str, str] = {}
    groups = source.child("groups", required=True)
    for group in groups.data:
        for topic in groups.texts(group, required=True):
            if topic in topics:
                groups.wrong(group, f"The topic `{topic}` is there twice.", "Remove one of them.")
            topics[topic] = group
    return Catalogue(topics, source.texts("journeys", required=True))
