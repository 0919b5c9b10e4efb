"""The world's scripts, set here and by Chromium from the same font files, side by side.

`python -m bench.scripts [--output out/scripts.png] [--only NAME]` draws one row a script: ours,
Chromium's, and the difference of the two; and prints how much of the ink differs. Needs Debian's
`chromium` (or CHROMIUM=/path/to/it); nothing else in the project does.
"""
# ruff: noqa: RUF001 these look-alikes are meant

import argparse
import html
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from render.text import FontBook, TextRun, TextSpec, lay_out, paint

SIZE_PX = 40.0
LINE_HEIGHT = 1.6
WIDTH_PX, MARGIN_PX = 620, 24
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--virtual-time-budget=10000",
)
_MOST_MOVED_PX = 3
INK_LEVELS = 48
"""Difference from which a pixel counts as another: antialiasing differs by less."""


@dataclass(frozen=True)
class Sample:
    """A row.

    Attributes:
        name: What it shows.
        text: In logical order.
        families: In order of preference.
        weight: 400 or 700.
        language: Tells Chromium which dictionary and which Han forms.
        align: As in CSS.
        letter_spacing_px: As in CSS.
    """

    name: str
    text: str
    families: str = "Noto Sans"
    weight: int = 400
    language: str = "en"
    align: str = "left"
    letter_spacing_px: float = 0.0


SAMPLES = (
    Sample("latin", "Affluent waffles, AVATAR To. Ærø “quoted” — Łódź, naïve coöperation"),
    Sample("latin bold", "Affluent waffles, AVATAR To. 1,234.50", "Lato", 700),
    Sample("latin spaced", "Slow mornings in Brooklyn", "Poppins", 700, letter_spacing_px=4.0),
    Sample("vietnamese", "Tiếng Việt có những dấu chồng lên nhau: Ẩm thực đường phố"),
    Sample("arabic", "القهوة في الصباح الباكر ألذّ من أي وقتٍ آخر، أليس كذلك؟", "Noto Sans Arabic",
           language="ar", align="right"),
    Sample("arabic bold", "عرض خاص: خصم ٥٠٪ على كل شيء!", "Noto Sans Arabic", 700, "ar", "right"),
    Sample("arabic, latin, numbers", "اشترِ iPhone 15 بسعر 999.99 دولار (شحن مجاني) اليوم",
           "Noto Sans Arabic, Noto Sans", language="ar", align="right"),
    Sample("arabic spaced", "الخط العربي متصل دائماً", "Noto Sans Arabic", 700, "ar", "right", 6.0),
    Sample("hebrew", "בוקר טוב, העולם! הקפה הראשון תמיד הכי טעים.", "Noto Sans Hebrew",
           language="he", align="right"),
    Sample("hebrew with points", "בְּרֵאשִׁית בָּרָא אֱלֹהִים", "Noto Sans Hebrew", language="he",
           align="right"),
    Sample("hebrew, latin, numbers", "מבצע: 2+1 על כל ה-T-shirts עד 31.12.2026 (ב-Brooklyn)",
           "Noto Sans Hebrew, Noto Sans", language="he", align="right"),
    Sample("latin with hebrew", "The word שלום עולם means “hello world”, and 42 is מספר."
           , "Noto Sans, Noto Sans Hebrew"),
    Sample("hindi", "सुबह की कॉफ़ी हमेशा सबसे अच्छी होती है। क्षत्रिय श्रीमती विद्यार्थी",
           "Noto Sans Devanagari", language="hi"),
    Sample("hindi bold", "विशेष छूट: ५०% आज ही!", "Noto Sans Devanagari", 700, "hi"),
    Sample("bengali", "সকালের কফি সবচেয়ে সুস্বাদু, তাই না?", "Noto Sans Bengali", language="bn"),
    Sample("tamil", "காலை காபி மிகவும் சுவையானது, இல்லையா?", "Noto Sans Tamil", language="ta"),
    Sample("telugu", "ఉదయం కాఫీ చాలా రుచిగా ఉంటుంది", "Noto Sans Telugu", language="te"),
    Sample("thai", "กาแฟยามเช้าอร่อยกว่าเวลาอื่นเสมอ น้ำผึ้งก็ดีที่สุดในโลกใบนี้ด้วย", "Noto Sans Thai",
           language="th"),
    Sample("thai bold", "ลดราคาพิเศษ 50% วันนี้เท่านั้นที่นี่ที่เดียว", "Noto Sans Thai, Noto Sans", 700, "th"),
    Sample("lao", "ກາເຟຕອນເຊົ້າແຊບທີ່ສຸດໃນໂລກນີ້ສະເໝີ", "Noto Sans Lao", language="lo"),
    Sample("khmer", "កាហ្វេពេលព្រឹកតែងតែឆ្ងាញ់ជាងពេលផ្សេង", "Noto Sans Khmer", language="km"),
    Sample("burmese", "မနက်ခင်းကော်ဖီသည် အကောင်းဆုံးဖြစ်သည်", "Noto Sans Myanmar", language="my"),
    Sample("japanese",
           "ブルックリンの朝は、ゆっくりと流れる。「おはよう」と言って、コーヒーを飲みましょう。",
           "Noto Sans JP", language="ja"),
    Sample("japanese bold", "期間限定！最大50％オフセール開催中", "Noto Sans JP", 700, "ja"),
    Sample("chinese",
           "布鲁克林的早晨，总是慢慢流逝。“早上好”，一起喝杯咖啡吧！（限时优惠）", "Noto Sans SC",
           language="zh"),
    Sample("korean", "브루클린의 아침은 천천히 흘러갑니다. 커피 한 잔 어때요?", "Noto Sans KR",
           language="ko"),
    Sample("emoji", "👨‍👩‍👧‍👦 👩🏽‍🚀 👍🏻👍🏿 🇩🇪🇯🇵🇧🇷 🏳️‍🌈 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ❤️ 🔥🎉 ☕ 🧑🏾‍🤝‍🧑🏻",
           "Noto Sans, Noto Color Emoji"),
    Sample("emoji in text", "Fresh coffee ☕ today only 🔥 50% off 👉🏽 brooklyn™ ©",
           "Noto Sans, Noto Color Emoji", 700),
)  # fmt: skip


