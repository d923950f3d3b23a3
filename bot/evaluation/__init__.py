"""How well questions are understood: figures from labelled questions, and the report of them.

`figures` and `report` are pure and need neither Rasa nor a model. `safety` is about danger; it runs in the
app environment.
"""
