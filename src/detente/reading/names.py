"""Who is who in a text: people with their roles, bodies, places, states; short names and pronouns resolved."""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.reading.gazetteer import fold_outlet, gazetteer
from detente.reading.lexicon import named, words
from detente.reading.parse import Sentence

Sort = Literal["person", "body", "place", "state", "outlet", "thing"]

_UPPER = "".join(chr(c) for c in [*range(0x41, 0x250), *range(0x1E00, 0x1F00)] if chr(c).isupper())
_LETTER = r"[^\W\d_]"
_PARTICLE = r"(?:(?:al|el|an|ad|as|ar|ash|ibn|bin|d|l|O|Mc)[-'’])"
_CAP = (
    rf"(?:(?:[{_UPPER}]\.){{2,}}|(?:Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Dr|Mr|Ms|Mrs|Prof|Rev|Hon)\.|[{_UPPER}]\.(?=\s[{_UPPER}])|{_PARTICLE}?[{_UPPER}]"
    rf"(?:s[’'](?=\s[{_UPPER}])|{_LETTER}|[’'\-](?=[^\W_])|(?<=-)\d+|\.(?={_LETTER}))*)"
)
_GLUE = r"(?:of(?:\sthe)?|de|da|do|dos|das|del|della|di|du|van|von|der|den|la|le|el|al|bin|ibn|ben|&|y|zu|af)"
_CAUSE = "|".join(
    rf"(?<={w}) for"
    for w in (
        "Movement",
        "Front",
        "Alliance",
        "Council",
        "Campaign",
        "Centre",
        "Center",
        "Committee",
        "Coalition",
        "Forum",
        "Party",
        "Institute",
        "Union",
    )
)
_COUNTED = r"(?<=Local)|(?<=Channel)|(?<=Radio)|(?<=Group)|(?<=Zone)|(?<=Article)|(?<=Annex)|(?<=Resolution)|(?<=Unit)"
NAME = re.compile(
    rf"(?<![\w’'])(?:{_CAP})(?:(?:\s(?:{_GLUE}\s){{0,2}}|(?:{_CAUSE})\s)(?:{_CAP})|(?:{_COUNTED})\s\d{{1,4}})*"
)
_WEEK = words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec Christmas"
)
_REALMS = words("Emirate Kingdom Republic State Sultanate Principality Federation Commonwealth Union Duchy Canton")
_OFFICES = words(
    "President Minister Premier Chancellor Secretary Admiral Colonel General Ambassador Senator Governor Mayor Commissioner "
    "Sen. Rep. Gov. Gen. Col. Adm. Speaker Envoy Judge Justice Captain Chairman Chairwoman Prince Princess King Queen"
)
_RULERS = re.compile(
    r"\b(?:parliament|presidency|palace|cabinet|(?:foreign |defence |defense )?ministry|government|[Pp]resident|[Pp]rime [Mm]inister"
    r"|[Cc]hancellor|[Pp]remier|[Kk]ing|[Qq]ueen)\b"
)
_RELATIVE = words(
    "rival partner neighbour neighbor friend ally creditor owner member mediator source leader figure head sister producer "
    "buyer host insurer investor victim witness participant associate"
)
_KINDS = words(
    "watchdog retailer insurer maker operator brewer carrier lender supplier producer bidder manufacturer developer regulator "
    "insurgents rebels campaigners unionists"
)
_OWNERS = words("women men people children workers farmers veterans teachers nurses citizens girls boys")
_AROUND = words("ex former vice deputy designate elect in-waiting acting general")
_LEAD = words(
    "Anonymous Senior Former Top Several Unnamed Retired Acting Outgoing Incoming Many Some Most Two Three Four Five"
)


