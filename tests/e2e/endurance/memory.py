#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A long run in small: thousands of steps of the starter model with demos, checkpoints and held-out loss.

4000 steps are what two hours give at real size. The memory of the process is read all along; between the second fifth
of the run (the first is warm-up) and the last it may grow by less than 1 %. Open files and threads may not grow at all.
"""

import os
import re
import statistics
import threading

import common
from common import check

FIFTHS = 5
MOST_GROWTH = 0.01
SAMPLE_SECONDS = 0.25
RESTING = "Training"  # memory is compared between training steps, not in the middle of rendering demos


class Watch:
    """Follows a training: what it says on standard error, and its memory at every step it reports."""

    def __init__(self, process):
        self.process = process
        self.stage, self.step = "", 0
        self.lines, self.samples = [], []
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stderr:
            self.lines.append(line.rstrip())
            if found := re.match(r"(?:\w+: )?([A-Z][\w ]+): (\d+)/\d+ steps", line):
                self.stage, self.step = found[1], int(found[2])

    def until_end(self):
        pid = self.process.pid
        while self.process.poll() is None:
            try:
                whole, heap = common.resident_bytes(pid)
                files = len(os.listdir(f"/proc/{pid}/fd"))
                threads = len(os.listdir(f"/proc/{pid}/task"))
            except (OSError, KeyError):
                break  # it has just ended
            if self.stage == RESTING:
                self.samples.append((self.step, whole, heap, files, threads))
            try:
                self.process.wait(SAMPLE_SECONDS)
            except common.subprocess.TimeoutExpired:
                pass
        out = self.process.stdout.read()
        self.process.wait()
        self.reader.join()
        return out


def medians(samples, steps):
    """Of each fifth of the run: whole memory, heap, open files, threads."""
    fifths = []
    for fifth in range(FIFTHS):
        own = [sample for sample in samples if fifth * steps / FIFTHS <= sample[0] < (fifth + 1) * steps / FIFTHS]
        check(len(own) >= 5, f"only {len(own)} readings in part {fifth + 1} of the run: it is too short")
        fifths.append([statistics.median(sample[column] for sample in own) for column in range(1, 5)])
    return fifths


def trial():
    arguments = common.options(__doc__, steps=(4000, "how many"))
    with common.Home(arguments) as home:
        project = home.project("project", home.sounds("sounds", 24))
        home.run("encode")
        begin = common.time.monotonic()
        every = max(arguments.steps // 40, 1)
        watch = Watch(home.start("train", "--json", "--steps", arguments.steps, "--batch-size", "2", "--demo-prompt", "kick", "--demo-prompt", "pad",
                                 "--set", f"checkpoints.every={every}", "--set", f"demos.every={2 * every}", "--set", "demos.steps=8",
                                 "--set", f"validation.every={every // 2 or 1}"))
        out = watch.until_end()
        seconds = common.time.monotonic() - begin
        check(watch.process.returncode == 0, "\n".join(watch.lines[-20:]) + out)
        demos = len(list((project / "runs").glob("*/demos/step-*")))
        common.check_files(project)
        fifths = medians(watch.samples, arguments.steps)
        print(f"{arguments.steps} steps in {seconds:.0f} s, {arguments.steps // every} checkpoints written, {demos} sets of demos, {len(watch.samples)} readings")
        print("part   memory MB   heap MB   open files   threads   (medians)")
        for number, (whole, heap, files, threads) in enumerate(fifths, 1):
            print(f"{number}/{FIFTHS}   {whole / 1e6:10.2f} {heap / 1e6:9.2f} {files:11.0f} {threads:9.0f}")
        for name, column in (("memory", 0), ("heap", 1)):
            growth = fifths[-1][column] / fifths[1][column] - 1.0
            print(f"growth of {name} from part 2 to part {FIFTHS}: {100 * growth:+.2f} %")
            check(growth < MOST_GROWTH, f"the {name} grew by {100 * growth:.2f} %")
        for name, column in (("open files", 2), ("threads", 3)):
            check(fifths[-1][column] <= fifths[1][column], f"the number of {name} grew: {fifths[1][column]} to {fifths[-1][column]}")


if __name__ == "__main__":
    common.main(trial)
