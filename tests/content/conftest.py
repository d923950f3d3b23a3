"""A small, sound project in a folder of its own, for tests to break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.content.check import Problem, check

TODAY = date(2026, 11, 22)
TEXT_TOPIC = "data/nlu/contact/text_therapist.yml"
EMAIL_TOPIC = "data/nlu/contact/email_privacy.yml"
RESPONSES = "data/responses.yml"
SMALL_TALK = "data/nlu/smalltalk.yml"
PRACTICE = "content/practice.yml"
CRISIS = "content/crisis.yml"
WORDING = "content/wording.yml"
CATALOGUE = "content/catalogue.yml"


def _examples(subject: str, number: int) -> str:
    return "".join(f"      - {subject} question number {index}\n" for index in range(number))


def _topic(name: str, other: str) -> str:
    return f"""version: "3.1"
nlu:
  - intent: faq/{name}
    examples: |
{_examples(name, 40)}responses:
  utter_faq/{name}:
    - text: |
        Ask first. Some therapists do this and some do not.

        You can call {{practice.phone}}. In danger, call {{crisis.emergency}}.
      metadata:
        title: About {name}
        more: |
          There is more to say, and it is short too.
        sources:
          - citation: Common practice
            name: General professional practice
            basis: general_knowledge
        reviewed_on: 2026-11-22
        review_by: 2027-05-22
        related: [{other}]
        follow_ups:
          email: {other}
    - condition:
        - type: slot
          name: who
          value: family
      text: |
        Your loved one decides. Ask them first.
"""


FILES = {
    CATALOGUE: """groups:
  contact:
    - text_therapist
    - email_privacy
journeys: [roi_steps, crisis]
""",
    PRACTICE: """fictional: true
name: A Practice
phone: (555) 555-0100
address: 1 Street
state: CA
state_name: California
hours:
  zone: America/Los_Angeles
  zone_name: Pacific time
  weekly:
    monday: ["9:00-17:00"]
    tuesday: ["9:00-17:00"]
  closed_on: [2026-12-25]
emergency: In danger, call {crisis.emergency}.
contact_policy: Call {practice.phone}.
email_policy: We use email for dates.
text_policy: We send reminders.
records_contact: Ask the front desk.
minor_policy: We talk about it first.
fees_contact: Ask the front desk.
""",
    CRISIS: """resources:
  - id: emergency
    name: Emergency
    say: "911"
    call: "911"
    verified_on: 2026-11-01
    source: A page
  - id: lifeline
    name: Lifeline
    say: "988"
    call: "988"
    text: "988"
    chat: https://example.org/chat
    verified_on: 2026-11-01
    source: A page
  - id: text_line
    name: Text line
    say: text HOME to 741741
    text: "741741"
    text_body: HOME
    verified_on: 2026-11-01
    source: A page
always: [emergency, lifeline]
cards:
  default:
    heading: Help
    body: ["Call {crisis.lifeline}."]
    resources: [emergency, lifeline]
""",
    WORDING: """hello: Welcome to {practice.name}.
""",
    TEXT_TOPIC: _topic("text_therapist", "email_privacy"),
    EMAIL_TOPIC: _topic("email_privacy", "text_therapist"),
    SMALL_TALK: f"""version: "3.1"
nlu:
  - intent: greet
    examples: |
{_examples("hello", 20)}  - intent: follow_up_email
    examples: |
{_examples("by email", 15)}  - lookup: state
    examples: |
      - California
  - synonym: CA
    examples: |
      - California
  - regex: zip
    examples: |
      - \\d{{5}}
""",
    RESPONSES: """version: "3.1"
responses:
  utter_greet:
    - text: Hello from {practice.name}.
      buttons:
        - title: Texting
          payload: /faq/text_therapist
        - title: Again
          payload: /greet
      metadata:
        title: Hello
""",
}


@dataclass(frozen=True)
class Project:
    """A project that tests write to."""

    root: Path

    def write(self, path: str, text: str) -> None:
        """Replaces a whole file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        """A file's text."""
        return (self.root / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> int:
        """Replaces a passage that must be there, and returns its line."""
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1))
        return text.count("\n", 0, text.index(old)) + 1

    def problems(self, today: date = TODAY) -> list[Problem]:
        """What the check says."""
        return check(self.root, today)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A sound project with two topics."""
    made = Project(tmp_path)
    for path, text in FILES.items():
        made.write(path, text)
    return made
