"""A small, sound project in a folder of its own, for tests to break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.content.check import Problem, check
from bot.content.release import GUIDES, WORDS
from bot.content.widget import TEXTS
from bot.safety import About, Category

TODAY = date(2026, 11, 22)
TEXT_TOPIC = "data/nlu/contact/text_therapist.yml"
EMAIL_TOPIC = "data/nlu/contact/email_privacy.yml"
RESPONSES = "data/responses.yml"
SMALL_TALK = "data/nlu/smalltalk.yml"
PRACTICE = "content/practice.yml"
CRISIS = "content/crisis.yml"
WORDING = "content/wording.yml"
CATALOGUE = "content/catalogue.yml"
DESK = "content/desk.yml"
RELEASE = "content/release.yml"
WIDGET = "content/widget.yml"


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


def _resource(name: str, say: str, *ways: str) -> str:
    lines = "".join(f"    {way}\n" for way in ways)
    return f"""  - id: {name}
    name:
      en: The {name}
      es: El {name}
    say: {say}
{lines}    languages: [en]
    verified_on: 2026-11-01
    source: A page
"""


def _card(name: str, *, kinds: bool) -> str:
    """A card for every kind of danger, or for none in particular."""
    meant = "".join(f"      {one}: [{', '.join(About)}]\n" for one in Category) if kinds else ""
    meant = f"    for:\n{meant}" if kinds else ""
    return f"""  {name}:
{meant}    heading:
      en: Help for {name}
      es: Ayuda para {name}
    acknowledgements:
      - en: Thank you for this.
        es: Gracias por esto.
      - en: It is good that you write.
        es: Qué bueno que escribes.
    first:
      - en: Call {{crisis.emergency}}.
        es: Llama al {{crisis.emergency}}.
    then:
      - en: Call {{crisis.lifeline}} or ask someone you trust.
        es: Llama al {{crisis.lifeline}} o a alguien de confianza.
    emergency: anyone
    resources: [emergency, lifeline]
    more: others
    leave: true
"""


def _label(name: str, text: str) -> str:
    return f'    {name}: {{en: "{text}", es: "{text} ya"}}\n'


CRISIS_TEXT = (
    "resources:\n"
    + _resource("emergency", '"911"', 'call: "911"')
    + _resource("lifeline", '"988"', 'call: "988"', 'text: "988"', "chat: https://example.org/chat")
    + _resource("text_line", "text HOME to 741741", 'text: "741741"', "text_body: HOME")
    + """always: [emergency, lifeline]
more:
  others:
    title:
      en: Others
      es: Otras
    resources: [text_line]
frame:
  tool:
    en: This is an automated tool.
    es: Soy una herramienta automática.
  young_tool:
    en: This is a tool.
    es: Soy un programa.
  watched:
    en: Someone may watch.
    es: Alguien puede ver.
  leave:
    address: https://example.org
    label:
      en: Leave
      es: Salir
    hint:
      en: Opens a page.
      es: Abre una página.
  compact:
    heading:
      en: Help
      es: Ayuda
    body:
      - en: Call {crisis.emergency}.
        es: Llama al {crisis.emergency}.
    resources: [emergency, lifeline]
  practice_note:
    en: In office hours.
    es: En horas de oficina.
  labels:
"""
    + _label("call", "Call {number}")
    + _label("press", "Call {number}, press {key}")
    + _label("text", "Text {number}")
    + _label("text_word", "Text {word} to {number}")
    + _label("chat", "Chat")
    + _label("whatsapp", "WhatsApp {number}")
    + _label("videophone", "Videophone {number}")
    + _label("site", "Website")
    + """emergencies:
  heading:
    en: Call {crisis.emergency} now
    es: Llama al {crisis.emergency} ahora
  lines:
    anyone:
      en: Call {crisis.emergency} now. Be with someone.
      es: Llama al {crisis.emergency} ahora. Busca a alguien.
