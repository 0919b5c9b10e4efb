import unicodedata

import pytest

from render.assets.keys import check_key, shown
from render.errors import AssetKeyRefused


@pytest.mark.parametrize(
    "key",
    [
        "a",
        "assets/scene-1/image.png",
        "assets/Screenshot 2026-01-02 at 3.45.12\u202fPM.png",
        "assets/été/กาแฟ/咖啡.mp4",
        "assets/\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.png",
        "100%.png",
        "a..b/...c",
        "-dash/.hidden",
        "x" * 255,
    ],
)
def test_ordinary_keys_come_back_as_they_are(key):
    assert check_key(key) == key


def test_a_key_comes_back_in_composed_unicode_so_that_one_file_has_one_key():
    assert check_key(unicodedata.normalize("NFD", "assets/café.png")) == "assets/café.png"


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "empty"),
        ("../secret", "'..'"),
        ("assets/../../etc/passwd", "'..'"),
        ("assets/..", "'..'"),
        ("/etc/passwd", "root"),
        ("~/x", "root"),
        ("C:/x", "drive"),
        ("https://example.com/a.png", "URL"),
        ("file:///etc/passwd", "URL"),
        ("concat:a|b", "URL"),
        ("a/b:c", "colon"),
        ("a\\b", "backslash"),
        ("..\\..\\x", "backslash"),
        ("a//b", "empty"),
        ("a/", "empty"),
        ("./a", "'.'"),
        ("a\0b", "control"),
        ("a\nb", "control"),
        ("a\x1b[31m", "control"),
        ("a\u202egnp.exe", "invisible"),
        ("a\u200bb", "invisible"),
        ("a\ud800", "invisible"),
        ("a /b", "space"),
        ("a./b", "dot"),
        ("%2e%2e/%2e%2e/etc/passwd", "percent"),
        ("a/%2e%2e/b", "percent"),
        ("a%00b", "percent"),
        ("a%2f%2fb", "percent"),
        ("a%5c..%5cb", "percent"),
        ("x" * 256, "long"),
        ("a/" * 600 + "b", "1024"),
    ],
)
def test_keys_that_could_lead_elsewhere_are_refused_with_the_reason(key, reason):
    with pytest.raises(AssetKeyRefused) as caught:
        check_key(key)
    assert reason in caught.value.message
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("key", [None, 3, b"a", ["a"], {"key": "a"}])
def test_what_is_no_text_is_refused(key):
    with pytest.raises(AssetKeyRefused, match=type(key).__name__):
        check_key(key)


def test_a_url_gets_told_what_to_do():
    with pytest.raises(AssetKeyRefused, match="download the file"):
        check_key("https://example.com/a.png")


def test_a_refused_key_is_shown_escaped_and_short():
    with pytest.raises(AssetKeyRefused) as caught:
        check_key("\x1b[2J" + "x" * 5000)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 400
    assert shown("a\u202eb\n") == "a\\u202eb\\n"
