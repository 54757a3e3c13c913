"""A customer who calls is known by name, through a crash too, and no file or log says who it was."""

from __future__ import annotations

from pathlib import Path

from journeys.crew import customer
from journeys.house import house

NUMBER = "+46701740610"
NAME = "Elin Åkerström"


def test_a_known_caller_has_a_name_while_it_rings(tmp_path: Path) -> None:
    """By the number, in the demo company; after a kill of web and runtime again; in the timeline when it is
    over. Neither name nor number is anywhere in the data folder or in what was logged."""
    with house(tmp_path / "lur", "--demo") as lur, customer(tmp_path / "caller", NUMBER) as caller:
        caller.dial(lur.sip("support"))
        here = lur.until(lambda s: s["contacts"] and s["contacts"][0]["caller"]["name"])
        shown = here["contacts"][0]["caller"]
        assert (shown["name"], shown["customer_id"]) == (NAME, "demo-01")
        lur.kill("runtime")
        lur.start()
        lur.until(lambda s: s["contacts"] and s["contacts"][0]["caller"]["name"] == NAME)
        caller.hang_up()
        lur.until(lambda s: not s["contacts"])
        entries = lur.get("/api/customers/demo-01/timeline")["entries"]
        assert [each["contact"]["id"] for each in entries] == [here["contacts"][0]["id"]]
        files = [file for file in lur.data.rglob("*") if file.is_file()]
        assert len(files) > 10
        for file in (*files, *lur.logs()):
            content = _read(file)
            assert NAME.encode() not in content, file
            assert NUMBER[1:].encode() not in content, file


def _read(file: Path) -> bytes:
    """What a file holds; nothing when it was a sound in the making and has its own name by now."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        assert file.name.startswith(".making-"), file
        return b""
