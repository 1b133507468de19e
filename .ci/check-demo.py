"""Does the demo's summary say what the demo is there to show?"""

import json
import pathlib
import sys

directory = pathlib.Path(sys.argv[1])
summary = json.loads((directory / "summary.json").read_text(encoding="utf-8"))
wrong = []


def expect(holds, what):
    if not holds:
        wrong.append(what)


expect(summary["command"] == "demo", "it is of another command")
runs = {run["mode"]: run for run in summary["runs"]}
modes = ["application", "hardware", "queued", "unsynchronised"]
expect(sorted(runs) == modes, f"its runs are {sorted(runs)}")
for mode, run in runs.items():
    expect(run["framesPresented"] > 0, f"{mode}: nothing was presented")
    spoilt = run["tornFrames"] + run["staleFrames"]
    if mode == "unsynchronised":
        expect(spoilt > 0, f"{mode}: without synchronisation nothing went wrong")
    else:
        expect(spoilt == 0, f"{mode}: {spoilt} frames torn or stale")
expect(runs["queued"]["applicationWakeupsOnPath"] == 0, "queued: the application was woken")
expect(runs["application"]["applicationWakeupsOnPath"] > 0, "application: it was never woken")
expect(runs["hardware"]["callsOnPathPerFrame"] == 0, "hardware: the CPU was called on the way")
expect(runs["queued"]["callsOnPathPerFrame"] > 0, "queued: no client was ever called")
expect(summary["laws"]["checked"], "no law was checked")
expect(summary["laws"]["broken"] == 0 and summary["laws"]["complete"], "the laws do not hold")
for name in summary["files"]:
    expect((directory / name).is_file(), f"there is no {name}")

for what in wrong:
    print(f"{directory}/summary.json: {what}", file=sys.stderr)
sys.exit(1 if wrong else 0)
