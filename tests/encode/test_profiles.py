import dataclasses
import subprocess
import sys

import pytest

from render.encode import DEFAULT_QUALITY, PROFILES, profile_named
from render.errors import UsageError


def test_the_default_is_a_profile():
    assert profile_named(DEFAULT_QUALITY).name == DEFAULT_QUALITY


def test_better_qualities_spend_more():
    draft, standard, high = (PROFILES[name] for name in ("draft", "standard", "high"))
    assert draft.crf > standard.crf > high.crf
    assert draft.audio_bitrate_bps < standard.audio_bitrate_bps < high.audio_bitrate_bps


def test_an_unknown_quality_is_a_usage_error_that_names_the_known_ones():
    with pytest.raises(UsageError) as caught:
        profile_named("best")
    assert "standard" in (caught.value.hint or "")


def test_name_and_sound_of_a_profile_stay_out_of_segment_keys():
    left_out = {f.name for f in dataclasses.fields(PROFILES["draft"]) if "in_key" in f.metadata}
    assert left_out == {"name", "audio_bitrate_bps"}


def test_naming_a_profile_imports_no_heavy_library():
    code = "import sys, render.encode; print({'av', 'numpy', 'cv2'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
