"""Frames to H.264 segments, segments and sound to one MP4, and the proof that it is right.

`video.SegmentEncoder` writes a segment, `mux.mux` joins segments and sound, `verify.verify` checks
the result. They load FFmpeg's libraries, so they are imported from where they are; naming a quality
costs nothing.
"""

from render.encode.profiles import DEFAULT_QUALITY, PROFILES, Profile, profile_named

__all__ = ["DEFAULT_QUALITY", "PROFILES", "Profile", "profile_named"]
