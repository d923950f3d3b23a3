"""A project folder with the real content but one topic only, which a gateway loads at once."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.settings import ROOT

TOPIC = """\
version: "3.1"
nlu:
  - intent: faq/text_therapist
    examples: |
      - can I text
responses:
  utter_faq/text_therapist:
    - text: Ask first.
      metadata:
        title: Texting
        sources:
          - citation: 45 CFR 164.522(b)
            name: HIPAA
            basis: rule
        reviewed_on: 2026-11-22
        review_by: 2027-05-22
        related: []
"""


def make_small_project(root: Path) -> Path:
    """Make it at `root`, and return that."""
    shutil.copytree(ROOT / "content", root / "content")
    topic = root / "data" / "nlu" / "contact" / "text_therapist.yml"
    topic.parent.mkdir(parents=True)
    topic.write_text(TOPIC)
    return root
