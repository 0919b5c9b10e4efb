"""The page of the documentation about checks, written from the table of checks.

python -m render.checks.page            write docs/checks.md
"""

import json
import sys
from pathlib import Path

from render.checks.registry import RULES, Check, Needs
from render.checks.rules import load

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"

_INTRODUCTION = """\
# Checks

`wavemaker validate` reads a composition and finds everything that is wrong with it at once. What
can be said without opening any media takes a third of a second; `--media` (or `--assets DIR`)
looks at files, frames and sound as well.

```sh
wavemaker validate composition.json                     # JSON, names, times, fonts, colours
wavemaker validate "films/**/*.json" --strict           # many files; warnings count as errors
wavemaker validate composition.json --media             # assets, contrast, flashes, levels as well
wavemaker validate *.json --format sarif > out.sarif    # or json, github, junit
```

```text
error[unknown-name]: there is no fit "covr"
 --> composition.json:8:58  scenes[0].layers[1].fit
  |
8 |     {"type": "image", "asset": "assets/a.png", "fit": "covr"}]},
  |                                                       ^^^^^^
  = expected: cover, contain, fill, none, scale-down or blur
  = help: did you mean "cover"?
```

It ends with 0 when nothing is an error, 3 when something is, and 2 when a file or the config cannot
be read.

## Configuration

The nearest `wavemaker.toml` upwards from a composition counts, or a `pyproject.toml` with a
`[tool.wavemaker]` table, which has the same entries.

```toml
strict = false                        # true: warnings are errors
fonts = ["brand/fonts"]               # families of your own
assets = "media"                      # folder of the asset keys, for --media

[checks]
unused-color = "off"                  # error, warning, info or off
text-size = {severity = "error", percent = 2.5}
safe-zone = {platform = "tiktok"}     # tiktok, reels or shorts

[ignore]                              # by file, relative to the config
"drafts/*.json" = ["contrast", "reading-speed"]
```

Errors without which nothing can be rendered cannot be changed; they are marked as such below.

## In an editor and in CI

`wavemaker schema -o composition.schema.json` writes the JSON Schema, with descriptions and examples
of every field. In VS Code it completes and explains compositions with this in
`.vscode/settings.json`:

```json
{
  "json.schemas": [
    {"fileMatch": ["*.composition.json", "composition.json"], "url": "./composition.schema.json"}
  ]
}
```

On GitHub, `wavemaker validate "films/*.json" --format github` puts findings beside the lines of a
pull request; `--format sarif` is for code scanning, `--format junit` for most other CI.
`wavemaker format --check "films/*.json"` keeps files in canonical form.

## The checks

Examples are a whole composition, its scenes, a scene or a layer; what is around them is left out.
"""

_TITLES: dict[Needs, str] = {
    "text": "Found while reading",
    "composition": "Found in the composition",
    "assets": "Found with the media (`--media`)",
}


def page() -> str:
    """Return the page as Markdown."""
    load()
    parts = [_INTRODUCTION]
    for needs, title in _TITLES.items():
        parts.append(f"### {title}\n")
        checks = [check for rule in RULES if rule.needs == needs for check in rule.checks]
        parts.extend(_section(check) for check in checks)
    return "\n".join(parts)


def _section(check: Check) -> str:
    severity = f"{check.severity}, cannot be changed" if check.binding else check.severity
    lines = [
        f"#### {check.id}\n",
        f"{check.summary} {check.why}".strip(),
        "",
        f"Default: {severity}.",
    ]
    if check.settings:
        settings = ", ".join(
            f"`{name} = {json.dumps(value)}`" for name, value in check.settings.items()
        )
        lines[-1] += f" Settings: {settings}."
    if check.bad and "\x00" not in check.bad:
        lines += [
            "",
            "```text",
            "bad:  " + _wrapped(check.bad),
            "good: " + _wrapped(check.good),
            "```",
        ]
    return "\n".join(lines) + "\n"


def _wrapped(example: str) -> str:
    """Return an example over several lines, where it is long."""
    text = example if len(example) <= 2000 else example[:2000] + "…"  # noqa: PLR2004
    words, lines = text.replace("\n", " ").split(", "), [""]
    for word in words:
        joined = f"{lines[-1]}, {word}" if lines[-1] else word
        if len(joined) > 104 and lines[-1]:  # noqa: PLR2004 - with the indent a line of 110
            lines[-1] += ","
            lines.append(word)
        else:
            lines[-1] = joined
    return "\n      ".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE} written\n")
