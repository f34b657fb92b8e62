#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A full disk, a read-only project, a vanished drive, a clock that goes back, two programs, a newer version: with
encoding and training, which the short tests (tst_Faults) leave out.

Each case must give an error that names the thing and a remedy, its exit code, and lose nothing. Needs root (it mounts
small file systems, in a mount namespace of its own, so that they are gone with it however it ends); the clock needs
libfaketime and is skipped without it.
"""

import contextlib
import glob
import json
import re
import signal
import sys

import common
from common import check

SOUNDS = 12
MANY_SOUNDS = 60
CASE_SECONDS = 900  # only guards against hanging
CLONE_NEWNS = 0x20000
DISK_MEGABYTES = 400  # five checkpoints of the starter and more
TRAIN = ("train", "--steps", "0", "--batch-size", "2", "--no-demos", "--set", "checkpoints.every=3")


@contextlib.contextmanager
def disk(home, name, megabytes):
    """A small file system of its own."""
    folder = home.folder / name
    folder.mkdir()
    common.subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        home.end_all()
        common.subprocess.run(["umount", folder], check=True)


def fill(folder):
    """Leaves not one byte; gives the file to remove."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for block in (1 << 20, 1 << 9):
            with contextlib.suppress(OSError):
                while file.write(bytes(block)) == block:
                    pass
    return filler


def says(text, *words):
    for word in words:
        check(word in text, f"the message does not say “{word}”:\n{text}")


def until(process, text):
    """Reads the error output until it says `text`; gives what was read."""
    seen = ""
    for line in process.stderr:
        seen += line
        if text in line:
            return seen
    raise common.Failure(f"it ended without saying “{text}”:\n{seen}")


def ends(process, code):
    err, out = process.stderr.read(), process.stdout.read()  # what until() left
    process.wait(common.LIMIT_SECONDS)
    check(process.returncode == code, f"exit code {process.returncode} instead of {code}\n{err}{out}")
    return err


def step_in(text):
    """Of the last checkpoint that the text reports."""
    return int(re.findall(r"checkpoint of step (\d+)", text)[-1])


def newest(home):
    return max(home.run("runs", "show")["run"]["checkpoints"], default=0)


def full_disk(home, sounds):
    with disk(home, "small", DISK_MEGABYTES) as folder:
        home.project("small/p", sounds)
        home.run("encode")
        training = home.start(*TRAIN, "--set", "low_disk_bytes=1000000")
        until(training, "checkpoint of step 3")
        filler = fill(folder)
        says(until(training, "The run is paused before anything is lost"), "checkpoints")
        filler.unlink()
        until(training, "checkpoint of step")  # by itself
        training.send_signal(signal.SIGTERM)
        ends(training, 130)
        saved = newest(home)
        check(saved >= 6, f"only step {saved} is saved")

        training = home.start("resume")
        reported = step_in(until(training, "checkpoint of step"))
        check(reported > saved, f"step {saved} was saved, the run went on before {reported}")
        filler = fill(folder)
        until(training, "The run is paused before anything is lost")
        training.send_signal(signal.SIGTERM)
        says(ends(training, 7), "No space left", "Free some space")
        filler.unlink()
        check(newest(home) >= reported, "a checkpoint that was reported is gone")
        common.check_files(folder)
        home.run("resume", "--steps", newest(home) + 1)
        filler = fill(folder)
        says(home.run("export", "1", folder / "out.safetensors", code=7)["error"]["message"], "No space left")
        check(not (folder / "out.safetensors").exists(), "half an export")


def read_only(home, sounds):
    with disk(home, "shelf", DISK_MEGABYTES) as folder:
        project = home.project("shelf/p", sounds)
        home.run("encode")
        home.run("train", "--steps", 2, "--batch-size", "2", "--no-demos")
        common.subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        for looking in (["project", "show"], ["dataset", "list"], ["runs", "list"], ["runs", "show"], ["runs", "metrics"], ["encode", "--plan"], ["plan"],
                        ["export", "1", home.folder / "shelf.safetensors"]):
            home.run(*looking)
        for changing in (["project", "set", "--notes", "x"], ["dataset", "scan"], ["encode"], ["train", "--steps", 2], ["resume"]):
            error = home.run(*changing, code=8)["error"]
            says(error["message"] + error["context"], "cannot be written", str(project))
            says(error["remedy"], "Copy the project")


