"""Tell the article from the furniture of its page, with a reason for everything left out."""

import functools
import re
from collections import Counter
from collections.abc import Sequence

from detente.reading import lexicon, phrases
from detente.reading.block import Block

KEEP, TITLE = "", "headline"
_INVISIBLE = "\u200b\u200e\u200f\u202c\u2069\ufeff "
MOST = 20_000
"""Of a page with more blocks than any article has, only so many are judged by their words."""
_END = re.compile(r"[.!?…][”’\"')\]»]*$|[.!?][”’\"')\]»]*\s*\([^()]{1,40}\)$")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", re.UNICODE)
_FUNCTION = lexicon.words(
    "the a an of in on at to for and or but that which who with by from as is are was were be been has have had will "
    "would it its he she they his her their this these those not no said says"
)
_TAGS = {
    "nav": "navigation",
    "footer": "footer",
    "form": "form",
    "button": "button",
    "label": "form",
    "option": "form",
    "select": "form",
    "figcaption": "caption",
    "aside": "side box",
    "dialog": "dialog",
    "address": "byline",
}
_MARKS: tuple[tuple[frozenset[str], str], ...] = tuple(
    (lexicon.words(marks), reason)
    for marks, reason in (
        ("cookie cookies consent gdpr privacy", "cookie notice"),
        ("comment comments disqus guestbook discussion replies", "comments"),
        ("newsletter newsletters signup subscribe subscription mailing", "newsletter box"),
        ("donate donation donations appeal paywall membership", "donation appeal"),
        (
            "promo promotion ad ads advert advertisement advertising sponsored sponsor dfp taboola outbrain",
            "advertisement",
        ),
        ("share sharing social addtoany sharebar", "share buttons"),
        (
            "related recommended recirculation trending popular mostread also more readmore teaser teasers",
            "related links",
        ),
        ("opinion columnist commentary", "opinion box"),
        ("caption figcaption wp-caption", "caption"),
        ("nav navbar navigation menu breadcrumb breadcrumbs masthead toolbar ticker topbar skip", "navigation"),
        ("footer foot colophon copyright", "footer"),
        ("byline author authors bio dateline stamp timestamp", "byline"),
        ("sidebar rail aside widget", "side box"),
        ("tags tag keywords topics", "navigation"),
        ("kicker label eyebrow overline", "page label"),
        ("meta", "byline"),
    )
)


def words(text: str) -> list[str]:
    """Return the words of a text, numbers left out."""
    return _WORDS.findall(text)


def is_prose(text: str, least: int = 6) -> bool:
    """Say whether a block reads as a sentence or more: enough words, some of them function words, and a full stop."""
    return _prose(text) >= least


@functools.lru_cache(maxsize=20_000)
def _prose(text: str) -> int:
    """Return how many words a block of sentences has, 0 if it is none."""
    if not _END.search(text[-60:].rstrip(_INVISIBLE)):
        return 0
    found = words(text[:2000])
    return len(found) if sum(w.lower() in _FUNCTION for w in found) >= 2 else 0


def sort(blocks: Sequence[Block], title: str = "") -> tuple[list[str], str]:
    """Give each block a reason to leave it out, or an empty string to keep it.

    Parameters
    ----------
    blocks : the page in order
    title : the title that the page states, if it does

    Returns
    -------
    reasons : one per block
    title : the stated title, or the headline found
    """
    html = any(block.path for block in blocks)
    reasons = [KEEP] * len(blocks)
    if html:
        _by_elements(blocks, reasons)
    essay = _essay(blocks, reasons)
    for at, block in enumerate(blocks[:MOST]):
        if not reasons[at]:
            reasons[at] = _by_words(block, html, essay)
    _groups(blocks, reasons, html)
    _last_word(blocks, reasons)
    if html:
        _outside(blocks, reasons)
    _appeal(blocks, reasons)
    title = _title(blocks, reasons, title)
    _tail(blocks, reasons)
    _edges(blocks, reasons, title)
    _captions(blocks, reasons)
    _labels(blocks, reasons)
    _pulled(blocks, reasons)
    return reasons, title


