"""What is no asset, or too much of one: refused early and not kept."""

import gzip

import pytest

from render.errors import AssetTooLarge, AssetUnreadable
from tests.assets.remote.loopback import reply
from tests.assets.remote.one_file import DATA, always, failure, fetch
from tests.assets.remote.storage import PNG


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip, gzip", "br", "zstd", "deflate"])
def test_compressed_files_are_refused_unopened(store, encoding):
    bomb = gzip.compress(bytes(20_000_000))
    error, storage = failure(always(reply(200, bomb, content_encoding=encoding)), store)
    assert "compressed" in error.message
    assert len(storage.downloads) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty file"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "an HTML page"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "an XML document"),
        (b'{"error": "not found"}', "a text file"),
        (b"#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/\n", "an HLS playlist"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "an ffconcat playlist"),
        (gzip.compress(DATA), "a gzip archive"),
        (b"PK\x03\x04" + DATA, "a ZIP archive"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        (b"%PDF-1.7\n" + DATA, "a PDF document"),
        (bytes(3000), "no demuxer knows"),
        (b"\x7fELF" + bytes(100), "no demuxer knows"),
    ],
)
def test_what_is_no_picture_is_refused_and_not_kept(store, content, said):
    error, storage = failure(None, store, AssetUnreadable, data=content)
    assert said in error.message
    assert len(storage.downloads) == 1
    assert all(not path.stat().st_size for path in store.root.glob("downloads/*.partial"))


def test_a_wrong_file_is_noticed_before_all_of_it_has_come(store):
    def endless(_request, _key, _before):
        yield reply(200, b"<html>" + b" " * 100_000, content_length=10**9)
        yield 30.0

    failure(endless, store, AssetUnreadable)


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("captions.srt", b"1\n00:00:00,000 --> 00:00:01,000\nHello\n"),
        ("look.cube", b"LUT_3D_SIZE 2\n" + b"0 0 0\n" * 8),
        ("logo.svg", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("voice.mp3", b"ID3\x03\0\0\0" + bytes(100)),
        ("clip.mp4", b"\0\0\0\x18ftypisom" + bytes(100)),
        ("really-a-film.png", b"\0\0\0\x18ftypisom" + bytes(100)),
    ],
)
def test_texts_and_media_that_keys_can_be_pass(store, key, content):
    assert fetch(None, store, data=content, key=key)[0] == content


def test_a_file_that_says_it_is_too_large_is_refused_before_it_comes(store):
    error, storage = failure(None, store, AssetTooLarge, max_file_bytes=100_000)
    assert "200,000 bytes" in error.message
    assert "100,000 bytes" in (error.hint or "")
    assert len(storage.downloads) == 1


def test_a_file_without_end_is_cut_off_at_the_limit(store):
    def endless(_request, _key, _before):
        yield reply(
            200,
            b"5000\r\n" + PNG.ljust(0x5000) + b"\r\n",
            content_length=None,
            transfer_encoding="chunked",
        )
        for _ in range(1000):
            yield b"5000\r\n" + bytes(0x5000) + b"\r\n"

    failure(endless, store, AssetTooLarge, max_file_bytes=200_000)
