"""SVG files: what is read, and everything that is refused by name, quickly."""

import pytest

from render.assets.drawing_tree import MAX_DEPTH, MAX_ELEMENTS
from render.assets.drawings import draw_drawing
from render.assets.probe import probe
from render.errors import AssetUnreadable

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside="", head='viewBox="0 0 8 4"'):
    return f"<svg {NS} {head}>{inside}</svg>"


def probed(tmp_path, text, name="a.svg"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return probe(name, path)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('viewBox="0 0 8 4"', (8, 4)),
        ('viewBox="0 0 8 4" width="16"', (16, 8)),
        ('viewBox="0 0 8 4" height="1in"', (192, 96)),
        ('width="20px" height="30pt"', (20, 40)),
        ('width="100%" height="100%" viewBox="1 2 30 40"', (30, 40)),
        ("", (300, 150)),
    ],
)
def test_the_natural_size_is_what_the_file_says(tmp_path, head, size):
    media = probed(tmp_path, svg(head=head))
    assert (media.kind, media.drawing.width_px, media.drawing.height_px) == ("drawing", *size)
    assert probe("a.svg", media.path) == media, "kept facts are the same"


def test_a_drawing_is_drawn_sharp_at_any_size_with_its_alpha(tmp_path):
    media = probed(tmp_path, svg('<path d="M0 0H4V4H0z" fill="red" fill-opacity=".5"/>'))
    pixels = draw_drawing(media, (80, 40), None)
    assert pixels.shape == (40, 80, 4)
    assert (pixels[:, 41:, 3] == 0).all()
    assert abs(pixels[:, :40, 3].astype(int) - 128).max() <= 1
    assert (pixels[:, :40, 0] >= 253).all()


@pytest.mark.parametrize(
    "inside",
    [
        (
            '<style>.a{fill:url(#g)}</style><linearGradient id="g"><stop stop-color="red"/>'
            '</linearGradient><rect class="a" width="8" height="4"/>'
        ),
        '<defs><rect id="r" width="8" height="4" fill="red"/></defs><use xlink:href="#r"/>',
        '<use href="#late"/><symbol id="late"><rect width="8" height="4" fill="red"/></symbol>',
        (
            '<metadata><x:y xmlns:x="u:r"><script/></x:y></metadata>'
            '<rect width="8" height="4" fill="red" onload="alert(1)"/>'
        ),
        '<g color="red"><rect width="8" height="4" fill="currentColor"/></g>',
    ],
    ids=["class", "use", "symbol", "metadata", "currentColor"],
)
def test_what_programs_export_is_drawn(tmp_path, inside):
    pixels = draw_drawing(probed(tmp_path, svg(inside)), (16, 8), None)
    assert (pixels[2:6, 2:14] >= (253, 0, 0, 255)).all()


def test_the_given_color_is_what_current_color_is(tmp_path):
    media = probed(tmp_path, svg('<rect width="8" height="4" fill="currentColor"/>'))
    assert media.drawing.uses_current_color
    assert draw_drawing(media, (8, 4), (9, 200, 30))[2, 4].tolist() == [9, 200, 30, 255]


