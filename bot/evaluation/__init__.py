"""How well questions are understood: figures from labelled questions, and the report of them.

`figures` and `report` are pure and need neither Rasa nor a model.
"""