def _by_elements(blocks: Sequence[Block], reasons: list[str]) -> None:
    for at, block in enumerate(blocks):
        strong = is_prose(block.text, 15) and "p" in block.tags[-3:]
        for tag in reversed(block.tags):
            if tag in _TAGS:
                reasons[at] = _TAGS[tag]
                break
        for marks, reason in _MARKS:
            if block.marks & marks and not (strong and _shared(blocks, block, marks)):
                reasons[at] = reason
                break
        if not reasons[at] and block.links > 0.7 and not is_prose(block.text, 10):
            reasons[at] = "links"


def _shared(blocks: Sequence[Block], block: Block, marks: frozenset[str]) -> bool:
    """Say whether most of the page's prose bears these marks, and so they tell nothing."""
    prose = [b for b in blocks if is_prose(b.text, 15)]
    return sum(bool(b.marks & marks) for b in prose) > 0.6 * len(prose)


def _outside_quotes(text: str) -> str:
    return phrases.QUOTED.sub(" ", text)


def _essay(blocks: Sequence[Block], reasons: Sequence[str]) -> bool:
    prose = [b for b, why in zip(blocks, reasons, strict=True) if not why and is_prose(b.text, 15)]
    own = [
        b for b in prose if phrases.WE.search(_outside_quotes(b.text)) or phrases.YOU.search(_outside_quotes(b.text))
    ]
    return len(prose) >= 4 and len(own) > 0.6 * len(prose)


def _by_words(block: Block, html: bool, essay: bool) -> str:
    text = block.text if len(block.text) <= 800 else block.text[:800]
    prose = is_prose(block.text, 10)
    bare = _outside_quotes(text)
    addressed = bool(phrases.YOU.search(bare) or phrases.WE.search(bare) or phrases.CALL.search(bare))
    if phrases.STAMP.search(text) and len(text) < 90:
        return "date line"
    if phrases.HANDLE.search(text) and not phrases.SPEECH.search(bare):
        return "comments"
    for pattern, reason in phrases.LINES:
        if (not prose or (addressed and not essay) or reason in _SURE) and pattern.search(bare):
            return reason
        short = reason in ("author note", "promotion") and len(block.text) < 300 and not phrases.SPEECH.search(bare)
        if short and pattern.search(bare):
            return reason
    if phrases.CAPTION.search(text) and len(block.text) < 600:
        return "caption"
    found = words(text)
    silent = not phrases.SPEECH.search(bare)
    if silent and len(found) <= 34 and phrases.APPOSED.search(bare):
        return "caption"
    if silent and len(found) <= 34 and phrases.PICTURE.search(bare) and not re.search(r"[.!?]\s+[A-Z]", bare):
        return "caption"
    if silent and len(found) <= 32 and phrases.PRODUCT.search(bare):
        return "promotion"
    if not html and (re.search(r"\S(?:\s{2,}|\s[|·•]\s)\S.*?(?:\s{2,}|\s[|·•]\s)\S", text) and not prose):
        return "byline" if phrases.BYLINE.search(text) else "navigation"
    if phrases.BYLINE.search(text) and len(found) <= 14 and not _END.search(text[-8:]):
        return "byline"
    if silent and len(found) <= 40 and any(phrases.CALLS.match(one) for one in re.split(r"(?<=[.!?])\s+", bare)[:3]):
        return "address to the reader"
    if essay or not silent or len(block.text) >= 500:
        return KEEP
    ours = len(found) <= 45 and len(phrases.WE.findall(bare)) > 1 and not phrases.NARRATES.search(bare)
    if phrases.YOU.search(bare) or ours or phrases.OURS.search(bare):
        return "address to the reader"
    return KEEP


_SURE = frozenset({"cookie notice", "legal notice", "author or contact note", "note on the text"})


def _opener(text: str) -> str:
    if len(text) > 120:
        return ""
    return next((reason for pattern, reason in phrases.OPENERS if pattern.search(text)), "")


