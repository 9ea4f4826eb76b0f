"""Nothing is downloaded at run time: the suite itself, lectures included, runs where there is no network."""

import os
import socket

import pytest


@pytest.mark.skipif("COURSE_OFFLINE" not in os.environ, reason="make test runs the suite without a network")
def test_the_suite_runs_without_a_network() -> None:
    interfaces = [name for _, name in socket.if_nameindex()]
    assert interfaces == ["lo"], f"the suite must run without a network; it sees {interfaces}"
