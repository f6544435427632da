"""Servers for the checks: ours and a stock one, on a free port of the loopback, started and ended within bounded time."""

import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 15


class Process:
    """A process that says something on standard error, and is ended whatever happens."""

    def __init__(self, command):
        self.log = tempfile.TemporaryFile()
        self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log)

    def said(self):
        size = os.fstat(self.log.fileno()).st_size
        return os.pread(self.log.fileno(), size, 0).decode(errors="replace")

    def stop(self):
        """Ends it as an operator would; answers its exit status, negative for a signal."""
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        return self.child.returncode


class Aicity(Process):
    """`aicity serve` on a store. `url` ends with a slash; `sparql` is the endpoint."""

    name = "aicity"

    def __init__(self, aicity, store, *options):
        super().__init__([str(aicity), "serve", "--store", str(store), "--bind", "127.0.0.1:0", *options])
        until = time.monotonic() + START_SECONDS
        while not (found := re.search(r"serving (http://\S+/)", self.said())):
            if self.child.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"the server did not start: {self.said()}")
            time.sleep(0.05)
        self.url = found[1]
        self.sparql = self.url + "sparql"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Oxigraph(Process):
    """The stock server of the PyPI package `oxigraph`: in memory, or on a folder. `load` fills it over HTTP."""

    name = "oxigraph"

    def __init__(self, folder=None, *options):
        with socket.socket() as probe:  # it cannot choose a port itself
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        place = [] if folder is None else ["--location", str(folder)]
        super().__init__([oxigraph(), "serve", *place, "--bind", f"127.0.0.1:{port}", *options])
        self.url = f"http://127.0.0.1:{port}/"
        self.sparql = self.url + "query"
        until = time.monotonic() + START_SECONDS
        while not answers(self.url):
            if self.child.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"oxigraph did not start: {self.said()}")
            time.sleep(0.05)

    def load(self, quads):
        """Posts N-Quads."""
        request = urllib.request.Request(self.url + "store", quads, {"Content-Type": "application/n-quads"})
        with urllib.request.urlopen(request, timeout=900) as answer:
            answer.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def oxigraph():
    """The program that pip installed beside this interpreter."""
    found = Path(sysconfig.get_path("scripts")) / "oxigraph"
    if not found.is_file():
        sys.exit(f"{found} is not there: pip install -r tests/python/requirements.txt")
    return str(found)


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