def _groups(blocks: Sequence[Block], reasons: list[str], html: bool) -> None:
    """A line that opens a box takes along the lines that hang on it."""
    at = 0
    spaced = not 0.1 * len(blocks) <= sum(block.gap for block in blocks) <= 0.9 * len(blocks)
    first = next((n for n, b in enumerate(blocks) if not reasons[n] and is_prose(b.text, 14)), len(blocks))
    while at < len(blocks):
        why = _opener(blocks[at].text)
        if not why or (is_prose(blocks[at].text, 10) and not reasons[at]):
            at += 1
            continue
        reasons[at] = reasons[at] or why
        home = blocks[at].path[:-1] if html else ()
        after = at + 1
        while after < len(blocks):
            block = blocks[after]
            if html:
                inside = len(home) > 2 and block.path[: len(home)] == home and _small(blocks, home)
                if not inside:
                    break
            elif (_ends_box(block, why, at > first) if spaced else _stops(block, why)) or after - at > 12:
                break
            reasons[after] = why if reasons[after] in (KEEP, "address to the reader") else reasons[after]
            after += 1
        at = max(after, at + 1)


_ENDS = frozenset({"comments", "note to editors", "author note"})


def _last_word(blocks: Sequence[Block], reasons: list[str]) -> None:
    """Readers' comments and notes on the author close a page, unless the article goes on behind their heading."""
    weigh = [len(b.text) if not why and is_prose(b.text, 14) else 0 for b, why in zip(blocks, reasons, strict=True)]
    whole, left = sum(weigh), sum(weigh)
    for at, block in enumerate(blocks):
        if reasons[at] in _ENDS and whole and left <= 0.12 * whole and _opener(block.text) in _ENDS:
            for after in range(at + 1, len(blocks)):
                reasons[after] = reasons[after] or reasons[at]
            return
        left -= weigh[at]


def _stops(block: Block, why: str) -> bool:
    if block.gap:
        return why != "comments" or is_prose(block.text, 15)
    return is_prose(block.text, 25) and why not in ("comments", "donation appeal")


def _ends_box(block: Block, why: str, below: bool) -> bool:
    """Say whether a box ends before a line of a page on which every line stands alone."""
    return not below or is_prose(block.text, 10 if why != "comments" else 15) or len(words(block.text)) > 20


def _small(blocks: Sequence[Block], home: tuple[int, ...]) -> bool:
    """Say whether the element ``home`` holds less than a third of the page's remaining prose."""
    total = inside = 0
    for block in blocks:
        if is_prose(block.text, 12):
            total += len(block.text)
            inside += len(block.text) if block.path[: len(home)] == home else 0
    return inside * 3 < max(1, total)


def _outside(blocks: Sequence[Block], reasons: list[str]) -> None:
    """Leave out what stands outside the smallest element that holds most of the prose."""
    weight: Counter[tuple[int, ...]] = Counter()
    total = 0
    for block, why in zip(blocks, reasons, strict=True):
        if not why and is_prose(block.text, 10):
            total += len(block.text)
            for depth in range(len(block.path) + 1):
                weight[block.path[:depth]] += len(block.text)
    if not total:
        return
    home = max((path for path, n in weight.items() if n >= 0.75 * total), key=len, default=())
    headline = [b.path for b in blocks if "h1" in b.tags]
    for at, block in enumerate(blocks):
        if not reasons[at] and block.path[: len(home)] != home and block.path not in headline:
            reasons[at] = "outside the article"


def _appeal(blocks: Sequence[Block], reasons: list[str]) -> None:
    """An appeal to readers runs on while it speaks of us and you."""
    open_at, neutral = -1, 0
    for at, block in enumerate(blocks):
        if reasons[at] == "donation appeal" and open_at < 0:
            open_at, neutral = at, 0
            continue
        if open_at < 0:
            continue
        bare = _outside_quotes(block.text)
        spoken = bool(phrases.WE.search(bare) or phrases.YOU.search(bare))
        if reasons[at] or spoken or not is_prose(block.text, 10):
            neutral = 0
            if spoken and not reasons[at] and not phrases.SPEECH.search(bare):
                reasons[at] = "donation appeal"
        else:
            neutral += 1
            if neutral > 1 or not any(_first(b) for b in blocks[at + 1 : at + 3]):
                open_at = -1
            else:
                reasons[at] = "donation appeal"


