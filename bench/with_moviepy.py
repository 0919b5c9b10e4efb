"""The reference composition as a MoviePy user writes it.

Run as a program of its own: `python -m bench.with_moviepy MEDIA_FOLDER FRAMES OUTPUT [lean]`.

There are two readings, and both are measured:

    plain    as the documentation composes: a scene is a CompositeVideoClip of its picture and its
             heading, scenes crossfade, and a zoom resizes the picture it was given
    lean     as somebody who profiled it does: one flat composite, so that no scene needs a mask,
             and stills reduced once to the largest size they are shown at

In both the pan moves a picture of fixed size, and the audio of the clips, which have none, is not
asked for.
"""

import sys
from pathlib import Path

from moviepy import (
    AudioFileClip,
    CompositeAudioClip,
    CompositeVideoClip,
    ImageClip,
    TextClip,
    VideoClip,
    VideoFileClip,
    afx,
    vfx,
)

from bench.reference import (
    CAPTION_CENTRE_Y_PX,
    CAPTION_SIZE_PX,
    CRF,
    FONT_PATH,
    FPS,
    HEADING_CENTRE_Y_PX,
    HEADING_FADE_FRAMES,
    HEADING_SIZE_PX,
    HEIGHT_PX,
    LOGO_MARGIN_PX,
    LOGO_SIZE_PX,
    MUSIC_VOLUME,
    PAN,
    PRESET,
    STROKE_WIDTH_PX,
    WIDTH_PX,
    ZOOM,
    Reference,
    TextCue,
)

THREE_HALVES = 1.5
"""Width over height of the stills."""


def zooming_still(reference: Reference, seconds: float, *, lean: bool) -> VideoClip:
    """Scene 1: the still grows about its centre."""
    start, end = ZOOM[0].width, ZOOM[1].width
    still = ImageClip(str(reference.media("still-1.jpg")), duration=seconds)
    if lean:
        still = still.resized(width=round(WIDTH_PX / end))
    fills = WIDTH_PX / still.w
    return still.resized(lambda t: fills / (start + (end - start) * t / seconds)).with_position(
        "center"
    )


def panning_still(reference: Reference, seconds: float) -> VideoClip:
    """Scene 3: the still passes under the canvas."""
    width_px = WIDTH_PX / PAN[0].width
    still = ImageClip(str(reference.media("still-2.jpg")), duration=seconds)
    still = still.resized(width=width_px)

    def position(t: float) -> tuple[float, float]:
        x = PAN[0].x + (PAN[1].x - PAN[0].x) * t / seconds
        return -x * width_px, -PAN[0].y * width_px / THREE_HALVES

    return still.with_position(position)


def text_clip(cue: TextCue, size_px: int, centre_y_px: int) -> TextClip:
    """One line of text over its frames."""
    # Without a margin MoviePy cuts off what reaches below its box, the stroke first.
    clip = TextClip(
        font=str(FONT_PATH),
        text=cue.text,
        font_size=size_px,
        color="white",
        stroke_color="black",
        stroke_width=STROKE_WIDTH_PX,
        margin=(8, 8),
        duration=(cue.end_frame - cue.start_frame) / FPS,
    )
    clip = clip.with_start(cue.start_frame / FPS)
    return clip.with_position(("center", centre_y_px - clip.h // 2))


def with_its_heading(picture: VideoClip, heading: TextClip, scene_seconds: float) -> VideoClip:
    """Make a scene of a picture and the heading over it; the heading is timed in the film."""
    heading = heading.with_start(heading.start - scene_seconds)
    scene = CompositeVideoClip([picture, heading], size=(WIDTH_PX, HEIGHT_PX))
    return scene.with_duration(picture.duration)


def build(reference: Reference, *, lean: bool) -> CompositeVideoClip:
    """Turn the reference into one MoviePy clip with sound."""
    lengths = [reference.scene_frames(scene) / FPS for scene in range(4)]
    pictures = [
        zooming_still(reference, lengths[0], lean=lean),
        VideoFileClip(str(reference.media("clip-30.mp4"))).subclipped(0, lengths[1]),
        panning_still(reference, lengths[2]),
        VideoFileClip(str(reference.media("clip-24.mp4"))).subclipped(0, lengths[3]),
    ]
    headings = [
        text_clip(cue, HEADING_SIZE_PX, HEADING_CENTRE_Y_PX).with_effects(
            [vfx.CrossFadeIn(HEADING_FADE_FRAMES / FPS)]
        )
        for cue in reference.headings
    ]
    starts = [reference.scene_start(scene) / FPS for scene in range(4)]
    if not lean:
        for scene, heading in ((0, headings[0]), (2, headings[1])):
            pictures[scene] = with_its_heading(pictures[scene], heading, starts[scene])
        headings = []
    fade = vfx.CrossFadeIn(reference.fade_frames / FPS)
    scenes = [
        picture.with_start(start).with_effects([fade] if scene else [])
        for scene, (picture, start) in enumerate(zip(pictures, starts, strict=True))
    ]
    captions = [text_clip(cue, CAPTION_SIZE_PX, CAPTION_CENTRE_Y_PX) for cue in reference.captions]
    whole_seconds = reference.duration_seconds
    logo = ImageClip(str(reference.media("logo.png")), duration=whole_seconds).with_position(
        (WIDTH_PX - LOGO_MARGIN_PX - LOGO_SIZE_PX[0], LOGO_MARGIN_PX)
    )
    fade_out = afx.AudioFadeOut(reference.music_fade_out_frames / FPS)
    music = AudioFileClip(str(reference.media("music.mp3"))).subclipped(0, whole_seconds)
    voice = AudioFileClip(str(reference.media("voice.wav")))
    voice_start = reference.voice_start_frame / FPS
    voice = voice.subclipped(0, min(voice.duration, whole_seconds - voice_start))
    sound = CompositeAudioClip(
        [
            music.with_volume_scaled(MUSIC_VOLUME).with_effects([fade_out]),
            voice.with_start(voice_start),
        ]
    )
    clips = [*scenes, *headings, *captions, logo]
    return (
        CompositeVideoClip(clips, size=(WIDTH_PX, HEIGHT_PX))
        .with_duration(whole_seconds)
        .with_audio(sound)
    )


def main(folder: str, frame_count: str, output: str, reading: str = "plain") -> None:
    """Render the reference of that many frames to `output`."""
    reference = Reference(Path(folder), int(frame_count))
    build(reference, lean=reading == "lean").write_videofile(
        output,
        fps=FPS,
        codec="libx264",
        preset=PRESET,
        ffmpeg_params=["-crf", str(CRF)],
        audio_codec="aac",
        temp_audiofile_path=str(Path(output).parent),
        logger=None,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