def main() -> None:
    """Draw the rows that are asked for and say how much differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("out/scripts.png"))
    parser.add_argument("--only", default="", help="rows whose name contains this")
    arguments = parser.parse_args()
    samples = [sample for sample in SAMPLES if arguments.only in sample.name]
    book = FontBook()
    ours = [ours_of(sample, book) for sample in samples]
    theirs = chromium_of(samples, [picture.shape[0] for picture in ours], book)
    rows = [_row(*pair) for pair in zip(ours, theirs, strict=True)]
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.vstack(rows)).save(arguments.output)
    print(f"{'script':<24} {'ink that differs':>16}")
    for sample, one, other in zip(samples, ours, theirs, strict=True):
        print(f"{sample.name:<24} {differing(one, other):>16.1%}")
    print(arguments.output)


def ours_of(sample: Sample, book: FontBook) -> NDArray[np.uint8]:
    """Set a sample; `(height_px, WIDTH_PX + 2 * MARGIN_PX, 3)` uint8, black on white."""
    run = TextRun(
        sample.text,
        sample.families,
        SIZE_PX,
        sample.weight,
        fill=(0, 0, 0, 255),
        letter_spacing_px=sample.letter_spacing_px,
    )
    spec = TextSpec(
        (run,),
        width_px=float(WIDTH_PX),
        line_height=LINE_HEIGHT,
        align=sample.align,  # type: ignore[arg-type]
    )
    layout = lay_out(spec, book)
    picture = paint(layout)
    left, top = picture.origin_px
    height = round(SIZE_PX * LINE_HEIGHT * len(layout.lines)) + 2 * MARGIN_PX
    # The origin is the layout box's; what hangs out of it is kept by the margin.
    page = Image.new("RGB", (WIDTH_PX + 2 * MARGIN_PX, height), "white")
    rgba = Image.fromarray(_straight(picture.rgba))
    page.paste(rgba, (MARGIN_PX + left, MARGIN_PX + top), rgba)
    return np.asarray(page)


def _straight(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = rgba[..., 3:].astype(float)
    color = np.divide(
        rgba[..., :3] * 255.0, alpha, out=np.zeros(rgba[..., :3].shape), where=alpha > 0
    )
    return np.dstack([np.clip(np.rint(color), 0, 255), alpha]).astype(np.uint8)


def chromium_of(
    samples: list[Sample], heights_px: list[int], book: FontBook
) -> list[NDArray[np.uint8]]:
    """Let Chromium set samples with the same font files; pictures as high as asked for."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        sys.exit("chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_page(samples, heights_px, book), encoding="utf-8")
        shot = Path(folder) / "shot.png"
        width = WIDTH_PX + 2 * MARGIN_PX
        command = [
            program, *FLAGS, f"--user-data-dir={folder}/profile", f"--screenshot={shot}",
            f"--window-size={width},{sum(heights_px)}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        with Image.open(shot) as picture:
            pixels = np.asarray(picture.convert("RGB"))
    pictures, top = [], 0
    for height in heights_px:
        pictures.append(pixels[top : top + height, :width])
        top += height
    return pictures


def _page(samples: list[Sample], heights_px: list[int], book: FontBook) -> str:
    faces: dict[tuple[str, int], str] = {}
    rows: list[str] = []
    for sample, height in zip(samples, heights_px, strict=True):
        names = [family.strip() for family in sample.families.split(",")]
        for name in names:
            file = book.match(name, sample.weight, italic=False)[0].file
            # Every family by weight gets a name of its own, so that nothing is synthesised.
            weights = "100 900" if file.heaviest else str(sample.weight)
            faces[name, sample.weight] = (
                f"@font-face {{ font-family: '{name} {sample.weight}'; font-weight: {weights}; "
                f"src: url('{file.path.as_uri()}'); }}"
            )
        family = ", ".join(f"'{name} {sample.weight}'" for name in names)
        direction = "rtl" if sample.align == "right" else "ltr"
        rows.append(
            f'<div style="height:{height}px"><p lang="{sample.language}" dir="{direction}" '
            f'style="font-family:{html.escape(family)}; font-weight:{sample.weight}; '
            f'letter-spacing:{sample.letter_spacing_px}px">{html.escape(sample.text)}</p></div>'
        )
    style = (
        "body { margin: 0; background: white; color: black; } div { overflow: hidden; } "
        f"p {{ margin: {MARGIN_PX}px; width: {WIDTH_PX}px; font-size: {SIZE_PX}px; "
        f"line-height: {LINE_HEIGHT}; text-align: start; word-break: keep-all; "
        "overflow-wrap: anywhere; line-break: strict; font-optical-sizing: auto; }"
    )
    breaks = "p:not([lang=ko]) { word-break: normal; } p[lang=ja] { word-break: auto-phrase; }"
    return (
        f"<!doctype html><meta charset=utf-8><style>{' '.join(faces.values())} {style} {breaks}"
        f"</style>{''.join(rows)}"
    )


def differing(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return the share of the ink that one picture has and the other has not.

    One is moved by a few pixels first: Chromium puts baselines on whole pixels, and a text that
    reaches beyond its box is moved into it here.
    """
    moves = range(-_MOST_MOVED_PX, _MOST_MOVED_PX + 1)
    return min(_differing(np.roll(one, (y, x), (0, 1)), other) for x in moves for y in moves)


def _differing(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    difference = np.abs(one.astype(int) - other).max(axis=2) > INK_LEVELS
    ink = (one.min(axis=2) < 255 - INK_LEVELS) | (other.min(axis=2) < 255 - INK_LEVELS)
    return float(difference.sum() / max(ink.sum(), 1))


def _row(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    difference = 255 - np.abs(one.astype(int) - other).astype(np.uint8)
    row = np.hstack([one, other, difference])
    row[-1] = 210
    return row


if __name__ == "__main__":
    main()
