"""Reading labelled questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.questions import QuestionsError, read_questions


def write(folder: Path, text: str) -> Path:
    path = folder / "questions.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_several_right_topics_are_divided_by_a_bar(tmp_path: Path) -> None:
    path = write(tmp_path, 'text\ttopics\nA "quoted" question?\tone|two\n')
    (question,) = read_questions(path)
    assert question.text == 'A "quoted" question?'
    assert question.topics == ("one", "two")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("question\ttopic\na\tb\n", ":1: the columns must be named text and topics"),
        ("text\ttopics\nfine\tone\nno topic here\n", ":3: text or topics is empty"),
        ("text\ttopics\n", "there are no questions in it"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(QuestionsError, match=complaint):
        read_questions(write(tmp_path, text))


def test_a_missing_file_and_a_binary_one_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="No such file"):
        read_questions(tmp_path / "none.tsv")
    binary = tmp_path / "binary.tsv"
    binary.write_bytes(b"text\ttopics\n\xff\xfe\tone\n")
    with pytest.raises(QuestionsError, match="not UTF-8"):
        read_questions(binary)
