"""`wavemaker assets serve`: says where it is, and ends when told to."""

import json
import signal

import httpx
import pytest

READY_SECONDS = 60


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_says_in_one_line_of_json_where_it_is_and_ends_well(start, tmp_path, stop):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    process = start("assets", "serve", tmp_path, "--port", "0", "--json")
    ready = json.loads(process.stdout.readline())
    assert ready.keys() == {"url", "api_key", "folder"}
    assert ready["folder"] == str(tmp_path)
    headers = {"Authorization": f"Bearer {ready['api_key']}"}
    request = {"keys": ["a.png"]}
    answer = httpx.post(f"{ready['url']}/assets/sign", json=request, headers=headers, timeout=20)
    assert httpx.get(answer.json()["urls"]["a.png"], timeout=20).content == b"\x89PNG\r\n\x1a\n"
    process.send_signal(stop)
    out, err = process.communicate(timeout=READY_SECONDS)
    assert (process.returncode, out, err) == (0, "", "")


def test_it_tells_people_what_clients_need(start, tmp_path):
    process = start("assets", "serve", tmp_path, "--port", "0", "--expires", "60")
    lines = [process.stderr.readline() for _ in range(3)]
    assert "Ctrl-C" in lines[0]
    assert lines[1].startswith("  WAVEMAKER_API_URL=http://127.0.0.1:")
    assert lines[2].startswith("  WAVEMAKER_API_KEY=mcp_")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=READY_SECONDS)
    assert (process.returncode, out, err) == (0, "", "stopped\n")


def test_a_key_from_the_environment_is_taken_and_not_shown(start, tmp_path):
    key = "mcp_from_the_environment"
    process = start("assets", "serve", tmp_path, "--port", "0", "--json", WAVEMAKER_API_KEY=key)
    ready = json.loads(process.stdout.readline())
    assert ready["api_key"] is None
    url = f"{ready['url']}/assets/sign"
    assert httpx.post(url, json={"keys": ["a"]}, timeout=20).status_code == 401
    headers = {"Authorization": f"Bearer {key}"}
    assert httpx.post(url, json={"keys": ["a"]}, headers=headers, timeout=20).status_code == 200
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=READY_SECONDS)
    assert key not in out + err


def test_without_a_key_everybody_signs_whatever_the_environment_says(start, tmp_path):
    process = start(
        "assets", "serve", tmp_path, "--port", "0", "--json", "--no-key", WAVEMAKER_API_KEY="mcp_x"
    )
    ready = json.loads(process.stdout.readline())
    answer = httpx.post(f"{ready['url']}/assets/sign", json={"keys": ["a"]}, timeout=20)
    assert answer.json() == {"urls": {}}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing-here"], "no such folder"),
        ([".", "--no-key", "--host", "0.0.0.0"], "only this machine"),  # noqa: S104 - refused
        ([".", "--host", "no such host"], "cannot listen"),
        ([".", "--api-key", "mcp secret"], "visible ASCII"),
        ([".", "--expires", "0"], "--expires"),
        ([".", "--port", "65536"], "--port"),
        ([], "DIR"),
    ],
)
def test_arguments_that_make_no_sense_are_usage_errors(wavemaker, arguments, words):
    result = wavemaker("assets", "serve", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "secret" not in result.output


def test_errors_are_json_when_asked(wavemaker, tmp_path):
    result = wavemaker("assets", "serve", tmp_path / "nothing", "--json")
    error = json.loads(result.stdout)["error"]
    assert (error["type"], error["where"]) == ("UsageError", str(tmp_path / "nothing"))
