from pathlib import Path

from benchmarks.questions import Question, read, spread


def test_questions_are_read_with_their_topics_and_out_of_scope_has_none(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "nlu"
    folder.mkdir(parents=True)
    (folder / "held_out.tsv").write_text('text\ttopics\nis this "ok\ttwo|one\n', encoding="utf-8")
    (folder / "held_out_out_of_scope.tsv").write_text(
        "text\ttopics\nhow much\tout_of_scope\n", encoding="utf-8"
    )
    assert read(tmp_path) == [
        Question('is this "ok', frozenset({"one", "two"})),
        Question("how much", frozenset()),
    ]


def test_a_few_questions_are_spread_over_all() -> None:
    asked = [Question(str(number), frozenset()) for number in range(100)]
    assert [question.text for question in spread(asked, 4)] == ["0", "25", "50", "75"]
    assert spread(asked, None) == asked
