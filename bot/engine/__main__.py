"""`python -m bot.engine train`, `run`, `shell` …: the stock `rasa` command line, repaired."""

from bot.engine.start import main

if __name__ == "__main__":
    main()
