from pathlib import Path

from bot.cli import commands


def test_a_command_is_known_without_importing_its_module(tmp_path: Path) -> None:
    (tmp_path / "fly.py").write_text('import nowhere\nHELP = "fly"\nENVIRONMENT = "engine"\n')
    (tmp_path / "helper.py").write_text("x = 1\n")
    assert commands.find(tmp_path) == {
        "fly": commands.Command("fly", "fly", "engine", pass_through=False)
    }


def test_every_command_names_an_environment_and_fits_on_a_line() -> None:
    for command in commands.find().values():
        assert command.environment in ("app", "engine", "any")
        assert 0 < len(command.help) < 100
