"""What the gateway keeps: conversations, events, choices, deletions still owed to Rasa.

App environment only (SQLAlchemy 2). Nothing here logs, and no error repeats a stored value.
"""