LAUGHS = "<!DOCTYPE s [" + "".join(
    f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)
) + '<!ENTITY a0 "ha">]>'  # fmt: skip
DOUBLING = "".join(
    f'<g id="d{n}"><use href="#d{n + 1}"/><use href="#d{n + 1}"/></g>' for n in range(30)
)
MASKED = "<rect mask='url(#m{})' width='8' height='4'/>"
MASKS = "".join(f'<mask id="m{n}">{MASKED.format(n + 1) * 4}</mask>' for n in range(11))
HOSTILE = {
    "billion laughs": (LAUGHS + svg("<title>&a9;</title>"), "declares the entity"),
    "external entity": ('<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<title>&x;</title>"), "declares the entity"),  # noqa: E501
    "file": (svg('<use href="file:///etc/passwd#a"/>'), "points outside of itself"),
    "server": (svg('<use xlink:href="http://127.0.0.1/a.svg#b"/>'), "points outside of itself"),
    "fill from a server": (svg('<rect fill="url(http://127.0.0.1/#a)"/>'), "points outside"),
    "style from a server": (svg('<rect style="fill:URL( \'//h/x\' )"/>'), "points outside"),
    "import": (svg("<style>@import 'http://127.0.0.1/a.css';</style>"), "@ rules"),
    "escaped url": (svg(r"<style>a{fill:u\72l(http://h)}</style>"), "escapes"),
    "data": (svg(f'<image href="data:image/png;base64,{"A" * 9000}"/>'), "holds a picture"),
    "script": (svg("<script>alert(1)</script>"), "holds a script"),
    "page": (svg("<foreignObject/>"), "holds a foreignObject"),
    "text": (svg("<text>Hi</text>"), "holds text"),
    "deep": (svg("<g>" * 5000 + "</g>" * 5000), f"more than {MAX_DEPTH} deep"),
    "deep elsewhere": (svg("<title>" + "<b>" * 30_000 + "</b>" * 30_000 + "</title>"), "more than"),
    "many": (svg("<g/>" * (MAX_ELEMENTS + 1)), f"more than {MAX_ELEMENTS} elements"),
    "loop": (svg('<g id="a"><use href="#a"/></g>'), "without end"),
    "doubling": (svg(DOUBLING + '<use href="#d0"/>'), "repeats itself too"),
    "masks": (svg(MASKS + '<rect mask="url(#m0)"/>'), "repeats itself too"),
    "layers": (svg('<g opacity=".9">' * 30 + "</g>" * 30), "repeats itself too"),
    "turbulence": (svg('<filter id="f"><feTurbulence numOctaves="99"/></filter>'), "feTurbulence"),
    "morphology": (svg('<filter><feMorphology radius="99"/></filter>'), "feMorphology"),
    "blur": (svg('<filter><feGaussianBlur stdDeviation="1e9"/></filter>'), "blur without measure"),
    "giant": (svg(head='viewBox="0 0 1e30 1"'), "viewBox"),
    "nan": (svg(head='viewBox="0 0 nan 4"'), "viewBox"),
    "negative": (svg(head='viewBox="0 0 -8 4"'), "viewBox"),
    "wide": (svg(head='viewBox="0 0 900000 1"'), "too long"),
    "infinite": (svg(head='width="1e999" height="4"'), "no size"),
    "cut": (svg()[:-3], "no well-formed XML"),
    "encoding": (b'<?xml version="1.0" encoding="x-none"?><svg/>', "no well-formed XML"),
    "nothing": ("<?xml version='1.0'?><html/>", "an HTML page|begins with html"),
    "large": ("<svg " + "a" * (4 << 20), "larger than 4 MB"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_drawings_are_refused_by_the_name_of_the_fault(tmp_path, case):
    text, said = HOSTILE[case]
    with pytest.raises(AssetUnreadable, match=said) as caught:
        probed(tmp_path, text)
    assert caught.value.where == "a.svg"


def test_odd_numbers_inside_are_no_crash(tmp_path):
    for number in ("nan", "inf", "-1e300", "1e300", "", "0x9", "\N{ARABIC-INDIC DIGIT ONE}"):
        inside = (
            f'<rect width="{number}" height="4" rx="{number}" stroke-width="{number}" '
            f'transform="scale({number})"/><path d="M0 {number}L9 9" stroke="red" '
            f'stroke-dasharray="{number} 1e-7"/><circle r="{number}"/>'
        )
        assert draw_drawing(probed(tmp_path, svg(inside)), (64, 32), None).shape == (32, 64, 4)


def test_a_picture_is_no_drawing_and_the_other_way_round(tmp_path):
    media = probed(tmp_path, svg(), "a.png")
    assert (media.kind, media.image) == ("drawing", None)
