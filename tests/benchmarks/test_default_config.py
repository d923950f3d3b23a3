from benchmarks.workplace import DEFAULT_CONFIG
from bot.setup.paths import VENVS

RASAS = "rasa/engine/recipes/config_files/default_config.yml"


def test_the_default_pipeline_is_word_for_word_rasas_own() -> None:
    [package] = (VENVS / "engine").glob(f"lib/python3*/site-packages/{RASAS}")
    assert settings(DEFAULT_CONFIG.read_text())
    assert settings(package.read_text()) == settings(DEFAULT_CONFIG.read_text())


def settings(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "assistant_id"))]
