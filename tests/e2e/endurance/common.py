# SPDX-License-Identifier: GPL-3.0-or-later
"""What the endurance scripts share: a home of its own for attune-cli, sounds made here, and a look at every file of a
project that asks whether it is whole. Python 3 standard library only."""

import argparse
import ctypes
import json
import math
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import wave

ROOT = pathlib.Path(__file__).resolve().parents[3]
RATE = 44100
LIMIT_SECONDS = 1200  # only guards against hanging
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def own_signals():
    """In a process about to be started: it ends with this script, and hears Ctrl-C though a script run in the
    background was told to ignore it."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Failure(Exception):
    """Something was lost, or a program did not do what it says."""


def check(condition, text):
    if not condition:
        raise Failure(text)


def options(description, **more):
    """The arguments of every script, and `more` of its own: name=(default, help)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cli", default=str(ROOT / "build/release/bin/attune-cli"), help="the program to try")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    parser.add_argument("--keep", action="store_true", help="leave the folder of the trial")
    for name, (default, text) in more.items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=default, help=f"{text} (default: {default})")
    return parser.parse_args()


class Home:
    """One temporary home: data, caches, projects. Use in a with statement."""

    def __init__(self, arguments):
        self.cli = os.path.abspath(arguments.cli)
        self.keep = arguments.keep
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="attune-endurance-"))
        self.started = []
        self.environment = dict(os.environ)
        for name in ("ATTUNE_PROJECT", "RANK", "WORLD_SIZE"):
            self.environment.pop(name, None)
        self.environment.setdefault("OMP_NUM_THREADS", "1")
        self.environment["ATTUNE_DATA_HOME"] = str(self.folder / "data")
        self.environment["ATTUNE_CACHE_HOME"] = str(self.folder / "cache")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end_all()
        if self.keep:
            print("kept:", self.folder)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *arguments, **more):
        """The program, running; its error output is to be read from .stderr. It does not outlive this script."""
        process = subprocess.Popen([self.cli, *map(str, arguments)], cwd=self.folder, env=self.environment, text=True,
                                   errors="replace", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=own_signals, **more)
        self.started = [other for other in self.started if other.poll() is None] + [process]
        return process

    def end_all(self):
        """Ends what a trial that failed left running."""
        for process in self.started:
            process.kill()
            process.wait()
        self.started = []

    def run(self, *arguments, code=0, **more):
        """Runs to the end and gives the JSON object it prints; `code` is the exit code it must have."""
        process = self.start(*arguments, "--json", **more)
        out, err = process.communicate(timeout=LIMIT_SECONDS)
        check(process.returncode == code, f"{' '.join(map(str, arguments))}: exit code {process.returncode} instead of {code}\n{err}{out}")
        try:
            answer = json.loads(out)
        except ValueError as error:
            raise Failure(f"{' '.join(map(str, arguments))}: no JSON: {error}\n{out}") from error
        answer["stderr"] = err
        return answer

    def use(self, project):
        self.environment["ATTUNE_PROJECT"] = str(project)

    def project(self, name, sounds):
        """A project with these sounds, prompts, a split and the starter model."""
        folder = self.folder / name
        self.run("project", "create", folder)
        self.use(folder)
        self.run("dataset", "add", sounds)
        self.run("dataset", "prompts", "--template", "{name:clean}")
        self.run("dataset", "split")
        self.run("model", "use", "starter")
        return folder

    def sounds(self, name, count, seconds=0.3, seed=0):
        """A folder with short decaying tones, each different from all others."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        maker = random.Random(seed)
        for index in range(count):
            kind = ("kick", "snare", "pad", "bass")[index % 4]
            pitch = 60.0 * 2.0 ** (maker.random() * 4.0)
            decay = 4.0 + 20.0 * maker.random()
            frames = bytearray()
            for at in range(int(seconds * RATE)):
                moment = at / RATE
                level = 0.6 * math.exp(-decay * moment)
                left = level * math.sin(2.0 * math.pi * pitch * moment) + 0.02 * (maker.random() - 0.5)
                right = level * math.sin(2.0 * math.pi * pitch * 1.01 * moment)
                frames += struct.pack("<hh", int(32767 * left), int(32767 * right))
            with wave.open(str(folder / f"{kind}_{index:03}.wav"), "wb") as file:
                file.setnchannels(2)
                file.setsampwidth(2)
                file.setframerate(RATE)
                file.writeframes(bytes(frames))
        return folder


TEMPORARY = ".attune-tmp-"


def damage(file):
    """What is wrong with a file under its final name; None when it is whole or of no kind known here."""
    size = file.stat().st_size
    if file.suffix == ".json":
        try:
            json.loads(file.read_text("utf-8"))
        except ValueError as error:
            return str(error)
    elif file.suffix == ".safetensors":
        with file.open("rb") as stream:
            head = stream.read(8)
            if len(head) < 8:
                return "no header"
            length = struct.unpack("<Q", head)[0]
            if length > size - 8:
                return "the header ends after the file"
            tensors = json.loads(stream.read(length))
        end = max([entry["data_offsets"][1] for name, entry in tensors.items() if name != "__metadata__"], default=0)
        if 8 + length + end != size:
            return f"{size} bytes instead of {8 + length + end}"
    elif file.suffix == ".shard":
        with file.open("rb") as stream:
            begin = stream.read(8)
            stream.seek(-16, os.SEEK_END)
            if begin != b"ATNSHRD1" or stream.read(8) != b"ATNSHEND":
                return "it does not begin or end as a shard"
    elif file.suffix == ".sqlite":
        database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            database.close()
        if verdict != "ok":
            return verdict
    elif file.suffix == ".flac":
        with file.open("rb") as stream:
            if stream.read(4) != b"fLaC":
                return "it does not begin as FLAC"
    return None


def check_files(*folders):
    """Every file under its final name is whole, every checkpoint and set of demos complete. Gives the number of files
    looked at and the bytes that unfinished writes left."""
    looked, left = 0, 0
    for folder in folders:
        for place, names, files in os.walk(folder):
            names.sort()
            place = pathlib.Path(place)
            isTemporary = any(part.startswith(TEMPORARY) for part in place.parts)
            for name in files:
                file = place / name
                if isTemporary or name.startswith(TEMPORARY):
                    left += file.stat().st_size
                    continue
                wrong = damage(file)
                check(wrong is None, f"half-written: {file}: {wrong}")
                looked += 1
            if isTemporary or not re.fullmatch(r"step-\d+", place.name):
                continue
            if place.parent.name == "checkpoints":
                state = place / "state.json"
                check(state.exists(), f"a checkpoint without state.json: {place}")
                for name, stated in json.loads(state.read_text())["files"].items():
                    check((place / name).stat().st_size == stated["bytes"], f"half-written: {place / name}")
            if place.parent.name == "demos":
                check((place / "demos.json").exists(), f"demos without demos.json: {place}")
    return looked, left


def resident_bytes(pid):
    """(VmRSS, of which anonymous) of a living process."""
    values = {}
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(("VmRSS:", "RssAnon:")):
            name, number, _ = line.split()
            values[name] = int(number) * 1024
    return values["VmRSS:"], values["RssAnon:"]


def main(trial):
    """Runs a script's trial; exit code 1 and the reason when it fails. Asked to end, it cleans up first."""
    for asked in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, lambda number, _: sys.exit(128 + number))
    begin = time.monotonic()
    try:
        trial()
    except Failure as failure:
        print(f"FAILED after {time.monotonic() - begin:.0f} s: {failure}", file=sys.stderr)
        sys.exit(1)
    print(f"passed in {time.monotonic() - begin:.0f} s")
