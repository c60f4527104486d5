"""Reading measured against annotated pages: python -m benchmarks.reading [--json]

One table: drafted claims on our own pages (held out, and not), on the pages beside the repository where they are, and
what peers that happen to be installed do with the same pages (trafilatura and jusText on intake, dateparser on dates).
"""

import argparse
import datetime
import html
import importlib
import json
import sys
import time
from collections import Counter
from pathlib import Path

from detente.reading import draft, load, measure
from detente.reading.shape import claim_to_json, document_to_json

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "reading"
BESIDE = ROOT.parent / "shared" / "reading" / "dev"
TARGETS = {"f1": 0.80, "origin": 0.85, "chain": 0.75, "kind": 0.75, "hedged": 0.90, "hedged_f1": 0.70, "negated": 0.90}
TARGETS |= {"negated_f1": 0.70, "dates": 0.85, "numbers": 0.90, "chrome_claims": 0.0, "body_kept": 1.0}
ALSO = ("precision", "recall", "own_voice", "actors_f1")


def pages(folder, names=None):
    """Yield (path of a page, its annotation)."""
    for path in sorted(folder.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        if names is None or name in names:
            page = next(p for p in folder.glob(f"{name}.*") if p.suffix in (".txt", ".html", ".md"))
            yield page, json.loads(path.read_text(encoding="utf-8"))


def read(path, gold):
    """Draft one page and return it in the printed form."""
    document = load(path, published=gold["published"], outlet=gold["outlet"])
    return {"document": document_to_json(document), "claims": [claim_to_json(claim) for claim in draft(document)]}


def drafted(found):
    """Return figures over pages, and the articles of 800 words read in a second of processor time."""
    total, words, start = Counter(), 0, time.process_time()
    for path, gold in found:
        page = read(path, gold)
        words += len(page["document"]["text"].split())
        total += measure.count(gold, page)
    spent = time.process_time() - start
    return measure.figures(total) | {
        "claims": total["gold"],
        "articles_per_second": words / 800 / spent if spent else None,
    }


def bands(found):
    """Return, for the more and the less confident half of the drafts, the share that an annotator kept too."""
    kept = []
    for path, gold in found:
        page = read(path, gold)
        hits = {j for _, j in measure.pairs(gold["claims"], page["claims"])}
        kept += [(claim["confidence"], at in hits) for at, claim in enumerate(page["claims"])]
    kept.sort(reverse=True)
    half = len(kept) // 2
    return {
        "top_half": sum(hit for _, hit in kept[:half]) / max(1, half),
        "other_half": sum(hit for _, hit in kept[half:]) / max(1, len(kept) - half),
    }


def intake(found, extract):
    """Return the share of furniture that survives an extractor, and the share of article ends that it keeps."""
    left = pieces = ends = total = 0
    for path, gold in found:
        text = measure.fold(extract(path))
        pieces += len(gold["chrome"])
        left += sum(measure.fold(piece) in text for piece in gold["chrome"])
        ends += sum(measure.fold(gold[key]) in text for key in ("body_first", "body_last"))
        total += 2
    return {"furniture_left": left / pieces, "body_kept": ends / total}


def wrapped(path):
    """Return a page as HTML; the lines of plain text become paragraphs."""
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return raw
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in raw.splitlines() if line.strip())
    return f"<html><body>{lines}</body></html>"


def peers():
    """Return the extractors that are installed."""
    known = {"detente": lambda path: load(path).text}
    try:
        trafilatura = importlib.import_module("trafilatura")
        known["trafilatura"] = lambda path: trafilatura.extract(wrapped(path), favor_precision=True) or ""
    except ImportError:
        pass
    try:
        justext = importlib.import_module("justext")
        stop = justext.get_stoplist("English")
        known["jusText"] = lambda path: "\n".join(
            p.text for p in justext.justext(wrapped(path).encode(), stop) if not p.is_boilerplate
        )
    except ImportError:
        pass
    return known


def dateparser_dates(found):
    """Return the share of gold dates that dateparser resolves to the right first day, or None if it is absent."""
    try:
        dateparser = importlib.import_module("dateparser")
    except ImportError:
        return None
    right = total = 0
    for _, gold in found:
        base = datetime.datetime.fromisoformat(gold["published"])
        for one in (d for claim in gold["claims"] for d in claim["dates"] if d["start"]):
            settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}
            guess = dateparser.parse(one["text"], languages=["en"], settings=settings)
            total += 1
            right += guess is not None and guess.date().isoformat() == one["start"] == one["end"]
    return right / total if total else None


def measured():
    """Return everything that is measured, as plain values."""
    held = set((OWN / "held_out.txt").read_text(encoding="utf-8").split())
    names = {path.name.removesuffix(".gold.json") for path in OWN.glob("*.gold.json")}
    sets = {"held out": list(pages(OWN, held)), "own, others": list(pages(OWN, names - held))}
    if BESIDE.exists():
        sets["beside, tuned on"] = list(pages(BESIDE))
    load_time = time.process_time()
    draft(load("The talks go on, the minister said.", published="2030-01-01", outlet=""))
    result = {"start_up_seconds": time.process_time() - load_time, "claims": {}, "bands": {}, "intake": {}, "dates": {}}
    for name, found in sets.items():
        result["claims"][name] = drafted(found)
        result["bands"][name] = bands(found)
        result["intake"][name] = {peer: intake(found, extract) for peer, extract in peers().items()}
        result["dates"][name] = {"dateparser": dateparser_dates(found)}
    return result


def show(result):
    """Print the table."""
    cell = lambda v: f"{'-' if v is None else format(v, '.2f'):>18}"  # noqa: E731
    names = list(result["claims"])
    print(f"{'':24}" + "".join(f"{name:>18}" for name in names) + f"{'target':>10}")
    for key in [*TARGETS, *ALSO, "claims", "articles_per_second"]:
        target = f"{TARGETS[key]:>10.2f}" if key in TARGETS else ""
        print(f"{key:24}" + "".join(cell(result["claims"][name][key]) for name in names) + target)
    for key in ("top_half", "other_half"):
        print(f"{'right, ' + key:24}" + "".join(cell(result["bands"][name][key]) for name in names))
    for peer in result["intake"][names[0]]:
        for key in ("furniture_left", "body_kept"):
            line = "".join(cell(result["intake"][name][peer][key]) for name in names)
            print(f"{peer + ': ' + key:24.24}" + line)
    print(f"{'dateparser: dates':24}" + "".join(cell(result["dates"][name]["dateparser"]) for name in names))
    print(f"start-up: {result['start_up_seconds']:.1f} s of processor time")


def main(argv=None):
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON document")
    given = parser.parse_args(argv)
    result = measured()
    if given.json:
        print(json.dumps(result, indent=2))
    else:
        show(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