def _first(block: Block) -> bool:
    bare = _outside_quotes(block.text)
    return bool((phrases.WE.search(bare) or phrases.YOU.search(bare)) and not phrases.SPEECH.search(bare))


def _title(blocks: Sequence[Block], reasons: list[str], stated: str) -> str:
    folded = " ".join(stated.casefold().split())
    first = next((at for at, b in enumerate(blocks) if not reasons[at] and is_prose(b.text, 12)), len(blocks))
    found = ""
    for at, block in enumerate(blocks):
        text = " ".join(block.text.split())
        own = text.casefold()
        if stated and own and (own == folded or (len(own) > 20 and own in folded)):
            reasons[at] = TITLE
            found = text
        elif "h1" in block.tags and at <= first and not found and reasons[at] in (KEEP, "byline", "page label"):
            reasons[at], found = TITLE, text
    if found:
        return found
    body = " ".join(b.text for b, why in zip(blocks[first:], reasons[first:], strict=True) if not why)[:3000]
    told = {w.casefold() for w in words(body)} - _FUNCTION
    best, most = -1, -1
    for at, block in enumerate(blocks[:first]):
        if not reasons[at] and 4 <= len(block.text.split()) <= 30 and not _END.search(block.text):
            shared = len({w.casefold() for w in words(block.text)} & told)
            if shared > most:
                best, most = at, shared
    if best < 0:
        return stated
    reasons[best] = TITLE
    return " ".join(blocks[best].text.split())


def _edges(blocks: Sequence[Block], reasons: list[str], title: str) -> None:
    """Before the first and after the last paragraph of the article only furniture is short."""
    prose = [at for at, b in enumerate(blocks) if not reasons[at] and is_prose(b.text, 8)]
    if not prose:
        return
    after = prose[-1] + 1
    if after < len(blocks) and not reasons[after] and is_prose(blocks[after].text, 4) and not _first(blocks[after]):
        prose.append(after)
    heads = [at for at, why in enumerate(reasons) if why == TITLE and at < prose[-1]]
    start = next((at for at in prose if not heads or at > heads[0]), prose[0])
    for at in range(len(blocks)):
        if reasons[at]:
            continue
        if at < start:
            named = heads and at > heads[0] and len(words(blocks[at].text)) <= 8 and blocks[at].text[:1].isupper()
            reasons[at] = "byline" if named else "before the article"
        elif at > prose[-1]:
            reasons[at] = "after the article"
        elif not is_prose(blocks[at].text, 3) and blocks[at].links > 0.5:
            reasons[at] = "links"


def _is_sentence(text: str) -> bool:
    """Say whether a block ends like a sentence, or announces one: ``He said:``."""
    return len(text.split()) >= 3 and bool(
        _END.search(text[-60:].rstrip(_INVISIBLE)) or text.rstrip().endswith((":", "–", "—", ","))
    )


def _capitals(text: str) -> set[str]:
    """Return the longer words that are written with a capital amid a sentence."""
    return set(re.findall(r"(?<=[a-z,] )[^\W\d_a-z][^\W\d_]{3,}", text))


