"""Keeps gateway, engine and action server running under one process runner, supervisor.

App environment only. Why supervisor: `docs/decisions/0002-process-runner.md`.
"""