cards:
"""
    + _card("default", kinds=False)
    + _card("danger", kinds=True)
    + "young_cards:\n"
    + _card("default", kinds=False)
    + _card("young_danger", kinds=True)
)
"""The smallest crisis file that is whole: one card for every danger."""


def _guide(name: str) -> str:
    return f"""  {name}:
    title: The guide {name}
    about: For anyone.
    say: May we talk about it?
    sheet: form
    steps:
      start:
        title: Ask first
        do: Call {{practice.phone}}.
        why: It helps.
        check: Asked
        sources: [rule, practice]
        ask: age
        state: consent
        next:
          - {{if: {{age: minor}}, to: ask_parent}}
          - {{to: end}}
      ask_parent:
        title: Ask a parent
        do: Ask who signs.
        why: A parent may sign.
        watch: Take your time.
        say: Who signs?
        check: Asked who signs
        sources: [practice]
      end:
        title: Sign
        do: Sign with the office.
        why: Then it counts.
        check: Signed
        sources: [rule]
"""


def _part(title: str, more: str = "") -> str:
    return f"    - title: {title}\n      help: Be exact.\n{more}      sources: [rule]\n"


RELEASE_TEXT = (
    """reviewed_on: 2026-11-22
review_by: 2027-05-22
sources:
  rule: {citation: 45 CFR 164.508, name: A rule, basis: rule}
  practice: {citation: Common practice, name: General practice, basis: general_knowledge}
questions:
  which:
    ask: What is it about?
    why: The steps differ.
    sources: [practice]
    answers:
"""
    + "".join(
        f"      {one}: {{title: About {one}, said: [{one.replace('_', ' ')}]}}\n" for one in GUIDES
    )
    + """  age:
    ask: How old is the client?
    ask_client: How old are you?
    why: Rules differ.
    sources: [rule, practice]
    answers:
      minor: {title: Under 18, said: [under 18, a teen]}
      adult: {title: 18 or older, said: [adult, over 18]}
choose:
  which:
"""
    + "".join(f"    {one}: {one}\n" for one in GUIDES)
    + "guides:\n"
    + "".join(map(_guide, GUIDES))
    + "sheet:\n  intro: Get ready.\n  elements:\n"
    + "".join(_part(f"Element {n}", "      blanks: [Write here]\n") for n in range(6))
    + "  statements:\n"
    + "".join(_part(f"Statement {n}") for n in range(3))
    + """  limits:
    - {text: "Dates: only these.", sources: [rule]}
  not_ours: Not the form.
letter:
  text: I take it back, ____.
  sources: [rule]
  not_ours: Sign the letter.
  finished: Call {practice.phone}.
states:
  consent:
    CA:
      text: It can be from 12.
      sources: [practice]
      verified: V2
words:
"""
    + "".join(
        f'  {key}: "Say it {" ".join(f"{{{one}}}" for one in filled)}"\n'
        for key, filled in WORDS.items()
    )
)
"""The smallest file of guides that is whole: eight alike, each of three steps."""


def _widget(said: str) -> str:
    return "".join(
        f'  {key}: "{said} {" ".join(f"{{{one}}}" for one in filled)}"\n'
        for key, filled in TEXTS.items()
    )


WIDGET_TEXT = f"""first_screen_version: "1"
en:
{_widget("Say it")}es:
{_widget("Dilo")}"""
"""Every text of the widget, all alike."""


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
state_rules_signed_off_on: 2026-11-22
hours:
  zone: America/Los_Angeles
  zone_name: Pacific time
  zone_name_es: hora del Pacífico
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
    CRISIS: CRISIS_TEXT,
    WORDING: """hello: Welcome to {practice.name}.
""",
    DESK: """reminder: Anyone may be writing.
canned:
  - id: hello
    title: {en: Hello, es: Hola}
    text:
      en: Hello from {practice.name}.
      es: Hola de {practice.name}.
  - id: danger
    title: {en: Danger, es: Peligro}
    text:
      en: |
        Call {crisis.emergency} now.

        You can call {crisis.lifeline}.
      es: |
        Llama al {crisis.emergency} ahora.

        Puedes llamar al {crisis.lifeline}. Horario: {practice.hours_es}.
reasons:
  - id: answered
    title: Question answered
    text:
      en: Your question is answered.
      es: Tu pregunta tiene respuesta.
  - id: by_phone
    title: Goes on by phone
    text:
      en: Please call {practice.phone}.
      es: Llama al {practice.phone}.
""",
    RELEASE: RELEASE_TEXT,
    WIDGET: WIDGET_TEXT,
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