def slow_sounds(home, name):
    """Noises at a rate that takes long to convert: after the first of them is encoded most are still to be read."""
    folder = home.folder / name
    folder.mkdir()
    maker = common.random.Random(2)
    for index in range(MANY_SOUNDS):
        with common.wave.open(str(folder / f"noise_{index:03}.wav"), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(192_000)
            file.writeframes(maker.randbytes(4 * int(1.5 * 192_000)))
    return folder


def vanished_drive(home, _):
    drive = slow_sounds(home, "drive")
    home.project("travelling", drive)
    encoding = home.start("encode")
    until(encoding, "Encoding: ")
    drive.rename(home.folder / "pocket")
    says(ends(encoding, 4), "is not there", str(drive), "drive is connected")
    says(home.run("dataset", "scan", code=4)["error"]["message"], "is not there")
    check(home.run("project", "show")["usable"] == MANY_SOUNDS, "the clips of an absent drive are forgotten")
    (home.folder / "pocket").rename(drive)
    done = home.run("encode")
    check(done["encoded"] >= 1 and done["reused"] >= 1, f"the drive was not gone in the middle: {done}")
    check(done["encoded"] + done["reused"] == MANY_SOUNDS and not done["problems"], f"the encode did not go on: {done}")
    drive.rename(home.folder / "pocket")
    check(home.run("train", "--steps", 2, "--batch-size", "2", "--no-demos")["step"] == 2, "training needs the sounds no longer")


def clock_back(home, sounds):
    libraries = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not libraries:
        return "skipped: libfaketime is not installed"
    home.project("timeless", sounds)
    home.run("encode")
    step = home.run("train", "--steps", 4, "--batch-size", "2", "--no-demos")["step"]
    before = dict(home.environment)
    try:
        for offset in ("-3d", "-4000d", "+4000d"):
            home.environment |= {"LD_PRELOAD": libraries[0], "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
            scan = home.run("dataset", "scan")["sources"][0]
            check(scan["unchanged"] == SOUNDS, f"{offset}: {scan}")
            check(home.run("encode")["reused"] == SOUNDS, f"{offset}: encoded again")
            answer = home.run("resume", "--steps", step + 2)
            check(answer["step"] == step + 2 and newest(home) == step + 2, f"{offset}: {answer}")
            check(0.0 <= answer["seconds"] < common.LIMIT_SECONDS, f"{offset}: trained {answer['seconds']} s")
            step += 2
    finally:
        home.environment = before
    # The newest checkpoint is the one written last, whatever its date says.
    check(home.run("resume", "--steps", step + 1)["step"] == step + 1, "the wrong checkpoint was continued")
    return None


def two_programs(home, sounds):
    home.project("shared", sounds)
    home.run("encode")
    training = home.start(*TRAIN)
    until(training, "Training: ")
    for changing in (["project", "set", "--notes", "x"], ["resume"], ["dataset", "scan"]):
        error = home.run(*changing, code=5)["error"]
        says(error["message"], f"attune-cli, process {training.pid}")
        says(error["remedy"], "Close it there")
    for looking in (["project", "show"], ["runs", "show"], ["dataset", "list"]):
        home.run(*looking)
    training.send_signal(signal.SIGINT)
    ends(training, 130)
    home.run("project", "set", "--notes", "x")


def newer_version(home, sounds):
    project = home.project("future", sounds)
    home.run("encode")
    home.run("train", "--steps", 2, "--batch-size", "2", "--no-demos")
    document = json.loads((project / "project.json").read_text())
    document["version"] = 99
    document["from_the_future"] = {"kept": True}
    (project / "project.json").write_text(json.dumps(document))
    written = (project / "project.json").read_bytes()
    for looking in (["project", "show"], ["dataset", "list"], ["runs", "show"], ["export", "1", home.folder / "future.safetensors"]):
        says(home.run(*looking)["stderr"], "reading only", "newer Attune")
    for changing in (["project", "set", "--notes", "x"], ["dataset", "scan"], ["encode"], ["train", "--steps", 2], ["resume"]):
        says(home.run(*changing, code=3)["error"]["message"], "newer Attune")
    check((project / "project.json").read_bytes() == written, "the document was changed")


def hangs(*_):
    raise common.Failure(f"it did not end within {CASE_SECONDS} s")


def trial():
    arguments = common.options(__doc__, only=("", "the name of one case"))
    if common.LIBC.unshare(CLONE_NEWNS) != 0:
        sys.exit("faults.py needs root")
    common.subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    signal.signal(signal.SIGALRM, hangs)
    with common.Home(arguments) as home:
        sounds = home.sounds("sounds", SOUNDS)
        failed = []
        for case in (full_disk, read_only, vanished_drive, clock_back, two_programs, newer_version):
            if arguments.only not in ("", case.__name__):
                continue
            begin = common.time.monotonic()
            signal.alarm(CASE_SECONDS)
            try:
                verdict = case(home, sounds) or "passed"
            except common.Failure as failure:
                verdict = f"FAILED: {failure}"
                failed.append(case.__name__)
            signal.alarm(0)
            home.end_all()
            print(f"{case.__name__:15} {common.time.monotonic() - begin:6.1f} s  {verdict}", flush=True)
        check(not failed, ", ".join(failed))


if __name__ == "__main__":
    common.main(trial)