def _tail(blocks: Sequence[Block], reasons: list[str]) -> None:
    """What stands behind a run of furniture belongs to the article only if it is much of it."""
    parts: list[list[int]] = [[]]
    run = 0
    for at, block in enumerate(blocks):
        if reasons[at] or not _is_sentence(block.text):
            run += 1
            continue
        if run >= 3 and parts[-1]:
            parts.append([])
        parts[-1].append(at)
        run = 0
    weigh = [sum(len(blocks[at].text) for at in part if is_prose(blocks[at].text, 14)) for part in parts]
    if not any(weigh):
        return
    main = max(range(len(parts)), key=lambda k: weigh[k])
    whole = sum(weigh)
    last = main
    for k in range(main + 1, len(parts)):
        strong = [blocks[at].text for at in parts[k] if is_prose(blocks[at].text, 14)]
        commented = any(reasons[at] == "comments" for at in range(parts[main][-1], parts[k][0]))
        here, told = (" ".join(blocks[at].text for at in group) for group in (parts[k], parts[main]))
        shared = {name for name in _capitals(told) if re.search(rf"\b{re.escape(name)}\b", here)}
        much = weigh[k] >= 0.12 * whole and len(strong) >= 2
        mended = phrases.CORRECTION.search(here)
        if not commented and (much or mended or shared or (strong and phrases.SPEECH.search(here))):
            last = k
    for part in parts[last + 1 :]:
        for at in part:
            reasons[at] = "after the article"


def _labels(blocks: Sequence[Block], reasons: list[str]) -> None:
    """Short lines inside the article that are no sentences are crossheads and labels; items of a list stay."""
    kept = [at for at, why in enumerate(reasons) if not why]
    if sum(is_prose(blocks[at].text, 8) for at in kept) < 2:
        return
    listed = False
    points = _points(blocks, kept)
    for k, at in enumerate(kept):
        text = blocks[at].text
        before = blocks[kept[k - 1]].text.rstrip() if k else ""
        item = bool(_ITEM.match(text)) or "li" in blocks[at].tags[-2:]
        listed = before.endswith((":", ";")) or (item and listed)
        if not _is_sentence(text) and len(text.split()) <= 18 and not listed and at not in points:
            reasons[at] = "crosshead or label"


_ITEM = re.compile(r"[-–—•*·▪]\s|\(?[a-z0-9]{1,2}[.)]\s")


def _points(blocks: Sequence[Block], kept: Sequence[int]) -> set[int]:
    """Return the items of lists that tell something: two or more in a row, long enough for sentences, and no links."""
    found: set[int] = set()
    run: list[int] = []
    for at in [*kept, -1]:
        item = at >= 0 and ("li" in blocks[at].tags[-2:] or _ITEM.match(blocks[at].text)) and blocks[at].links < 0.5
        if item and (not run or at == run[-1] + 1):
            run.append(at)
            continue
        least = 7 if run and blocks[run[0]].path else 9
        if len(run) >= 2 and sum(len(words(blocks[n].text)) for n in run) >= least * len(run):
            found.update(run)
        run = [at] if item else []
    return found


def _pulled(blocks: Sequence[Block], reasons: list[str]) -> None:
    """A quotation set out of the article repeats words that stand in it."""
    kept = [at for at, why in enumerate(reasons) if not why and len(blocks[at].text) < 4000]
    if len(kept) > 2000:
        return
    bare = {at: " ".join(words(blocks[at].text.lower())) for at in kept}
    for at in kept:
        quote = " ".join(words(re.split(r"[—–]|\s-\s", blocks[at].text.lower())[0]))
        if 5 <= len(quote.split()) <= 40 and any(
            quote in bare[o] and len(bare[o]) > len(bare[at]) for o in kept if o != at
        ):
            reasons[at] = "pull quote"


def _captions(blocks: Sequence[Block], reasons: list[str]) -> None:
    """A lone line above the first paragraph, under the headline, that is not part of the account."""
    heads = [at for at, why in enumerate(reasons) if why == TITLE]
    body = [at for at, why in enumerate(reasons) if not why]
    if not heads or not body:
        return
    first = body[0]
    if (
        first > heads[0]
        and phrases.PRESENT.search(blocks[first].text)
        and not phrases.SPEECH.search(blocks[first].text)
    ):
        reasons[first] = "caption"
        return
    between = [at for at in range(first) if at > heads[0] and reasons[at] == "byline"]
    if between and first < between[-1] and len(blocks[first].text) < 200:
        reasons[first] = "caption"
