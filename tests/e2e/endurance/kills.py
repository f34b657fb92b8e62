#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at random moments of scan, encode, train, checkpoint and export.

After each one the project must open and go on, nothing that the program had reported as saved may be gone, and no file
under its final name may be half-written. Prints a table of the kills; fails at the first loss.
"""

import random
import re
import signal
import threading

import common
from common import check

SOUNDS = 20
EDIT = "an edit by hand"


class Trial:
    def __init__(self, home, seed):
        self.home = home
        self.random = random.Random(seed)
        self.sounds = home.sounds("sounds", SOUNDS)
        self.project = home.project("project", self.sounds)
        home.run("dataset", "edit", "name:kick_000", "--prompt", EDIT)
        home.run("encode")
        self.newest = 0   # step of the newest checkpoint reported as saved
        self.retrained = 0
        self.exported = 0
        self.lasts = {}   # by stage: seconds that it takes when it is left alone

    def kill(self, stage, process, said=None, within=1.0):
        """Kills the process at a random moment: of its whole life as last seen, or `within` seconds after it said `said`.
        Gives the lines it had written, or None when it had ended by itself."""
        lines, seen = [], threading.Event()

        def read():
            for line in process.stderr:
                lines.append(line.rstrip())
                if said and re.search(said, line):
                    seen.set()
            seen.set()

        reader = threading.Thread(target=read)
        reader.start()
        begin = common.time.monotonic()
        if said:
            seen.wait(common.LIMIT_SECONDS)
        wait = self.random.uniform(0.0, within if said else self.lasts.get(stage, 2.0) * 1.1)
        try:
            process.wait(wait)
            self.lasts[stage] = common.time.monotonic() - begin
        except common.subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        reader.join()
        process.stdout.close()
        process.stderr.close()
        check(process.returncode in (0, -signal.SIGKILL), f"{stage} ended with {process.returncode}:\n" + "\n".join(lines))
        return lines if process.returncode == -signal.SIGKILL else None

    def scan(self):
        self.home.run("dataset", "remove", self.sounds)
        killed = self.kill("scan", self.home.start("dataset", "add", self.sounds))
        source = self.home.run("dataset", "add", self.sounds)["sources"][0]
        check(source["files"] == SOUNDS and source["unreadable"] == 0, f"scan: {source}")
        check(self.home.run("project", "show")["clips"] == SOUNDS, "scan: clips are missing")
        self.home.run("dataset", "edit", "name:kick_000", "--prompt", EDIT)
        self.home.run("dataset", "prompts", "--template", "{name:clean}")
        self.home.run("dataset", "split")
        return killed

    def encode(self):
        # Three latents stores in turn: one that is empty, and two that already hold something to lose.
        if self.random.random() < 0.34:
            common.shutil.rmtree(self.project / "latents", ignore_errors=True)
            common.shutil.rmtree(self.home.folder / "cache", ignore_errors=True)
        before = self.home.run("encode", "--plan")["encoded"]
        killed = self.kill("encode", self.home.start("encode"))
        after = self.home.run("encode", "--plan")["encoded"]
        check(after >= before, f"encode: {before} clips were encoded, {after} are left")
        done = self.home.run("encode")
        check(done["encoded"] + done["reused"] == SOUNDS and not done["problems"], f"encode: {done}")
        return killed

    def training(self, stage, said, within):
        if self.newest == 0:
            arguments = ["train", "--steps", "0", "--batch-size", "2", "--demo-prompt", "kick",
                         "--set", "checkpoints.every=4", "--set", "validation.every=4", "--set", "demos.every=6", "--set", "demos.steps=2"]
        else:
            arguments = ["resume"]
        killed = self.kill(stage, self.home.start(*arguments), said, within)
        check(killed is not None, f"{stage}: an endless training ended by itself")
        reported = [int(found[1]) for line in killed if (found := re.search(r"checkpoint of step (\d+)", line))]
        reached = [int(found[1]) for line in killed if (found := re.search(r"Training: (\d+)", line))]
        check(not reached or min(reached) >= self.newest, f"{stage}: began at step {min(reached, default=0)}, though {self.newest} was saved")
        promised = max([self.newest, *reported])
        run = self.home.run("runs", "show")["run"]
        found = max(run["checkpoints"], default=0)
        check(found >= promised, f"{stage}: step {promised} was reported as saved, the newest is {found}")
        check(run["status"] == "interrupted", f"{stage}: the run counts as {run['status']}")
        self.retrained = max([self.retrained, *(step - found for step in reached)])
        self.newest = found
        return killed

    def train(self):
        return self.training("train", "Training: ", 5.0)

    def checkpoint(self):
        return self.training("checkpoint", "Writing a checkpoint", 0.2)

    def export(self):
        if self.newest == 0:
            return None
        folder = self.home.folder / "out"
        folder.mkdir(exist_ok=True)
        target = folder / f"{self.exported % 3}.safetensors"
        existed = target.exists()
        killed = self.kill("export", self.home.start("export", "", target, "--step", self.newest, "--replace"))
        check(target.exists() or not existed, f"export: {target.name} is gone")
        common.check_files(folder)
        self.home.run("export", "", target, "--step", self.newest, "--replace")
        self.home.run("model", "inspect", target)
        check(common.check_files(folder)[1] == 0, "export: what the killed one left is still there")
        self.exported += 1
        return killed

    def survives(self):
        """What must hold after every kill."""
        check(self.home.run("project", "set", "--notes", "alive")["ok"], "the project does not open")
        clips = self.home.run("dataset", "list", "name:kick_000")["clips"]
        check(len(clips) == 1 and clips[0]["prompt"] == EDIT, "an edit by hand is lost")
        return common.check_files(self.project, self.home.folder / "cache", self.home.folder / "data")


def trial():
    arguments = common.options(__doc__, kills=(200, "how many"))
    with common.Home(arguments) as home:
        trial = Trial(home, arguments.seed)
        stages = [trial.train, trial.scan, trial.encode, trial.checkpoint, trial.export]
        kills = {stage.__name__: 0 for stage in stages}
        turn, files, left = 0, 0, 0
        while sum(kills.values()) < arguments.kills:
            stage = stages[turn % len(stages)]
            turn += 1
            killed = stage() is not None
            files, left = trial.survives()
            kills[stage.__name__] += killed
            if killed:
                print(f"{sum(kills.values()):4}  {stage.__name__:10}  {files} files whole, {left} bytes of unfinished writes", flush=True)
        final = home.run("resume", "--steps", trial.newest + 2)
        check(final["step"] == trial.newest + 2, f"the last resume: {final}")
        files, left = trial.survives()
        for name, count in kills.items():
            print(f"{name:10} {count:4} kills  0 losses")
        print(f"total      {sum(kills.values()):4} kills  0 losses; at most {trial.retrained} steps to train again; "
              f"{files} files whole; {left} bytes of unfinished writes left")


if __name__ == "__main__":
    common.main(trial)
