"""The documents name everything that can be set, run or edited, and nothing that is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.cli import commands
from bot.content.check import models
from bot.content.check.release import MOST_CHARACTERS, MOST_WORDS
from bot.content.check.release_texts import Kind
from bot.content.release import GUIDES, SHEETS, WORDS
from bot.settings import Settings
from bot.setup.paths import ROOT

DOCUMENTS = [
    *sorted(path for path in ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
MADE_BY_COMMANDS = {"evaluation.md", "benchmark.md", "safety.md"}
WRITTEN = [path for path in DOCUMENTS if path.name not in MADE_BY_COMMANDS]
INTERNAL_TARGETS = {"dev"}
RELEASE_MODELS: tuple[type[BaseModel], ...] = (
    models.ReleaseFile,
    models.CitationModel,
    models.QuestionModel,
    models.ReleaseAnswerModel,
    models.GuideModel,
    models.StepModel,
    models.SheetModel,
    models.ElementModel,
    models.StatementModel,
    models.CitedTextModel,
)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code_in(markdown: str) -> Iterable[str]:
    """What stands in code: blocks and spans, where commands are written."""
    yield from re.findall(r"^```\w*\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", markdown)


def targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.*)$", text_of("Makefile"), re.MULTILINE)
    assert phony
    return set(phony[1].split())


def settings_table() -> str:
    """The table of docs/operators.md, made from `bot/settings.py`."""
    rows = [_row(name, field) for name, field in Settings.model_fields.items()]
    return "\n".join(["| Variable | Default | |", "|---|---|---|", *rows])


def _row(name: str, field: FieldInfo) -> str:
    if isinstance(field.default, Path):
        default = "this folder"
    elif isinstance(field.default, str):
        default = f"`{field.default}`"
    else:
        default = f"`{json.dumps(field.default)}`"
    return f"| `BETWEEN_SESSIONS_{name.upper()}` | {default} | {field.description} |"


def test_every_setting_is_documented_with_its_default() -> None:
    table = settings_table()
    assert table.count("\n") > len(Settings.model_fields)
    found = table in text_of("docs/operators.md")
    assert found, f"docs/operators.md needs this table in place of its own:\n\n{table}"


def test_every_setting_has_a_description() -> None:
    without = [name for name, field in Settings.model_fields.items() if not field.description]
    assert without == []


def test_every_variable_that_the_code_reads_is_documented() -> None:
    sources = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py"), ROOT / "assistant"]
    read = {
        name
        for path in sources
        for name in re.findall(
            r"\b(?:BETWEEN_SESSIONS_[A-Z][A-Z_]*[A-Z]|ASSISTANT_PYTHON)\b",
            path.read_text(encoding="utf-8"),
        )
    }
    assert "BETWEEN_SESSIONS_PORT" in read
    operators = text_of("docs/operators.md")
    assert {name for name in read if f"`{name}`" not in operators} == set()


def test_every_make_target_is_documented() -> None:
    documented = set(re.findall(r"`make ([a-z-]+)`", text_of("README.md")))
    assert targets() - INTERNAL_TARGETS - documented == set()


def test_every_command_is_documented() -> None:
    documented = set(re.findall(r"`\./assistant ([a-z]+)", text_of("README.md")))
    known = set(commands.find())
    assert known
    assert known - documented == set()


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_a_document_names_no_command_that_does_not_exist(path: Path) -> None:
    known = set(commands.find())
    for code in code_in(path.read_text(encoding="utf-8")):
        assert set(re.findall(r"\./assistant ([a-z]+)", code)) <= known
        for words in re.findall(r"(?:^|\s)make ((?:[a-z-]+ ?)+)", code):
            assert set(words.split()) <= targets()


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    for link in links:
        if not link.startswith(("http:", "https:", "#")):
            target = path.parent / link.partition("#")[0]
            assert target.exists(), f"{name_of(path)} links to {link}, which does not exist"


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_paths_in_code_spans_exist(path: Path) -> None:
    """A file that was renamed is renamed in the documents too; what is made later may be absent."""
    folders = "actions|benchmarks|bot|content|data|docs|requirements|tests|widget"
    spans = re.findall(r"`([^`\n]+)`", path.read_text(encoding="utf-8"))
    for span in spans:
        if (
            re.fullmatch(rf"(?:{folders})/[\w./-]+", span)
            and Path(span).name not in MADE_BY_COMMANDS
        ):
            assert (ROOT / span).exists(), f"{name_of(path)} names {span}, which does not exist"


def test_the_figures_are_named_where_they_are_made() -> None:
    makefile = text_of("Makefile")
    for name in MADE_BY_COMMANDS:
        assert f"docs/{name}" in makefile
        assert f"docs/{name}" in text_of("README.md")


@pytest.mark.parametrize(
    "model",
    [
        models.TopicMetadata,
        models.SourceModel,
        models.PracticeFile,
        models.Hours,
        models.ResourceModel,
        models.CrisisFile,
        models.DeskFile,
        models.CannedModel,
        models.CloseReasonModel,
        *RELEASE_MODELS,
    ],
)
def test_every_field_that_staff_edit_is_explained(model: type[BaseModel]) -> None:
    staff = text_of("docs/staff.md")
    assert {name for name in model.model_fields if f"`{name}`" not in staff} == set()


def release_section() -> str:
    """What staff read of `content/release.yml`, where a field's name means that file's."""
    (section,) = re.findall(
        r"^### [^\n]*`content/release\.yml`\n(.*?)(?=^### )",
        text_of("docs/staff.md"),
        re.MULTILINE | re.DOTALL,
    )
    return str(section)


@pytest.mark.parametrize("model", RELEASE_MODELS, ids=lambda one: one.__name__)
def test_every_field_of_the_guides_is_explained_in_their_own_section(
    model: type[BaseModel],
) -> None:
    section = release_section()
    assert {name for name in model.model_fields if f"`{name}`" not in section} == set()


def test_every_line_around_the_steps_is_explained() -> None:
    section = release_section()
    assert {name for name in WORDS if f"`{name}`" not in section} == set()
    for name in {part for parts in WORDS.values() for part in parts}:
        assert f"`{{{name}}}`" in section


def test_every_guide_and_every_kind_of_take_away_is_explained() -> None:
    section = release_section()
    assert {name for name in (*GUIDES, *SHEETS) if f"`{name}`" not in section} == set()


def test_how_long_a_part_of_a_step_may_be_is_said() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", release_section(), re.MULTILINE)
    rows_of = {"check": Kind.CHECK, "title": Kind.TITLE}
    rows_of |= {"guides": Kind.GUIDE_TITLE, "answers": Kind.ANSWER}
    most = {kind.value: f"t most {words} words" for kind, words in MOST_WORDS.items()}
    most |= {name: f"t most {MOST_CHARACTERS[kind]} characters" for name, kind in rows_of.items()}
    for name, said in most.items():
        assert any(said in text for row, text in rows if row == name), f"`{name}`: a{said}"


def test_what_ci_installs_for_the_pdf_is_named_for_operators() -> None:
    packages = re.findall(r"missing\+=\(((?:lib|fonts-)[\w.-]+)\)", text_of(".ci/run"))
    assert len(packages) == 4
    operators = text_of("docs/operators.md")
    assert {name for name in packages if name not in operators} == set()


def buttons_of_the_console() -> set[str]:
    """What stands on the buttons of the staff's pages, without what only screen readers hear."""
    found: set[str] = set()
    for path in (ROOT / "bot" / "console" / "templates").glob("*.html"):
        for inside in re.findall(
            r"<button\b[^>]*>(.*?)</button>", path.read_text("utf-8"), re.DOTALL
        ):
            shown = re.sub(r"<span.*?</span>", "", inside)
            written = re.findall(r'"([^"]+)"', shown) if "{{" in shown else [shown.strip()]
            found |= set(written)
    return found


