"""A very small project: the real domain, rules and content files, four topics, a tiny encoder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.engine.tiny_encoder import prepare_tiny_encoder

ROOT = Path(__file__).resolve().parents[2]

EXAMPLES = {
    "faq/text_therapist": [
        "can my therapist text me",
        "is texting my therapist okay",
        "sending text messages to the therapist",
        "may I text my counselor by phone",
        "texting between sessions",
        "does my therapist read text messages",
    ],
    "faq/email_privacy": [
        "is email to my therapist private",
        "can anyone read my email",
        "is my email encrypted",
        "privacy of email",
        "email safety and encryption",
        "who reads an email",
    ],
    "faq/see_my_notes": [
        "can I see my notes",
        "how do I read the session notes",
        "getting a copy of the notes",
        "are therapy notes visible for me",
        "looking at my notes",
        "show me the notes of my sessions",
    ],
    "faq/childs_therapist": [
        "can I speak with the therapist of my child",
        "what does a minor's therapist tell parents",
        "my kid sees a therapist, what may parents know",
        "do parents hear about a child",
        "calling my child's therapist",
        "parents and the therapist of a minor",
    ],
    "greet": ["hello", "hi", "good morning", "hey there", "hello you", "hi there"],
    "talk_to_a_person": [
        "give me a human",
        "real human please",
        "connect a human",
        "I want a human being",
        "human operator",
        "let a human answer",
    ],
    "out_of_scope": [
        "what is the weather",
        "who won the football game",
        "recipe for pancakes",
        "weather tomorrow in paris",
        "football scores",
        "pancakes with syrup",
    ],
    "clinical_question": [
        "do I have depression",
        "which medication works best",
        "diagnose my depression",
        "is the medication dose too high",
        "depression or anxiety",
        "change medication dose",
    ],
    "crisis": [
        "everything is ending tonight for ever",
        "ending all of it tonight",
        "tonight is the ending",
        "for ever tonight ending",
        "ending tonight",
        "the ending comes tonight",
    ],
    "follow_up_email": [
        "and by email",
        "what about email then",
        "and email instead",
        "same by email",
        "then email",
        "or email instead",
    ],
    "follow_up_court": [
        "and in court",
        "what about court then",
        "same in court",
        "then in court",
        "or court instead",
        "court too",
    ],
    "follow_up_minor": [
        "and what if she is sixteen",
        "what if he is under age",
        "and if she is only fourteen",
        "same if under age",
        "then what if she is sixteen",
        "only fifteen though",
    ],
}

ANSWERS = {
    "text_therapist": """\
    - text: "Ask before you text. {practice.phone}"
      metadata:
        title: Texting
        more: More about texts.
        sources: [{citation: Common practice, name: General, basis: general_knowledge}]
        reviewed_on: 2026-11-22
        related: [email_privacy]
        follow_ups: {email: email_privacy, minor: childs_therapist}
    - text: "You may text for times. {practice.phone}"
      condition: [{type: slot, name: who, value: client}]
    - text: A grown-up client may text for times.
      condition:
        - {type: slot, name: who, value: client}
        - {type: slot, name: age_group, value: adult}
""",
    "email_privacy": """\
    - text: An email can be read by others.
      metadata: {title: Email, reviewed_on: 2026-11-22}
""",
    "see_my_notes": """\
    - text: You may ask for your notes.
      metadata:
        title: Notes
        reviewed_on: 2026-11-22
        follow_ups: {minor: talk_to_a_person}
""",
    "childs_therapist": """\
    - text: It depends on age and state.
      metadata: {title: Your child's therapist, reviewed_on: 2026-11-22}
""",
}


@dataclass(frozen=True)
class Project:
    """Where the parts of the small project are."""

    root: Path
    encoder: Path

    @property
    def tracker_db(self) -> Path:
        return self.root / "var" / "tracker.db"

    def topic(self, name: str) -> Path:
        return self.root / "data" / "nlu" / "contact" / f"{name}.yml"

    def endpoints(self, actions_port: int, database: Path | None = None) -> Path:
        described = {
            "action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"},
            "nlg": {"type": "bot.engine.nlg.Wording", "root": str(self.root)},
            "tracker_store": {
                "type": "bot.engine.tracker_store.TrackerStore",
                "dialect": "sqlite",
                "db": str(database or self.tracker_db),
            },
        }
        path = self.root / f"endpoints-{actions_port}.yml"
        path.write_text(yaml.safe_dump(described))
        return path


def write_content(root: Path) -> None:
    """Writes everything but the encoder: content that the library reads, and training data."""
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copytree(ROOT / "data" / "stories", root / "data" / "stories")
    shutil.copyfile(ROOT / "data" / "responses.yml", root / "data" / "responses.yml")
    (root / "data" / "nlu" / "contact").mkdir(parents=True)
    shutil.copyfile(ROOT / "data" / "nlu" / "slots.yml", root / "data" / "nlu" / "slots.yml")
    for name in ("domain.yml", "credentials.yml"):
        shutil.copyfile(ROOT / name, root / name)
    catalogue = {
        "groups": {"contact": list(ANSWERS)},
        "journeys": ["roi_steps", "talk_to_a_person"],
    }
    (root / "content" / "catalogue.yml").write_text(yaml.safe_dump(catalogue))
    (root / "var").mkdir()
    plain = []
    for intent, examples in EXAMPLES.items():
        listed = "".join(f"      - {example}\n" for example in examples)
        entry = f"  - intent: {intent}\n    examples: |\n{listed}"
        topic = intent.removeprefix("faq/")
        if topic == intent:
            plain.append(entry)
            continue
        answer = f"responses:\n  utter_faq/{topic}:\n{ANSWERS[topic]}"
        path = root / "data" / "nlu" / "contact" / f"{topic}.yml"
        path.write_text(f'version: "3.1"\nnlu:\n{entry}{answer}')
    (root / "data" / "nlu" / "others.yml").write_text('version: "3.1"\nnlu:\n' + "".join(plain))


def make_project(root: Path) -> Project:
    """Writes the whole project, and prepares its encoder."""
    write_content(root)
    texts = [text for examples in EXAMPLES.values() for text in examples]
    encoder = prepare_tiny_encoder(root / "encoder", texts)
    config = yaml.safe_load((ROOT / "config.yml").read_text())
    for component in config["pipeline"]:
        if "encoder" in component:
            component["encoder"] = str(encoder)
        if component["name"] == "bot.nlu.topics.TopicClassifier":
            # Few examples and an encoder that knows nothing are never as sure as the real ones.
            component |= {"answer": 0.35, "intent": 0.3, "outside": 0.4}
    (root / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    return Project(root, encoder)
