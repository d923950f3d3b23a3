"""Shared by the tests of both environments."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

REAL_TIME = frozenset({"console", "drill", "e2e", "gateway", "runner", "widget"})
"""Folders whose tests wait for real processes, browsers and deadlines, which a busy machine may hold up."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those get a second try; the summary names each test that needed it. No other test does."""
    if not config.pluginmanager.hasplugin("rerunfailures"):
        return
    for item in items:
        if not REAL_TIME.isdisjoint(item.nodeid.partition("::")[0].split("/")):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing may be skipped in silence: a skip is a failure there."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself while it is collected."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report