@dataclass(slots=True)
class Entity:
    """Somebody or something named: canonical name, what it is, its role if a person, other names, whom it stands for."""

    name: str
    sort: Sort
    role: str = ""
    short: set[str] = field(default_factory=set)
    gender: str = ""
    party: str = ""
    mentions: int = 0
    rank: int = 0
    guessed: bool = False
    nouns: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place in the text."""

    start: int
    end: int
    entity: Entity


class Cast:
    """The named of one text, and where each is named. Built once, asked many times."""

    def __init__(self, text: str, sentences: Sequence[Sentence], outlet: str = "", extra: str = "") -> None:
        self.text = text
        self.outlet = outlet
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self._by_name: dict[str, Entity] = {}
        self.seats: dict[str, Entity] = {}
        self._candidates(sentences)
        self._short_names()
        self._find_seats(extra)

    # ------------------------------------------------------------------ finding
    def _candidates(self, sentences: Sequence[Sentence]) -> None:
        found: list[tuple[int, int, Sentence]] = []
        mid: set[str] = set()
        for sentence in sentences:
            piece = self.text[sentence.start : sentence.end]
            for m in NAME.finditer(piece):
                start, end = sentence.start + m.start(), sentence.start + m.end()
                found += [(a, b, sentence) for a, b in self._trim(start, end, sentence)]
        for start, end, sentence in found:
            if not self._first(start, sentence):
                mid.add(self.text[start:end].split()[0])
            if " " in self.text[start:end]:
                mid.add(self.text[start:end].split()[-1])
        for start, end, sentence in found:
            name = self.text[start:end]
            first = name.split()[0]
            lone = self._first(start, sentence) and " " not in name and first not in mid
            common = name.lower() in named("BODIES") | named("PEOPLE") | named("GROUPS")
            if lone and (common or not self._proper(start, sentence)):
                continue
            self._add(start, end, sentence)

    def _trim(self, start: int, end: int, sentence: Sentence) -> Iterator[tuple[int, int]]:
        """Drop what is capital only by its place, weekdays and months, possessives; part title from what follows of."""
        name = self.text[start:end]
        pieces = re.split(r"\s", name)
        at = start
        if self._first(start, sentence) and len(pieces) > 1:
            token = _token_at(sentence, start)
            kind = pieces[0].lower() in _KINDS | (named("PEOPLE") | named("OUTLET_NOUNS")) and (
                pieces[0] not in named("ORG_NAMES") | named("OUTLET_NAMES")
            )
            if token is not None and pieces[0] not in named("TITLES") and (kind or self._only_first(token, pieces)):
                at += len(pieces[0]) + 1
                pieces = pieces[1:]
                while pieces and pieces[0][:1].islower():
                    at += len(pieces[0]) + 1
                    pieces = pieces[1:]
        run: list[tuple[int, int]] = []
        for piece in pieces:
            if piece.rstrip(".") in _WEEK or re.sub(r"['’]s$", "", piece) in _WEEK:
                yield from _flush(run, self.text)
                run = []
            elif piece.endswith(("’s", "'s")) and piece[:-2].lower() not in _OWNERS:
                run.append((at, at + len(piece) - 2))
                yield from _flush(run, self.text)
                run = []
            elif piece:
                run.append((at, at + len(piece)))
            at += len(piece) + 1
        yield from _flush(run, self.text)

    def _first(self, start: int, sentence: Sentence) -> bool:
        return start <= sentence.start + 1 or self.text[start - 1] in "“\"‘'«(" or self.text[start - 2 : start] == ": "

    def _only_first(self, token: Any, pieces: Sequence[str]) -> bool:
        """Say whether a sentence's first word is capital only by its place."""
        if token.pos_ not in ("PROPN", "NOUN", "ADJ") or token.is_stop or pieces[0] in _LEAD:
            return True
        return token.pos_ == "NOUN" and len(pieces) > 1 and pieces[1][:1].islower()

    def _proper(self, start: int, sentence: Sentence) -> bool:
        token = _token_at(sentence, start)
        return token is not None and token.pos_ == "PROPN" and not token.is_stop and token.lower_ not in named("COMMON")

    def _add(self, start: int, end: int, sentence: Sentence) -> None:
        name = self.text[start:end].rstrip("’'").strip()
        end = start + len(name)
        if not name or (len(name) == 1) or name.lower() in named("COMMON") or name in named("TITLES"):
            return
        title, bare = split_title(name)
        if title and bare:
            tail = bare.split(" of ")[0]
            end = start + len(name) - (len(bare) - len(tail))
            entity = self._entity(tail, "person")
            entity.sort, entity.rank = "person", 4
            self.mentions.append(Mention(start, end, entity))
            entity.mentions += 1
            self._gender(entity, title)
            owner = next((w for w in title.split() if w in gazetteer().states), "")
            entity.party = entity.party or gazetteer().states.get(owner, "")
            if len(tail) < len(bare):
                place = self._entity(bare[len(tail) + 4 :].removeprefix("the "), "")
                self.mentions.append(Mention(end + 4, start + len(name), place))
                entity.party = entity.party or place.name
            return
        if " of " in name:
            head = name.split(" of ")[0]
            if self._sort(head, start, start + len(head), sentence)[0] == "person":
                self._add(start, start + len(head), sentence)
                shift = len(head) + 4 + 4 * name[len(head) + 4 :].startswith("the ")
                self._add(start + shift, end, sentence)
                return
        entity = self._entity(name, "")
        entity.mentions += 1
        self.mentions.append(Mention(start, end, entity))
        if entity.sort != "state":
            sort, rank = self._sort(name, start, end, sentence)
            if rank > entity.rank:
                entity.sort, entity.rank = sort, rank

    def _entity(self, name: str, sort: str) -> Entity:
        states = gazetteer().states
        key = name.removeprefix("The ").replace("’", "'")
        if key in states:
            name, sort = states[key], "state"
            key = name
        entity = self._by_name.get(key)
        if entity is None:
            entity = Entity(name=name, sort=sort or "thing")  # type: ignore[arg-type]
            self._by_name[key] = entity
            self.entities.append(entity)
        elif sort and entity.sort == "thing":
            entity.sort = sort  # type: ignore[assignment]
        return entity

    def _gender(self, entity: Entity, title: str) -> None:
        for word in title.split():
            if word in named("MALE"):
                entity.gender = "m"
            elif word in named("FEMALE"):
                entity.gender = "f"

    def _sort(self, name: str, start: int, end: int, sentence: Sentence) -> tuple[Sort, int]:
        """Return what this mention speaks for, and how strongly (3 for the words themselves, 1 for a guess)."""
        pieces = name.split()
        after, before = self.text[end : end + 80], self.text[max(0, start - 60) : start]
        if fold_outlet(name) in gazetteer().outlets or (self.outlet and fold_outlet(name) == fold_outlet(self.outlet)):
            return "outlet", 3
        if len(pieces) > 1 and {pieces[0], pieces[-1]} & named("OUTLET_NAMES") and "of" not in pieces:
            return "outlet", 3
        nouns = "|".join(named("OUTLET_NOUNS"))
        article = re.search(r"\b[Aa]n?\s+$", before)
        if re.search(rf"\b(?:{nouns}),?\s+(?:the\s)?$", before) or (
            not article and re.match(rf"\s+(?:news\s+)?(?:{nouns})\b(?!\s+[{_UPPER}])", after)
        ):
            return "outlet", 3
        if set(pieces) & named("ORG_NAMES") or pieces[-1].isdigit():
            return "body", 3
        if name.isupper() and len(name) > 1:
            return "body", 2
        apposed = self._apposition(after)
        if apposed & named("OUTLET_NOUNS"):
            return "outlet", 3
        people = named("PEOPLE")
        person = 2 <= len(pieces) <= 4 and "&" not in pieces
        before_word = re.search(rf"(?:^|[\s,])({_LETTER}+(?:-{_LETTER}+)*),?\s$", before)
        if person and ((before_word and before_word.group(1).lower() in people) or apposed & people):
            return "person", 3
        told = before_word and before_word.group(1).lower() in people - _RELATIVE and before.endswith(", ")
        single = len(pieces) == 1 and not name.isupper()
        if single and (apposed & (people - _RELATIVE) or (told and after[:1] == ",")):
            return "person", 2
        if apposed & named("BODIES"):
            return "body", 2
        kin = r"whose\s+(?:son|daughter|husband|wife|mother|father|brother|sister|family|uncle|aunt|cousin)\b"
        if person and re.match(rf",?\s(?:who\b|whom\b|{kin})", after):
            return "person", 2
        if re.search(r"\b(?:in|at|near|outside|around)\s+(?:the\s+)?$", before):
            return "place", 2
        label = _label(sentence, start, end)
        if person and (label == "PERSON" or re.match(r",?\s(?:said|says|told|added|wrote|asked|replied)\b", after)):
            return "person", 1
        if len(pieces) == 1 and label == "PERSON" and re.search(r"[’']s\s+$", before):
            return "person", 1
        if label in ("GPE", "LOC", "FAC"):
            return "place", 1
        return ("body", 1) if label in ("ORG", "NORP") else ("thing", 0)

    def _apposition(self, after: str) -> set[str]:
        """Return the nouns of what stands in apposition after a name: ``, a hydrologist at …``, ``, its biggest lender``."""
        m = re.match(
            r"\s*(?:\([^)]*\))?,\s+(?:\d+,\s+)?((?:an?|the|its|his|her|their|[\w’'-]+(?:\s[\w’'-]+)?[’']s|[\w-]+)\s+[^,.;:]*)",
            after,
        )
        telling = r"\b(?:said|says|told|announced|reported|added|wrote|warned|confirmed|denied)\b"
        if (
            not m
            or re.match(r"(?:who|which|whose|that|and|but|when|where)\b", m.group(1))
            or re.search(telling, m.group(1))
        ):
            return set()
        head = re.split(r"\b(?:of|for|at|in|to|from|with|on|who|which|that|under|behind|by)\b", m.group(1))[0]
        found = re.findall(r"[\w-]+", head.lower())
        return set(found[-2:])

    # ------------------------------------------------------------------ short names
    def _short_names(self) -> None:
        self.mentions.sort(key=lambda m: m.start)
        full = [e for e in self.entities if " " in e.name]
        for entity in list(self.entities):
            if " " in entity.name or entity.sort == "state":
                continue
            matches = [e for e in full if e is not entity and self._stands_for(entity.name, e)]
            people = [e for e in matches if e.sort == "person"]
            bodies = [e for e in matches if entity.sort != "place" or e.name.split()[-1] in named("FIRMS")]
            chosen = people[0] if people else bodies[0] if bodies else None
            if chosen is not None:
                self._merge(entity, chosen)
        people = [e for e in full if e.sort == "person"]
        for entity in [e for e in self.entities if " " in e.name]:
            ending = f" {entity.name.lower()}"
            longer = [e for e in people if e is not entity and e.name.lower().endswith(ending)]
            if longer and entity in self.entities:
                self._merge(entity, longer[0])
        for entity in [e for e in self.entities if e.sort == "body" and " " in e.name]:
            longer = [e for e in full if e is not entity and e.sort == "body" and e.name.endswith(" " + entity.name)]
            if longer:
                self._merge(entity, longer[0])
        self._peoples()
        for match in re.finditer(rf"\s\(([{_UPPER}]{{2,8}})\)", self.text):
            short, owner = self._by_name.get(match.group(1)), self._ending(match.start() - 100, match.start())
            if short is not None and owner is not None and short is not owner:
                self._merge(short, owner)

    def _peoples(self) -> None:
        """An adjective or people stands for the place whose name it is formed from: Samoan, Tongans, Omani."""
        single = [e for e in self.entities if " " not in e.name and e.sort in ("place", "body", "thing")]
        for adjective in single:
            m = re.fullmatch(r"(.{3,}?)(?:i|is|an|ans|ian|ians|n|ns|ese|ish|ic|er|ers)", adjective.name)
            roots = {m.group(1), m.group(1) + "a"} if m else set()
            for place in self.entities:
                last = place.name.split()[-1]
                if (
                    m
                    and place is not adjective
                    and place.sort not in ("person", "outlet")
                    and len(last) >= 4
                    and len(place.name.split()) == 1 + 2 * (" of " in place.name)
                ):
                    stem = last.rstrip("aeiou")
                    grown = (
                        adjective.name.startswith(stem) and len(stem) >= 4 and adjective.name not in place.name.split()
                    )
                    if last in roots or grown:
                        self._merge(adjective, place)
                        break

    def _ending(self, start: int, end: int) -> Entity | None:
        return next((m.entity for m in self.mentions if start <= m.start and m.end == end), None)

    def _stands_for(self, short: str, entity: Entity) -> bool:
        pieces = entity.name.split()
        if entity.sort == "person":
            last = pieces[-1]
            if short in (last, " ".join(pieces[1:])) or short in last.split("-") or short.lower() == last.lower():
                return True
            return short == pieces[0] and len(short) > 1
        if entity.sort in ("body", "outlet", "thing", "place"):
            initials = "".join(p[0] for p in pieces if p[0].isupper())
            if short == pieces[0] + "s" or (len(pieces) > 2 and pieces[-2] == "of" and pieces[0] in _REALMS):
                return short in (pieces[-1], pieces[0] + "s")
            if short == initials or (short == pieces[-1] and short in named("ORG_NAMES")):
                return True
            return len(pieces) == 2 and pieces[1] in named("FIRMS") and short == pieces[0]
        return False

    def _merge(self, short: Entity, into: Entity) -> None:
        into.short.add(short.name)
        into.mentions += short.mentions
        into.gender = into.gender or short.gender
        into.party = into.party or short.party
        into.role = into.role or short.role
        self.mentions = [Mention(m.start, m.end, into) if m.entity is short else m for m in self.mentions]
        for key, value in list(self._by_name.items()):
            if value is short:
                self._by_name[key] = into
        if short in self.entities:
            self.entities.remove(short)

    def _find_seats(self, extra: str) -> None:
        """Learn which town stands for which state: its parliament sits there, its president visits works there."""
        known = {name: e for name, e in self._by_name.items() if e.sort not in ("person", "outlet")}
        for m in re.finditer(
            rf"\b(?P<a>{_CAP}),\s+(?:the\s+)?(?P<b>{_CAP})(?:[’']s)?\s+capital\b"
            rf"|\b(?P<c>{_CAP}),\s+(?:the\s+)?capital\s+of\s+(?:the\s+)?(?P<d>{_CAP})"
            rf"|\b(?P<f>{_CAP})(?:[’']s)?\s+capital,\s+(?P<e>{_CAP})",
            f"{self.text}\n{extra}",
        ):
            seat = self._by_name.get(m.group("a") or m.group("c") or m.group("e"))
            owner = known.get((m.group("b") or m.group("d") or m.group("f")).replace("’", "'").removesuffix("'s"))
            if seat is not None and owner is not None and seat is not owner and seat.sort not in ("person", "outlet"):
                self.seats.setdefault(seat.name, owner)
        for passage in re.split(r"(?<=[.!?])\s+", f"{self.text}\n{extra}"):
            for m in re.finditer(
                rf"\b(?:in|from)\s+({_CAP})\b|\b({_CAP}),\s+(?:the|its)\s+(?:\w+\s)?capital\b", passage
            ):
                seat = self._by_name.get(m.group(1) or m.group(2))
                if seat is None or seat.sort in ("person", "outlet", "state") or seat.name in self.seats:
                    continue
                before = passage[: m.start()]
                rules = _RULERS.search(before) or m.group(2) or passage[m.end() :].startswith(", the capital")
                owners = [
                    e
                    for name, e in known.items()
                    if e is not seat
                    and e.sort != "state"
                    and re.search(rf"\b{re.escape(name)}(?:[’']s|\s+(?:will|would|has|is|was|says)|,|$)", before)
                ]
                titled = re.search(
                    rf"\b(?:President|Minister|King|Queen|Chancellor|Premier)\b.{{3,40}}\bof\s+({_CAP})", before
                )
                if titled and titled.group(1) in known:
                    owners = [known[titled.group(1)]]
                if rules and owners and owners[0].name != seat.name:
                    self.seats[seat.name] = owners[0]

    def stands_for(self, entity: Entity) -> Entity:
        """Return the state that a seat of government stands for, or the entity itself."""
        return self.seats.get(entity.name, entity)

    # ------------------------------------------------------------------ asking
    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions inside a stretch of the text, in order."""
        first = bisect.bisect_left(self.mentions, start, key=lambda m: m.start)
        last = bisect.bisect_right(self.mentions, end, lo=first, key=lambda m: m.start)
        return [m for m in self.mentions[first:last] if m.end <= end]

    def called(self, name: str) -> Entity | None:
        """Return who is called by ``name``, exactly."""
        return self._by_name.get(name.removeprefix("The ").removeprefix("the ").replace("’", "'"))


def split_title(name: str) -> tuple[str, str]:
    """Part a name from the titles before it.

    >>> split_title("Prime Minister Ilka Dorn")
    ('Prime Minister', 'Ilka Dorn')
    >>> split_title("Vessmark Harbour Minister Ilka Dorn")
    ('Vessmark Harbour Minister', 'Ilka Dorn')
    >>> split_title("Dorn Holdings")
    ('', 'Dorn Holdings')
    """
    pieces = name.split()
    office = re.match(
        r"(.*\b(?:Secretary|Minister|Director|Chief|Speaker) (?:of|for) [A-Z]\w+) (?=[A-Z]\w+ [A-Z])", name
    )
    if office:
        return office.group(1), name[office.end() :]
    n = 0
    while n < len(pieces) - 1 and _is_title(pieces[n]):
        n += 1
    if n == 0:
        held = [
            k
            for k in range(1, len(pieces) - 1)
            if (pieces[k] in _OFFICES or _is_title(pieces[k])) and " ".join(pieces[:k]).find(" of ") < 0
        ]
        n = held[-1] + 1 if held and "of" not in pieces[:3] else 0
    bare = pieces[n:]
    if n and (bare[0] in named("ORG_NAMES") or bare[-1] in named("ORG_NAMES")):
        return "", name
    return " ".join(pieces[:n]), " ".join(bare)


def _is_title(piece: str) -> bool:
    """Say whether a word is a title, also with a prefix or suffix: ``Ex-president``, ``Minister-designate``."""
    if piece in named("TITLES"):
        return True
    parts = piece.split("-")
    return (
        len(parts) == 2
        and bool({parts[0].lower(), parts[1].lower()} & _AROUND)
        and any(part.capitalize() in named("TITLES") or part.lower() in named("PEOPLE") for part in parts)
    )


def _flush(run: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    while run and not text[run[0][0]].isupper() and not re.match(r"(?:al|el|an|ad|as|ar|ash)[-’']", text[run[0][0] :]):
        run = run[1:]
    while run and text[run[-1][0]].islower() and not re.match(r"(?:al|el|an|ad|as|ar|ash)[-’']", text[run[-1][0] :]):
        run = run[:-1]
    if run:
        yield run[0][0], run[-1][1]


def _token_at(sentence: Sentence, place: int) -> Any:
    return next((t for t in sentence.tokens if t.idx <= place < t.idx + max(1, len(t))), None)


def _label(sentence: Sentence, start: int, end: int) -> str:
    labels = [t.ent_type_ for t in sentence.tokens if t.idx >= start and t.idx < end and t.ent_type_]
    return max(labels, key=labels.count) if labels else ""
