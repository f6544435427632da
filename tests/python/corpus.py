"""The program on a store of the real corpus, for the checks that compute its answers a second time."""

import csv
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"


def fail(message):
    print(f"FAILED: {message}", file=sys.stderr)
    sys.exit(1)


class Program:
    """The program on a store of its own, `work / store`."""

    def __init__(self, aicity, work, store):
        self.aicity, self.store = aicity, str(work / store)
        self.run("load", "--format", "tables", str(DATA / "corpus"), "--store", self.store, "--strict")

    def run(self, *arguments):
        done = subprocess.run([self.aicity, *arguments], capture_output=True, text=True, encoding="utf-8")
        if done.returncode != 0:
            fail(f"aicity {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def rows(self, command, *arguments):
        text = self.run(command, "--store", self.store, "--format", "csv", *arguments)
        return list(csv.DictReader(text.splitlines(keepends=True)))
