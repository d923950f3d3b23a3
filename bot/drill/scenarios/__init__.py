"""The scenarios: each a short script of what visitor and staff do, and of what is to be seen when."""
