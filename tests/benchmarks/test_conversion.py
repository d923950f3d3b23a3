import pytest

from benchmarks import conversion

DOMAIN = """actions:
  - utter_faq
  - action_office_hours
"""
RULE = """  - rule: a person
    steps:
      - intent: talk_to_a_person
      - action: utter_talk_to_a_person
      - action: action_office_hours
"""
TOPIC = """nlu:
  - intent: faq/one
    examples: |
      - first
      - second

      - third
  - lookup: state
    examples: |
      - Ohio
responses:
  utter_faq/one:
    - text: |
        Yes.
      metadata:
        reviewed_on: 2026-11-22  # by staff
        related: [two]
"""


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("  reviewed_on: 2026-11-22", '  reviewed_on: "2026-11-22"'),
        ("  - on: 2026-11-22  # Monday", '  - on: "2026-11-22"  # Monday'),
        ('  on: "2026-11-22"', '  on: "2026-11-22"'),
        ("  text: since 2026-11-22", "  text: since 2026-11-22"),
    ],
)
def test_only_a_bare_date_is_quoted(line: str, read: str) -> None:
    assert conversion.quote_dates(f"a: 1\n{line}\nb: 2\n") == f"a: 1\n{read}\nb: 2\n"


def test_custom_actions_go_from_the_domain_and_from_the_rules_and_all_else_stays() -> None:
    actions = conversion.actions_of(DOMAIN)
    assert actions == {"action_office_hours"}
    assert conversion.without_actions(DOMAIN, actions) == "actions:\n  - utter_faq\n"
    assert conversion.without_actions(RULE, actions) == "".join(RULE.splitlines(True)[:-1])


def test_rasas_own_actions_stay_in_the_rules() -> None:
    listen = "      - action: action_listen\n"
    assert conversion.without_actions(listen, {"action_office_hours"}) == listen


def test_fewer_examples_leave_the_answer_and_the_lookups_alone() -> None:
    fewer = conversion.first_examples(TOPIC, 1)
    assert "- first\n" in fewer and "- second" not in fewer and "- third" not in fewer
    assert "- Ohio" in fewer and "Yes." in fewer and "related: [two]" in fewer


def test_as_many_examples_as_there_are_change_nothing() -> None:
    assert conversion.first_examples(TOPIC, 3) == TOPIC


def test_examples_of_intents_are_counted_and_those_of_lookups_are_not() -> None:
    assert conversion.count_examples(TOPIC) == 3


def test_one_example_is_changed() -> None:
    assert conversion.change_an_example(TOPIC) == TOPIC.replace("- first", "- well, first")


def test_epochs_change_everywhere_and_nothing_else() -> None:
    config = "  - name: DIETClassifier\n    epochs: 100\n  - name: TED\n    max_history: 5\n    epochs: 100\n"
    assert conversion.with_epochs(config, 2, None) == config.replace("100", "2")


def test_the_response_selector_has_epochs_of_its_own() -> None:
    config = (
        "  - name: DIETClassifier\n    epochs: 100\n  - name: ResponseSelector\n    epochs: 100\n"
        "  - name: TED\n    epochs: 100\n"
    )
    assert (
        conversion.with_epochs(config, 2, None).split()
        == config.replace("100", "2", 1)
        .replace("TED\n    epochs: 100", "TED\n    epochs: 2")
        .split()
    )
    assert conversion.with_epochs(config, None, 7).count("epochs: 7\n") == 1
    assert conversion.with_epochs(config, None, None) == config


def test_test_stories_become_training_stories_without_what_was_typed() -> None:
    story = """stories:
  - story: one
    steps:
      - user: |
          Can my therapist text me?
        intent: faq/text_therapist
      - action: utter_faq/text_therapist
"""
    assert (
        conversion.without_texts(story)
        == """stories:
  - story: one
    steps:
      - intent: faq/text_therapist
      - action: utter_faq/text_therapist
"""
    )
