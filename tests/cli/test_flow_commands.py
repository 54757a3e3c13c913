"""``lur flow`` and the doors of ``lur queue`` against a real ``lur serve``."""

from __future__ import annotations

import argparse
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_commands import Serve

from lur.cli.client import Client


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """One that runs for all of these tests, with two queues."""
    serve = Serve(tmp_path_factory.mktemp("serve"))
    serve.start()
    for name in ("Invoice", "Other"):
        assert serve.ask("queue", "add", name).returncode == 0
    yield serve
    if serve.process is not None and serve.process.poll() is None:
        serve.end(signal.SIGTERM)


def get(serve: Serve, path: str) -> Any:
    """What the API says."""
    return Client(argparse.Namespace(data=serve.data, url=None, token=None)).get(path, Any)


def flow(**more: Any) -> dict[str, Any]:
    """A sound flow as a file has it."""
    ask = {
        "kind": "Menu",
        "id": "ask",
        "words": {"sv": "Faktura, tryck ett.", "en": "Invoice, press one."},
        "options": [{"key": "1", "name": "invoice", "then": "in"}],
        "otherwise": "other",
    }
    ends = [
        {"kind": "ToQueue", "id": "in", "queue_id": "invoice"},
        {"kind": "ToQueue", "id": "other", "queue_id": "other"},
    ]
    return {
        "flow_id": "main",
        "name": "Main",
        "first": "ask",
        "nodes": [ask, *ends],
        "fallback": "other",
    } | more


def kept(folder: Path, content: object) -> str:
    """A file with this in it."""
    path = folder / "flow.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_a_flow_is_checked_saved_shown_and_tried(serve: Serve, tmp_path: Path) -> None:
    """What `show` prints, `save` takes again; `try` tells what a caller hears."""
    file = kept(tmp_path, flow())
    assert serve.ask("flow", "check", file).returncode == 0
    assert serve.ask("flow", "list").stdout.splitlines()[1:] == []
    saved = serve.ask("flow", "save", file)
    assert saved.returncode == 0, saved.stderr
    assert f"sip:test-main@127.0.0.1:{serve.sip}" in saved.stdout
    shown = json.loads(serve.ask("flow", "show", "main").stdout)
    assert {name: shown[name] for name in ("flow_id", "name", "first", "fallback")} == {
        name: value for name, value in flow().items() if name != "nodes"
    }
    again = serve.ask("flow", "save", kept(tmp_path, shown | {"name": "Second"}))
    assert "version: 2" in again.stdout
    unversioned = serve.ask("flow", "save", kept(tmp_path, flow(name="Third")))
    assert "version: 3" in unversioned.stdout
    tried = serve.ask("flow", "try", "main", "--keys", "71")
    assert "wrong key" in tried.stdout
    assert "sv: Faktura, tryck ett." in tried.stdout
    assert tried.stdout.splitlines()[-1] == "ends: queue invoice in sv, chose invoice"
    assert "Third" in serve.ask("flow", "list").stdout


def test_a_flow_with_faults_is_not_saved(serve: Serve, tmp_path: Path) -> None:
    """Each fault on a line of its own, exit code 1."""
    bad = kept(tmp_path, flow(flow_id="bad", fallback="gone", first="nowhere"))
    for verb in ("check", "save"):
        refused = serve.ask("flow", verb, bad)
        assert refused.returncode == 1
        assert "flow_no_way_in (nowhere):" in refused.stderr
        assert "flow_unknown_queue (gone):" in refused.stderr
    assert "unknown_flow" in serve.ask("flow", "show", "bad").stderr
    stale = serve.ask("flow", "save", kept(tmp_path, flow(flow_id="new", version=7)))
    assert (stale.returncode, "changed_meanwhile" in stale.stderr) == (1, True)


@pytest.mark.parametrize("content", ["{", "[]", '{"flow_id": "x"}', json.dumps(flow(priority=1))])
def test_a_file_that_is_no_flow(serve: Serve, tmp_path: Path, content: str) -> None:
    """Said so, with where to begin."""
    refused = serve.ask("flow", "check", kept(tmp_path, content))
    assert refused.returncode == 1
    assert "bad_file" in refused.stderr
    assert "lur flow show" in refused.stderr


def test_a_file_that_is_not_there(serve: Serve, tmp_path: Path) -> None:
    """Its name is in the words."""
    refused = serve.ask("flow", "check", str(tmp_path / "gone.json"))
    assert (refused.returncode, "file_unusable" in refused.stderr) == (1, True)


def test_the_doors_of_a_queue_are_changed(serve: Serve) -> None:
    """What is named changes, what is not named stays."""
    done = serve.ask("queue", "change", "other", "--most-waiting", "20", "--overflow", "120:invoice")
    assert done.returncode == 0, done.stderr
    assert serve.ask("queue", "change", "other", "--no-callbacks", "--promise", "90").returncode == 0
    hours = ("--hours", "mon-fri 08:00-17:00", "--calendar")
    assert serve.ask("queue", "change", "other", *hours).returncode == 0
    got = get(serve, "/api/queues/other")
    settings = got["settings"]
    assert (settings["most_waiting"], settings["callbacks"], settings["promise_ms"]) == (20, False, 90_000)
    assert settings["overflow"] == [{"after_ms": 120_000, "queue_id": "invoice"}]
    assert (len(settings["opening_hours"]), got["follows_calendar"]) == (5, True)
    assert serve.ask("queue", "change", "other", "--hours", "always").returncode == 0
    assert get(serve, "/api/queues/other")["settings"]["opening_hours"] == []
    astray = serve.ask("queue", "change", "other", "--overflow", "120:other")
    assert (astray.returncode, "bad_settings" in astray.stderr) == (1, True)
    assert serve.ask("queue", "change", "nobody").returncode == 1
    assert serve.ask("queue", "change", "other", "--overflow", "teknik").returncode == 2


def test_a_new_queue_has_its_flow_and_its_doors(serve: Serve, tmp_path: Path) -> None:
    """Callers of its numbers hear the flow first."""
    assert serve.ask("flow", "save", kept(tmp_path, flow(flow_id="door"))).returncode == 0
    words = ("queue", "add", "Door", "--number", "door", "--flow", "door", "--most-waiting", "3")
    done = serve.ask(*words, "--no-callbacks", "--overflow", "60:other")
    assert done.returncode == 0, done.stderr
    settings = get(serve, "/api/queues/door")["settings"]
    assert (settings["most_waiting"], settings["callbacks"], len(settings["overflow"])) == (3, False, 1)
    (entry,) = [each for each in get(serve, "/api/entries") if each["address"] == "door"]
    assert entry["flow_id"] == "door"
