import io
import json
from pathlib import Path

import pytest

from bot.cli import lines


def test_empty_lines_are_left_out_and_broken_bytes_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "messages.txt"
    path.write_bytes("hello\n\n  ¿qué tal?  \n".encode() + b"caf\xe9\n")
    assert list(lines.messages(str(path))) == ["hello", "¿qué tal?", "caf\ufffd"]


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"one\r\n\ntw\xc3\xb6")))
    assert list(lines.messages("-")) == ["one", "twö"]


def test_a_path_is_meant_from_the_callers_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "messages.txt").write_text("hello\n")
    monkeypatch.setenv("ASSISTANT_FOLDER", str(tmp_path))
    assert not lines.is_missing("messages.txt")
    assert list(lines.messages("messages.txt")) == ["hello"]
    assert lines.is_missing("other.txt")


def test_neither_standard_input_nor_no_file_is_missing() -> None:
    assert not lines.is_missing("-")
    assert not lines.is_missing(None)


def test_an_object_is_one_line_with_its_letters_as_they_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines.write({"text": "año\nnuevo"})
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert "año" in printed
    assert json.loads(printed) == {"text": "año\nnuevo"}
