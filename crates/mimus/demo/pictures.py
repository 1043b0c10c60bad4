#!/usr/bin/env python3
"""Draws the demo's pictures: python3 pictures.py, with Chromium installed. The PNG files are kept beside it.

All shapes are made here, flat and few-coloured, so that the files stay small.
"""

import math
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent / "pictures"
CHROMIUM = "chromium"


def hills(width, height, level, swing, seed, colour):
    """A line of hills from edge to edge, filled down to the bottom."""
    rng = random.Random(seed)
    phases = [(rng.uniform(0, 6.3), rng.uniform(0.6, 1.4) * k) for k in (1, 2, 3)]
    points = []
    for x in range(0, width + 20, 20):
        y = level + sum(swing / (k + 1) * math.sin(p + f * x / width * 6.3) for k, (p, f) in enumerate(phases))
        points.append(f"{x},{y:.0f}")
    return f'<polygon points="0,{height} {" ".join(points)} {width},{height}" fill="{colour}"/>'


def bird(x, y, size, back, belly, flip=False, eye="#1d1b22"):
    """A songbird that sits, about `size` long, its feet at (x, y)."""
    s = size / 100
    turn = -s if flip else s
    return f'''<g transform="translate({x} {y}) scale({turn:.3f} {s:.3f})">
<path d="M-8 0 L-10 -14 M4 0 L2 -14" stroke="{eye}" stroke-width="2.6" fill="none"/>
<path d="M-26 -26 L-82 -2 L-86 -14 L-34 -48 Z" fill="{back}"/>
<path d="M-38 -34 C-34 -66 4 -74 14 -78 C20 -98 52 -96 54 -72 C56 -40 24 -10 -8 -12 C-26 -13 -40 -20 -38 -34 Z" fill="{back}"/>
<path d="M52 -64 C50 -36 22 -13 -6 -13 C-14 -13 -20 -15 -24 -17 C4 -18 22 -38 30 -62 C36 -70 48 -72 52 -64 Z" fill="{belly}"/>
<path d="M-58 -10 L-34 -34 C-26 -56 -8 -62 6 -56 C4 -38 -16 -24 -38 -22 Z" fill="{eye}" opacity=".45"/>
<path d="M53 -78 L74 -72 L53 -68 Z" fill="{eye}"/>
<circle cx="38" cy="-78" r="4" fill="{eye}"/></g>'''


def flying(x, y, size, colour):
    """A bird far off, two strokes."""
    return f'<path d="M{x - size} {y - size * .35} Q{x - size * .4} {y - size * .6} {x} {y} Q{x + size * .4} {y - size * .6} {x + size} {y - size * .35}" stroke="{colour}" stroke-width="{size * .16:.1f}" fill="none" stroke-linecap="round"/>'


def stars(width, height, count, seed):
    rng = random.Random(seed)
    dots = (
        f'<circle cx="{rng.randrange(width)}" cy="{rng.randrange(height)}" r="{rng.choice((1.5, 2, 3))}"/>'
        for _ in range(count)
    )
    return f'<g fill="#f4e9c9">{"".join(dots)}</g>'


def sky(width, height, *colours):
    """Bands of colour from the top down."""
    band = height / len(colours)
    return "".join(
        f'<rect y="{i * band:.0f}" width="{width}" height="{band + 2:.0f}" fill="{c}"/>' for i, c in enumerate(colours)
    )


def reeds(width, ground, count, seed, colour):
    rng = random.Random(seed)
    out = []
    for _ in range(count):
        x, tall, lean = rng.randrange(width), rng.randrange(60, 190), rng.randrange(-24, 25)
        out.append(f'<path d="M{x} {ground} Q{x} {ground - tall * .6:.0f} {x + lean} {ground - tall}" stroke="{colour}" stroke-width="5" fill="none"/>')
        if rng.random() < 0.4:
            out.append(f'<ellipse cx="{x + lean}" cy="{ground - tall}" rx="6" ry="20" fill="#5c3b2e"/>')
    return "".join(out)


