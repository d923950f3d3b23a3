"""rasa_sdk custom actions: thin, over pure functions in `bot`."""
