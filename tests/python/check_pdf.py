"""The PDF of a report as poppler reads it: its text with the right Chinese, its fonts, its tags, its pages, and whether words stand
on each other or beyond the edge of a page.

    check_pdf.py FOLDER      FOLDER holds report.zh.pdf, report.en.pdf and tables/*.csv
"""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path


def run(*command):
    """What a program says."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def squeezed(text):
    """A text without what line breaks and columns add."""
    return re.sub(r"\s+", "", text)


def marks(text, lang):
    """English pages have plain quotation marks: those of the font are as wide as Chinese characters."""
    return re.sub("[‘’]", "'", text) if lang == "en" else text


def names(folder, column):
    """The names of the full list."""
    with (folder / "tables" / "table-34-ranking.csv").open(encoding="utf-8", newline="") as file:
        return [row[column] or row["name"] for row in csv.DictReader(file)]


PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
EDGE = 10
"""Points at the edge of a page that stay empty."""


def boxes(path):
    """The words of each page with where they stand: left, top, right, bottom. The middle half of a line is where letters are."""
    for number, page in enumerate(PAGE.finditer(run("pdftotext", "-bbox", path, "-")), 1):
        words = []
        for word in WORD.finditer(page[3]):
            left, top, right, bottom = map(float, word.groups()[:4])
            quarter = (bottom - top) / 4
            words.append((top + quarter, bottom - quarter, left, right, word[5]))
        yield number, (float(page[1]), float(page[2])), sorted(words)


def misplaced(path):
    """Words beyond the edge of a page, and pairs that share a fifth of one. Chinese punctuation is set into what stands before it."""
    for number, (width, height), words in boxes(path):
        for at, (top, bottom, left, right, word) in enumerate(words):
            if left < EDGE or top < EDGE or right > width - EDGE or bottom > height - EDGE:
                yield f"page {number}: {word!r} is cut off"
            for other_top, _, other_left, other_right, other in words[at + 1 :]:
                if other_top >= bottom:
                    break
                shared = min(right, other_right) - max(left, other_left)
                letters = any(c.isalnum() for c in word) and any(c.isalnum() for c in other)
                if letters and shared > max(1, 0.2 * min(right - left, other_right - other_left)):
                    yield f"page {number}: {word!r} and {other!r} stand on each other"


def check(folder, lang):
    """Checks one PDF; answers how much was found in it."""
    path = folder / f"report.{lang}.pdf"
    info = dict(line.split(":", 1) for line in run("pdfinfo", path).splitlines() if ":" in line)
    assert info["Tagged"].strip() == "yes", info
    assert info["JavaScript"].strip() == "no" and info["Encrypted"].strip() == "no", info
    # Two header lines; then name, type, encoding, embedded, subset, unicode.
    fonts = [line.split() for line in run("pdffonts", path).splitlines()[2:]]
    assert fonts, "no font"
    for font in fonts:
        assert font[-5:-2] == ["yes", "yes", "yes"], f"{font}: not embedded, or without Unicode"
    wrong = list(misplaced(path))
    assert not wrong, f"{path}: {len(wrong)} words: {wrong[:5]}"
    text = run("pdftotext", "-layout", path, "-")
    assert "\ufffd" not in text, "characters that are none"
    flat = squeezed(text)
    words = {
        "zh": ["摘要", "综合排名", "目录", "创新指数", "指标模型", "国际合作网络", "数据来源与复现"],
        "en": ["Summary", "Overallranking", "Contents", "Innovationindex", "Internationalcollaboration"],
    }[lang]
    for word in words:
        assert word in flat, f"{path}: no {word}"
    listed = names(folder, "name_zh" if lang == "zh" else "name")
    missing = [name for name in listed if squeezed(marks(name, lang)) not in flat]
    # A name that breaks over two lines of a narrow column is not found in one piece.
    assert len(missing) <= len(listed) // 10, f"{path}: {len(missing)} of {len(listed)} names are not there: {missing[:10]}"
    return int(info["Pages"]), len(listed) - len(missing)


def main():
    folder = Path(sys.argv[1])
    if shutil.which("pdftotext") is None:
        print("SKIPPED: no pdftotext; the PDF was not read")
        return
    for lang in ("zh", "en"):
        pages, found = check(folder, lang)
        print(f"ok   report.{lang}.pdf: {pages} pages, tagged, fonts embedded, {found} names in its text")


main()