def test_every_button_of_the_console_is_named_word_for_word() -> None:
    buttons = buttons_of_the_console()
    assert {"Take", "Send", "Done", "Set to away", "We are there again"} <= buttons
    # A line may end within a label.
    staff = " ".join(text_of("docs/staff.md").split())
    assert {name for name in buttons if f'"{name}"' not in staff} == set()


def test_every_page_of_the_console_is_named() -> None:
    base = text_of("bot/console/templates/base.html")
    pages = set(re.findall(r'\("\w+", "/staff/[^"]*", "(\w+)"\)', base))
    assert {"Queue", "Messages", "Audit"} <= pages
    staff = text_of("docs/staff.md")
    assert {
        name
        for name in pages
        if not re.search(rf"\*\*{name}\*\*|^\| {name} \|", staff, re.MULTILINE)
    } == set()


def test_every_way_to_use_the_accounts_is_shown() -> None:
    source = text_of("bot/cli/staff.py")
    actions = set(re.findall(r'add_parser\("(\w+)"', source))
    assert {"add", "disable"} <= actions
    operators = text_of("docs/operators.md")
    assert {name for name in actions if f"./assistant staff {name}" not in operators} == set()


def test_what_is_kept_longer_is_said_wherever_a_time_is() -> None:
    """24 hours alone are untrue once staff could read a chat."""
    for name in (
        "README.md",
        "docs/safety-protocol.md",
        "content/wording.yml",
        "data/responses.yml",
    ):
        text = " ".join(text_of(name).split())
        for match in re.finditer(r"(?:for|deleted) 24 hours", text):
            near = text[max(0, match.start() - 300) : match.end() + 300]
            assert "staff could read" in near, f"{name}: {near}"
        assert re.search(r"(?:for|deleted) 24 hours", text)


def test_every_kind_of_follow_up_is_explained() -> None:
    kinds = set(re.findall(r"intent: follow_up_(\w+)", text_of("data/nlu/follow_ups.yml")))
    # These two are resolved without a script.
    kinds -= {"more", "sources"}
    assert kinds
    staff = text_of("docs/staff.md")
    assert {kind for kind in kinds if f"`{kind}`" not in staff} == set()


def decisions() -> dict[str, Path]:
    return {path.name[:4]: path for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(decisions())
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert len(numbers) == len(list((ROOT / "docs" / "decisions").glob("[0-9]*.md")))


@pytest.mark.parametrize("number", sorted(decisions()))
def test_a_decision_has_its_three_parts(number: str) -> None:
    text = decisions()[number].read_text(encoding="utf-8")
    assert text.startswith(f"# {int(number)}. ")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


def test_every_decision_that_the_code_names_exists() -> None:
    sources = [
        *(
            path
            for name in ("bot", "actions", "benchmarks")
            for path in (ROOT / name).rglob("*.py")
        ),
        *(ROOT / "requirements").glob("*.in"),
    ]
    named = {
        (number, rest)
        for path in sources
        for number, rest in re.findall(
            r"docs/decisions/(\d{4})([\w-]*\.md)?", path.read_text(encoding="utf-8")
        )
    }
    assert named
    known = decisions()
    for number, rest in named:
        assert number in known
        assert not rest or known[number].name == f"{number}{rest}"


def test_ci_runs_the_command_that_the_readme_names_for_the_tests() -> None:
    assert re.search(r"^make test\b", text_of("README.md"), re.MULTILINE)
    assert re.search(r"^make test$", text_of(".ci/run"), re.MULTILINE)


def test_the_licence_is_the_whole_apache_licence() -> None:
    licence = text_of("LICENSE")
    assert "Apache License" in licence and "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