def pictures():
    w, h = 960, 640
    yield "dawn", w, h, (
        sky(w, h, "#2d3561", "#5f4b8b", "#a85c8a", "#e8836b", "#f7b267", "#f9d29d")
        + '<circle cx="620" cy="420" r="84" fill="#fff1c9"/>'
        + hills(w, h, 430, 60, 3, "#7a4a78")
        + hills(w, h, 490, 46, 8, "#4c3a68")
        + hills(w, h, 560, 30, 5, "#2b2645")
        + flying(300, 190, 34, "#2b2645") + flying(380, 150, 26, "#2b2645") + flying(250, 130, 20, "#2b2645")
        + bird(170, 545, 150, "#1b1830", "#3d3458")
    )
    yield "night", w, h, (
        sky(w, h, "#0d1230", "#121a3e", "#19234d", "#22305f")
        + stars(w, 460, 90, 4)
        + '<path d="M735 76 A76 76 0 1 0 777 200 A70 70 0 0 1 735 76 Z" fill="#f4e9c9"/>'
        + hills(w, h, 540, 40, 9, "#0a0d22")
        + '<path d="M0 470 Q240 420 520 452 L800 478" stroke="#05060f" stroke-width="18" fill="none" stroke-linecap="round"/>'
        + '<path d="M360 440 Q420 390 470 372" stroke="#05060f" stroke-width="9" fill="none" stroke-linecap="round"/>'
        + bird(270, 438, 190, "#5d6687", "#c9cede")
    )
    wires = "".join(
        f'<path d="M0 {y} Q480 {y + 46} 960 {y}" stroke="#26343d" stroke-width="4" fill="none"/>' for y in range(190, 431, 60)
    )
    notes = [(120, 1), (230, 3), (330, 0), (450, 2), (560, 4), (650, 1), (760, 2), (860, 0)]
    yield "wires", w, h, (
        sky(w, h, "#bfe3e0", "#cfeae2", "#e2f0e2", "#f3f3df")
        + wires
        + "".join(
            bird(x, 190 + 60 * line + round(46 * 2 * (x / 960) * (1 - x / 960)), 62, "#26343d", "#7d94a0", flip=x > 500)
            for x, line in notes
        )
        + hills(w, h, 580, 24, 2, "#5f8d7a")
    )
    yield "marsh", w, h, (
        sky(w, h, "#f6d6ad", "#f5c79b", "#efb48d")
        + hills(w, h, 330, 40, 6, "#9c8aa5")
        + '<rect y="360" width="960" height="280" fill="#86b0b6"/>'
        + "".join(f'<rect x="{x}" y="{y}" width="{l}" height="5" rx="2" fill="#b9d5d2"/>' for x, y, l in
                  ((60, 410, 180), (420, 390, 120), (640, 440, 240), (180, 500, 160), (500, 540, 260), (30, 590, 140)))
        + '<g fill="#4a5a73"><path d="M560 560 L566 420 M600 560 L596 420" stroke="#3a3f4a" stroke-width="7"/>'
          '<path d="M500 380 C520 330 620 330 660 420 C620 450 540 440 500 380 Z"/>'
          '<path d="M510 372 C470 330 540 270 500 210 C496 196 520 186 532 204 C560 270 510 310 548 362 Z"/>'
          '<path d="M506 206 L440 222 L504 218 Z" fill="#e0a030"/><path d="M520 196 L580 186 L530 206 Z" fill="#26304a"/>'
          '<circle cx="512" cy="206" r="4" fill="#fff"/></g>'
        + reeds(360, 640, 26, 5, "#4d6b4a") + reeds(960, 640, 16, 12, "#6d8b57")
    )
    rng = random.Random(21)
    bars = []
    for i in range(64):
        phrase = abs(math.sin(i / 64 * 3.14 * 5))
        tall = 20 + 210 * phrase * rng.uniform(0.5, 1)
        bars.append(f'<rect x="{64 + i * 13}" y="{320 - tall:.0f}" width="8" height="{2 * tall:.0f}" rx="4" fill="{("#ffb454", "#ff7b54", "#7ee0c3")[i * 5 // 64 % 3]}"/>')
    yield "song", w, h, sky(w, h, "#17202b") + "".join(
        f'<rect x="64" y="{y}" width="832" height="2" fill="#2b3a4a"/>' for y in range(80, 600, 80)
    ) + "".join(bars)
    twigs = random.Random(7)
    nest = "".join(
        f'<path d="M{480 + twigs.randrange(-270, 80)} {430 + twigs.randrange(-50, 80)} q{twigs.randrange(60, 160)} {twigs.randrange(-30, 50)} {twigs.randrange(160, 240)} {twigs.randrange(-30, 10)}" stroke="{twigs.choice(("#6b4a2f", "#8a6239", "#4d3521"))}" stroke-width="9" fill="none" stroke-linecap="round"/>'
        for _ in range(46)
    )
    eggs = "".join(
        f'<g transform="rotate({a} {x} {y})"><ellipse cx="{x}" cy="{y}" rx="56" ry="74" fill="#8fcfc4"/>'
        + "".join(f'<circle cx="{x + twigs.randrange(-30, 30)}" cy="{y + twigs.randrange(-50, 40)}" r="{twigs.randrange(3, 7)}" fill="#7a4b35"/>' for _ in range(9))
        + "</g>"
        for x, y, a in ((400, 360, -18), (500, 340, 4), (590, 372, 20))
    )
    yield "nest", w, h, (
        sky(w, h, "#dfe8c8", "#d3e0b8")
        + '<path d="M0 560 Q480 470 960 540" stroke="#4d3521" stroke-width="46" fill="none"/>'
        + '<ellipse cx="490" cy="440" rx="270" ry="110" fill="#5b3f27"/>' + eggs + nest
        + "".join(f'<ellipse cx="{x}" cy="{y}" rx="58" ry="22" fill="{c}" transform="rotate({a} {x} {y})"/>' for x, y, c, a in
                  ((110, 500, "#6f9a4f", -30), (200, 590, "#5c8743", 20), (850, 470, "#6f9a4f", 35), (780, 600, "#5c8743", -12), (900, 570, "#7fae5b", 8)))
    )
    yield "desert", w, h, (
        sky(w, h, "#f8e3b4", "#f6cf8f", "#f0b06b")
        + '<circle cx="200" cy="170" r="70" fill="#fff5da"/>'
        + '<path d="M520 430 L560 300 L760 300 L800 430 Z" fill="#b8654a"/><path d="M80 440 L130 350 L300 350 L340 440 Z" fill="#c97a57"/>'
        + hills(w, h, 470, 20, 4, "#d99058") + hills(w, h, 560, 24, 7, "#b86f45")
        + '<g stroke="#3f6b4a" stroke-linecap="round" fill="none"><path d="M420 600 V240" stroke-width="58"/>'
          '<path d="M420 470 H310 V360" stroke-width="40"/><path d="M420 420 H530 V300" stroke-width="40"/></g>'
        + bird(424, 214, 140, "#6d6a70", "#eeeae2")
    )
    a = 400
    yield "observatory", a, a, (
        sky(a, a, "#1d2a4d") + stars(a, 240, 24, 3)
        + '<path d="M70 330 A130 130 0 0 1 330 330 Z" fill="#e7dcc3"/><rect x="60" y="322" width="280" height="90" fill="#c9b994"/>'
        + '<path d="M200 206 L250 216 L226 330 L186 330 Z" fill="#1d2a4d"/>'
        + bird(196, 204, 120, "#ff9f5a", "#ffe2bd")
    )
    yield "chorus", a, a, (
        sky(a, a, "#ffd9a0", "#ffc078", "#ff9b6a") + '<circle cx="200" cy="330" r="150" fill="#fff0cf"/>'
        + bird(180, 330, 230, "#54366b", "#c27ba0")
        + "".join(f'<path d="M{300 + k * 22} {110 - k * 8} q{22} {26 + k * 8} 0 {52 + k * 16}" stroke="#54366b" stroke-width="8" fill="none" stroke-linecap="round"/>' for k in range(3))
    )
    yield "museum", a, a, (
        sky(a, a, "#20544c") + '<path d="M60 150 L200 70 L340 150 Z" fill="#f2e6c8"/><rect x="70" y="330" width="260" height="26" fill="#f2e6c8"/>'
        + "".join(f'<rect x="{x}" y="160" width="26" height="164" fill="#f2e6c8"/>' for x in (84, 290))
        + bird(190, 326, 150, "#f4b942", "#fff3d6")
    )
    yield "banner", 1200, 400, (
        sky(1200, 400, "#20544c", "#2a665b", "#357a6b") + hills(1200, 400, 300, 40, 11, "#17403a") + hills(1200, 400, 350, 26, 14, "#0f2f2b")
        + "".join(flying(x, y, s, "#f2e6c8") for x, y, s in ((820, 110, 34), (900, 80, 26), (960, 130, 22), (1040, 96, 18), (760, 150, 20)))
        + bird(240, 318, 150, "#f4b942", "#fff3d6")
    )


def main():
    HERE.mkdir(exist_ok=True)
    wanted = set(sys.argv[1:])
    for name, width, height, shapes in pictures():
        if wanted and name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "p.html")
            svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" style="display:block">{shapes}</svg>'
            page.write_text(f'<body style="margin:0;overflow:hidden">{svg}</body>')
            subprocess.run(
                [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 "--force-device-scale-factor=1", f"--user-data-dir={folder}/profile",
                 f"--window-size={width},{height}", f"--screenshot={HERE / name}.png", page.as_uri()],
                check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )


if __name__ == "__main__":
    main()
