"""The workbooks of a report as openpyxl and LibreOffice read them, cell by cell against its CSV files.

    check_report.py FOLDER      FOLDER holds report.zh.xlsx, report.en.xlsx and tables/*.csv

openpyxl has to give the very doubles of the CSV, and no formula anywhere. LibreOffice writes fifteen digits. The last sheet
of a workbook says which sheet is which file, and which column is which.
"""

import csv
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

EXACT = 2**53
# All sheets (-1), texts quoted, values as they are and not as they are shown.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def tables(folder):
    """The CSV files by their names: header and rows of texts."""
    csv.field_size_limit(1 << 30)
    read = {}
    for path in sorted((folder / "tables").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        read[path.name] = (header, rows)
    return read


def listed(workbook):
    """What the last sheet lists: for each sheet its file, and name and kind of each column."""
    sheets = {}
    for sheet, _, name, kind, file in workbook.worksheets[-1].iter_rows(min_row=2, values_only=True):
        sheets.setdefault(sheet, (file, []))[1].append((name, kind))
    return sheets


def is_odd(text):
    """Whether a text is shown otherwise than it is: signs that cannot be seen, or too long for a cell."""
    return len(text) > 32_000 or not text.isprintable()


def differs(text, kind, value):
    """Whether a cell of a workbook is not what the CSV says."""
    if text == "":
        return value not in (None, "")
    if kind in ("integer", "number"):
        number = float(text)
        if not math.isfinite(number) or (kind == "integer" and abs(int(text)) > EXACT):
            return value != text
        return isinstance(value, (bool, str)) or value is None or float(value) != number
    if kind == "boolean":
        return value is not (text == "true")
    # A file for spreadsheets may guard what looks like a formula.
    return not isinstance(value, str) or not (is_odd(text) or value == text or "'" + value == text)


def by_openpyxl(path, files):
    workbook = openpyxl.load_workbook(path)
    sheets = listed(workbook)
    assert set(files) == {file for file, _ in sheets.values()}, f"{path}: not every table has a sheet"
    cells = 0
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{path}: {sheet.title}!{cell.coordinate} is a formula"
                assert cell.hyperlink is None or cell.hyperlink.target is None, f"{path}: a link leads out"
    for title, (file, columns) in sheets.items():
        header, rows = files[file]
        assert header == [name for name, _ in columns], f"{path}: {title}: {header}"
        read = list(workbook[title].iter_rows(min_row=2, max_col=len(columns), values_only=True))
        assert len(read) == len(rows) or not rows, f"{path}: {title}: {len(read)} rows, not {len(rows)}"
        for number, (values, texts) in enumerate(zip(read, rows), 2):
            for (name, kind), value, text in zip(columns, values, texts):
                assert not differs(text, kind, value), f"{path}: {title}, row {number}, {name}: {value!r}, not {text!r}"
                cells += 1
    return cells, sheets


def number(text):
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def by_libreoffice(path, sheets, files, work):
    command = ["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", FILTER]
    subprocess.run([*command, "--outdir", work, path], check=True, capture_output=True, timeout=600)
    cells = 0
    for title, (file, columns) in sheets.items():
        with (Path(work) / f"{path.stem}-{title}.csv").open(encoding="utf-8", newline="") as converted:
            read = list(csv.reader(converted))[1:]
        rows = files[file][1]
        assert len(read) == len(rows), f"{path}: {title}: LibreOffice has {len(read)} rows, not {len(rows)}"
        for values, texts in zip(read, rows):
            for (name, kind), value, text in zip(columns, values, texts):
                if kind not in ("integer", "number") or text == "" or not math.isfinite(float(text)):
                    continue
                same = math.isclose(number(value), float(text), rel_tol=1e-14, abs_tol=1e-300)
                assert same, f"{path}: {title}, {name}: LibreOffice has {value}, not {text}"
                cells += 1
    return cells


def main(folder):
    files = tables(folder)
    assert files, f"{folder}: no tables"
    for lang in ("zh", "en"):
        path = folder / f"report.{lang}.xlsx"
        cells, sheets = by_openpyxl(path, files)
        print(f"{path.name}: {cells} cells in {len(sheets)} sheets are those of the CSV files, by openpyxl")
        if shutil.which("soffice") is None:
            print("SKIPPED: LibreOffice is missing (apt-get install libreoffice-calc-nogui)")
            continue
        with tempfile.TemporaryDirectory() as work:
            print(f"{path.name}: {by_libreoffice(path, sheets, files, work)} numbers are those of the CSV files, by LibreOffice")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
