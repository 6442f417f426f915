"""Draws docs/machine-temperature.png from the verdicts of a running Oddity, or from a file of them, and prints the figures.

    python3 docs/machine-temperature.py http://localhost:8081
    python3 docs/machine-temperature.py scored.jsonl

Needs matplotlib: apt-get install python3-matplotlib, or pip install matplotlib.
"""

import json
import sys
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

DOCS = Path(__file__).resolve().parent
WINDOWS = DOCS.parent / "src/test/resources/nab/windows.json"
STREAM = "/api/v1/stream?pipeline=machine-temperature&cursor=0:0"
QUIET_SECONDS = 5
EPISODE_GAP = timedelta(hours=1)

BLUE, RED, SAND, GREY = "#2f5d8a", "#c2272d", "#f6d9a0", "#e4e6e9"


def lines(source):
    """JSON lines of a file, or of the stream until it has nothing more to say."""
    if not source.startswith("http"):
        yield from open(source, encoding="utf-8")
        return
    request = urllib.request.Request(source.rstrip("/") + STREAM, headers={"Accept": "application/x-ndjson"})
    try:
        yield from urllib.request.urlopen(request, timeout=QUIET_SECONDS)
    except TimeoutError:
        pass


def moment(text):
    return datetime.fromisoformat(text[:19])


def episodes(times):
    """Alarms less than an hour apart are one episode."""
    found = []
    for time in times:
        if not found or time - found[-1][-1] > EPISODE_GAP:
            found.append([])
        found[-1].append(time)
    return found


def figures(verdicts, times, windows):
    warm = [i for i, v in enumerate(verdicts) if v["status"] != "WARMING_UP"]
    weeks = (times[-1] - times[warm[0]]) / timedelta(weeks=1)
    alarms = [i for i in warm if verdicts[i]["anomaly"]]
    outside = [times[i] for i in alarms if not any(a <= times[i] <= b for a, b in windows)]
    print(f"{len(verdicts)} readings, warm from {times[warm[0]]} on ({warm[0]} readings), {weeks:.1f} weeks judged")
    hit = 0
    for start, end in windows:
        inside = [i for i in alarms if start <= times[i] <= end]
        hit += bool(inside)
        if inside:
            first = inside[0]
            print(f"window {start} to {end}: {len(inside)} readings, first {times[first]} "
                  f"({times[first] - start} into it), {verdicts[first]['values']['temperature']:.1f} °F")
        else:
            print(f"window {start} to {end}: missed")
    print(f"{hit} of {len(windows)} windows; outside: {len(outside)} readings in {len(episodes(outside))} episodes, "
          f"{len(episodes(outside)) / weeks:.2f} a week; {len(episodes([times[i] for i in alarms]))} episodes in all")


def draw(verdicts, times, windows, target):
    plt.rcParams.update({"font.family": "DejaVu Sans", "font.size": 11, "axes.edgecolor": "#888888"})
    figure, (top, bottom) = plt.subplots(
        2, 1, sharex=True, figsize=(11, 5.6), gridspec_kw={"height_ratios": [3, 2], "hspace": 0.08})
    warm_from = next(t for t, v in zip(times, verdicts) if v["status"] != "WARMING_UP")
    for axes in (top, bottom):
        axes.axvspan(times[0], warm_from, color=GREY, lw=0)
        for start, end in windows:
            axes.axvspan(start, end, color=SAND, lw=0)
        axes.spines[["top", "right"]].set_visible(False)
        axes.margins(x=0.005)

    values = [v["values"]["temperature"] for v in verdicts]
    found = [(t, y) for t, y, v in zip(times, values, verdicts) if v["anomaly"]]
    top.plot(times, values, color=BLUE, lw=0.7)
    top.plot(*zip(*found), ".", color=RED, ms=3.5)
    top.set_ylabel("temperature, °F")
    top.set_ylim(0, 128)
    for number, (start, end) in enumerate(windows, 1):
        top.text(start + (end - start) / 2, 119, str(number), ha="center", color="#7a5200", weight="bold")
    marks = [e[0] for e in episodes([t for t, _ in found])]
    top.plot(marks, [4] * len(marks), "^", color=RED, ms=6)
    top.legend(
        handles=[
            Line2D([], [], color=RED, marker="^", ls="", label="an alarm begins"),
            Line2D([], [], color=RED, marker=".", ls="", label="score above the threshold"),
            Patch(color=SAND, label="labelled window"),
            Patch(color=GREY, label="first week: warming up"),
        ],
        loc="lower left", bbox_to_anchor=(0, 1.0), ncol=4, frameon=False, handletextpad=0.4, columnspacing=1.6)

    threshold = verdicts[-1]["threshold"]
    scores = [v["score"] for v in verdicts]
    judged = [i for i, t in enumerate(times) if t >= warm_from]
    bottom.plot([times[i] for i in judged], [scores[i] for i in judged], color="#555555", lw=0.6)
    above = [i for i in judged if verdicts[i]["anomaly"]]
    bottom.plot([times[i] for i in above], [scores[i] for i in above], ".", color=RED, ms=3.5)
    bottom.axhline(threshold, color=RED, lw=1, ls="--")
    bottom.text(times[0] + timedelta(hours=6), threshold - 0.025, f"threshold\n{threshold}", color=RED, va="top", size=10)
    bottom.set_ylabel("score")
    bottom.set_ylim(0.2, 1)
    bottom.xaxis.set_major_locator(mdates.WeekdayLocator(byweekday=mdates.MO, interval=2))
    bottom.xaxis.set_major_formatter(mdates.DateFormatter("%-d %b %Y"))
    figure.savefig(target, dpi=150, facecolor="white", bbox_inches="tight", pad_inches=0.15)


def main():
    verdicts = [json.loads(line) for line in lines(sys.argv[1]) if line.strip()]
    verdicts = [v for v in verdicts if v["pipeline"] == "machine-temperature"]
    windows = [[moment(t) for t in pair] for pairs in json.loads(WINDOWS.read_text()).values() for pair in pairs]
    times = [moment(v["ts"]) for v in verdicts]
    figures(verdicts, times, windows)
    draw(verdicts, times, windows, DOCS / "machine-temperature.png")


if __name__ == "__main__":
    main()
