"""Starting and stopping."""

import socket
import threading

import httpx
import pytest

from render.errors import UsageError
from render.serve import serve_folder


def test_it_answers_as_long_as_the_block_runs_and_not_longer(tmp_path, anyone):
    with serve_folder(tmp_path) as server:
        assert anyone.get(server.url).status_code == 404
    with pytest.raises(httpx.ConnectError):
        anyone.get(server.url)
    assert not server.thread.is_alive()


def test_a_download_under_way_does_not_keep_it_from_stopping(tmp_path, anyone):
    (tmp_path / "big.bin").write_bytes(bytes(64 * 1024 * 1024))
    with serve_folder(tmp_path) as server:
        headers = {"Authorization": f"Bearer {server.api_key}"}
        answer = anyone.post(
            f"{server.url}/assets/sign", json={"keys": ["big.bin"]}, headers=headers
        )
        connection = socket.create_connection(
            ("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=20
        )
        target = answer.json()["urls"]["big.bin"].removeprefix(server.url)
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert connection.recv(1000)
    assert not server.thread.is_alive()
    connection.close()


def test_every_server_makes_its_own_key(tmp_path):
    with serve_folder(tmp_path) as one, serve_folder(tmp_path) as other:
        assert one.api_key != other.api_key
        assert one.api_key.startswith("mcp_")
        assert len(one.api_key) >= 32
        assert one.api_key not in repr(one)


def test_a_server_without_a_key_signs_for_everybody(serving):
    served = serving(require_key=False)
    assert served.api_key is None
    assert served.client.post("/assets/sign", json={"keys": ["x"]}).status_code == 200


def test_a_key_of_one_s_own_is_taken(serving, anyone):
    served = serving(api_key="mcp_mine")
    assert served.api_key == "mcp_mine"
    assert served.client.post("/assets/sign", json={"keys": ["x"]}).status_code == 200
    assert anyone.post(f"{served.url}/assets/sign", json={"keys": ["x"]}).status_code == 401


def test_a_port_that_is_taken_is_said(tmp_path):
    with serve_folder(tmp_path) as server:
        port = int(server.url.rpartition(":")[2])
        with (
            pytest.raises(UsageError, match="cannot listen") as caught,
            serve_folder(tmp_path, port=port),
        ):
            pass
        assert caught.value.where == f"127.0.0.1:{port}"
        assert "--port 0" in caught.value.hint


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"lifetime_seconds": 0}, "1 to 604800 seconds"),
        ({"lifetime_seconds": 604801}, "1 to 604800 seconds"),
        ({"api_key": ""}, "visible ASCII"),
        ({"api_key": "with space"}, "visible ASCII"),
        ({"api_key": "schlüssel"}, "visible ASCII"),
        ({"api_key": "x", "require_key": False}, "makes no sense"),
        ({"host": "0.0.0.0", "require_key": False}, "only this machine"),  # noqa: S104 - refused
        ({"host": "no such host.invalid"}, "cannot listen"),
        ({"host": "256.256.256.256"}, "cannot listen"),
        ({"port": 65536}, "ports are 0 to 65535"),
        ({"port": -1}, "ports are 0 to 65535"),
    ],
)
def test_arguments_that_make_no_sense_are_said(tmp_path, options, words):
    before = threading.active_count()
    with pytest.raises(UsageError, match=words), serve_folder(tmp_path, **options):
        pass
    assert threading.active_count() == before


def test_a_wrong_key_is_not_repeated_in_the_message(tmp_path):
    with pytest.raises(UsageError) as caught, serve_folder(tmp_path, api_key="mcp secret"):
        pass
    assert "secret" not in str(caught.value)


def test_a_folder_that_is_none_is_said(tmp_path):
    file = tmp_path / "file"
    file.touch()
    for path in (file, tmp_path / "nothing"):
        with pytest.raises(UsageError, match="no such folder"), serve_folder(path):
            pass


def test_ipv6_is_served_under_its_brackets(tmp_path, anyone):
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        with serve_folder(tmp_path, host="::1") as server:
            assert server.url.startswith("http://[::1]:")
            assert anyone.get(server.url).status_code == 404
    except UsageError:
        pytest.skip("this machine has no ::1")
