"""Phrases of site furniture, as general patterns with the reason each gives; none is taken from one page."""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import re

_I = re.IGNORECASE

# A line that opens a box or a section of furniture: the lines that hang on it go with it.
OPENERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), reason)
    for pattern, reason in (
        (
            r"^(?:\d+\s+)?comments?(?:\s*\(\d+\))?:?$|^(?:\d+|leave a|post a|join the|view all|show)\s+comments?\b",
            "comments",
        ),
        (
            r"^(?:readers?|your)['’]?s?\s+(?:comments?|letters?|views?|responses?)|^what (?:our )?readers\b|^join the (?:conversation|discussion)"
            r"|^have your say\b|^readers?['’]?s? (?:reactions?|feedback|mail|voices)$|^loading comments|^disqus\b|^\d+ (?:responses?|replies|reactions)$|^comments? (?:are|is) (?:now )?(?:closed|open|moderated)\b|^(?:all|latest|top) comments\b|^be the first to comment\b|^(?:your|the) letters$",
            "comments",
        ),
        (r"^(?:notes? (?:to|for) (?:the )?editors?|(?:press|media) contacts?|ends?)\s*[:.]?$|^#{3,}$", "note to editors"),
        (r"^about the (?:authors?|writers?|reporters?)$", "author note"),
        (r"^(?:(?:reader |snap |our )?polls?|quiz|vote now)(?:\s*[:|–—].*)?$", "poll"),
        (
            r"^(?:most|top|more)\s+(?:read|viewed|popular|shared|watched|stories|news|headlines|from|on|in)\b",
            "related links",
        ),
        (
            r"^(?:related|recommended|trending|popular|latest|suggested|elsewhere|editor['’]?s['’]? picks?)(?:\s+(?:now|stories|articles|news|topics|links|reading|content|coverage|for you))?:?$",
            "related links",
        ),
        (
            r"^(?:you (?:may|might) (?:also )?(?:like|be interested)|see also|also (?:read|in)|read (?:also|next|more)|further reading|up next|don['’]t miss|explore more|in this (?:story|section)|topics?:)",
            "related links",
        ),
        (
            r"^(?:opinion|commentary|comment|editorial|column|analysis|viewpoint|op-ed|letters)(?:s|ists?)?(?:\s*[|:–—].*)?$",
            "opinion box",
        ),
        (
            r"^(?:advertisement|advertising|ad|sponsored|promoted|paid)(?:\s+(?:content|feature|post|links?|by.*))?:?$",
            "advertisement",
        ),
        (
            r"^(?:sign|signed) up\b|^subscribe\b|^get (?:the|our|your|all)\b.*\b(?:inbox|newsletter|app|alerts?|e-?mail|stories|news)\b|^(?:our|the)?\s*\w*\s*newsletters?\b",
            "newsletter box",
        ),
        (
            r"^(?:a )?(?:message|letter|note|appeal|word) from\b|^dear (?:readers?|friends?|supporters?)\b|^before you go\b|^support (?:us|our|the|independent|local|quality)\b|^(?:donate|become a (?:member|supporter|patron|friend))\b|^help us\b|^why (?:support|trust) us\b",
            "donation appeal",
        ),
    )
)

# A line that is furniture by itself.
LINES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, _I), reason)
    for pattern, reason in (
        (
            r"\b(?:we|our partners|this (?:web)?site|this page|our site)\b.{0,60}\b(?:use|uses|store|stores|value)\b.{0,40}\b(?:cookies|privacy)\b|\bcookies?\b.{0,60}\b(?:preferences|settings|help|consent|accept|policy|improve)\b|\baccept (?:all|cookies)\b|\bvalue your privacy\b|\buses? cookies\b",
            "cookie notice",
        ),
        (
            r"^skip to\b|^(?:sign|log) ?(?:in|out|up)$|^register$|^menu$|^search$|^home$|^back to top$|^live tv$|^e-?paper$|^jump to\b|^close$|^open menu$",
            "navigation",
        ),
        (
            r"^(?:share|save|gift|print|tweet|copy link|e-?mail|bookmark|like|follow|send|listen|whatsapp|facebook|linkedin|x)(?:\s{1,4}(?:this|on|via|to|the|share|save|gift|print|tweet|copy link|link|e-?mail|bookmark|article|story|post|facebook|twitter|linkedin|whatsapp|telegram|x|a friend|it))*$|\breport an error\b|^send to a friend\b",
            "share buttons",
        ),
        (
            r"^\d+\s*(?:min(?:ute)?s?)\b(?:\s+read)?|^reading time\b|^listen to (?:this|the)\b|^\d+:\d\d\s*/\s*\d+:\d\d$|^(?:watch|play|video|audio)\s*[:|]|\bwatch live$|^live[:|]|^breaking(?: news)?\s*[:|]",
            "player or live box",
        ),
        (
            r"\bfree articles?\b.{0,30}\b(?:left|remaining|this month)\b|\b(?:upgrade|subscribe|subscription)\b.{0,40}\b(?:to|from|for|now|today|plan|pro|premium)\b.{0,20}|\bfrom [$€£]\s?\d+(?:\.\d+)? (?:a|per) (?:week|month|year)\b|[$€£]\s?\d+ for your first\b|^unlock\b|\byour? subscription\b",
            "subscription offer",
        ),
        (
            r"\bnewsletters?\b|\b(?:in|to) your (?:inbox|mailbox|e-?mail)\b|\bdelivered (?:every|each|to your|straight|daily|weekly)\b|^(?:enter |your )?e-?mail(?: address)?$|^sign me up\b|^(?:sign up|subscribe|register)\b.{0,12}\b(?:here|now|today|for|to)\b|\bsubscribers? agree\b|\b(?:agree|agreed?) to (?:our|the) (?:terms|privacy)\b|^privacy notice\b|\bget (?:e-?mail )?alerts\b|\bour (?:morning|evening|daily|weekly|free) (?:\w+ )?(?:briefing|letter|e-?mail|digest|update)\b",
            "newsletter box",
        ),
        (
            r"\bdownload (?:the|our)\b.{0,40}\bapp\b|\bfollow us\b|\bjoin (?:us|our)\b.{0,30}\b(?:on|channel|community|telegram)\b|\bjoin [\d,]+ (?:readers|subscribers)\b",
            "promotion",
        ),
        (
            r"\b(?:support|donate|donation|contribut\w+|give)\b.{0,60}\b(?:us|our|journalism|newsroom|today|monthly)\b.{0,40}\b(?:you|your|we|\$|€|£|today|possible|work|impact|journalism|free|independent)\b|\bbuy (?:me|us|the author|the writer) a\b|\bour (?:newsroom|journalism|work|reporting) (?:is|depends|relies|needs|matters)\b|\bwithout (?:you|your)\b.{0,60}\bwe\b|^(?:once|monthly|annual(?:ly)?|one-time|continue|remind me later|not now)\.?$|^support\b[^.]*!$|\bremind me later\b|\bready to support\b",
            "donation appeal",
        ),
        (
            r"^(?:©|\(c\)|copyright)|\ball rights reserved\b|^(?:terms|privacy|imprint|impressum|contact|about)(?:[\s·|.,]+\w+){0,8}$|\bterms (?:of (?:use|service)|and conditions)\b|\bregistered (?:as a newspaper|in england|office|company|charity)\b|^reuse (?:this )?content|\bis published by\b|\byou may share using\b|\brepublish\b.{0,30}\b(?:article|story|content)\b|^(?:source|sources)\s*:",
            "legal notice",
        ),
        (
            r"^(?:read|see|watch|listen|learn|find out|more)\s*(?:more|also|next|on this|about)?\s*[:>»|]|^>>|^»|^(?:related|explainer|live|in pictures|in photos|gallery|from the archive|analysis|opinion|editorial|profile|podcast|factbox|timeline)\s*[:|]|^read (?:more|next|also)\b",
            "related links",
        ),
        (
            r"^for (?:further|more) (?:information|details)\b|^(?:press|media) (?:office|enquiries|inquiries)\b|\b(?:tip|tips) (?:to|for) (?:the|our)\b|\bsend (?:us )?(?:your )?(?:news )?tips\b|\bcontact us\b|\bhave (?:information|a story|a tip|you got)\b.{0,40}\b(?:story|confidence|us|contact)\b|^(?:follow|contact|e-?mail|write to)\b.{0,40}(?:@|\bthe (?:author|reporter|writer)\b)|\bcomments (?:are|will be|were) (?:moderated|closed|open)\b|\bcovers the \w+\b",
            "author or contact note",
        ),
        (
            r"\bis (?:a|an|the) (?:senior |former |visiting |associate |staff |freelance )*(?:fellow|columnist|correspondent|contributor|contributing editor|staff writer|freelance\w*|reporter|editor)\b[^.]{0,40}(?:\bat\b|\bfor\b|\bwith\b|\bbased\b|\.|$)",
            "author note",
        ),
        (
            r"^(?:additional |original |with )?(?:reporting|writing|editing|contributions?|research|translation|compiled|graphics?) by\b|^\w+ \w+ (?:contributed|reported) (?:to|from)\b.{0,60}$|\bcontributed (?:to this|reporting)\b",
            "byline",
        ),
        (
            r"\b(?:follow|find) (?:\w+ ){1,4}on (?:x|twitter|telegram|facebook|instagram|bluesky|mastodon|threads|linkedin)\b|\bturn on notifications\b|\balerts? (?:straight )?to\b|\bapp is available\b|\bavailable on ios\b|^never miss\b|\bscroll to continue\b|\bcontinue reading\b|\balready a (?:subscriber|member)\b|\b(?:monthly|weekly) limit\b|\bfree account\b",
            "promotion",
        ),
        (
            r"^(?:tags?|filed under|topics?|keywords?|categor(?:y|ies)|more on|section)\s*:|^(?:topics|tags)$|^(?:weather|horoscopes?|crosswords?|puzzles|quiz|cartoon|sudoku|careers|advertise(?: with us)?|newsletters?|podcasts?|jobs|obituaries|classifieds|events|archive|e-?paper|print edition)\b(?:\s*[:|].*|(?:\s\w+){0,4})?$|^powered by\b|^link copied$",
            "navigation",
        ),
        (
            r"^icymi\b|^(?:next|previous|top|related) (?:story|article|post)\b|^best of\b|^(?:photos?|video|watch|gallery|in numbers|fact check)\s*[:|]",
            "related links",
        ),
        (
            r"^(?:th(?:is|e) (?:above )?|a version of this |parts of this )(?:article|text|page|piece|story|report|content|interview|translation|material|post)\b.{0,30}\b(?:(?:was|is|has been|been|may be|can be) (?:\w+ly |also |first |co-|machine[- ])?(?:translated|produced|supported|funded|made|published|adapted|edited|updated|blocked|available|free|generated|written|compiled|republished|reproduced|sponsored|paid|part of|provided|distributed|machine|automatic\w*|appeared)|appeared|may contain|contains? affiliate)\b"
            r"|\b(?:machine|automatically|ai)[- ](?:translated|generated)\b|^translat(?:ed|ion)(?: from \w+)?(?: by)?\b.{0,60}$|\b(?:made possible|supported|funded|produced) (?:by|with) (?:a|the|an)\b.{0,40}\b(?:grants?|fund|foundation|programme)\b.{0,30}\b(?:no|which|in it)\b",
            "note on the text",
        ),
        (
            r"\bnot an offer to (?:buy|sell|subscribe)\b|\b(?:publisher|owner)s? of this (?:paper|newspaper|site|website)\b|\b(?:quotes?|prices|data) (?:are )?delayed\b|^the [A-Z][\w ]{2,30} is (?:printed|published|edited|produced) (?:on|every|by|in)\b|^correspondence:"
            r"|\b(?:forbidden|prohibited|not (?:permitted|allowed)) to (?:copy|reproduce|republish|reprint)\b|\bno part of this\b|\bmay (?:not |only )?be (?:copied|reproduced|republished|reprinted|redistributed)\b|^re(?:prints?|publish\w*|use)\b.{0,20}\b(?:permissions?|rights|licens\w+|our|this)\b|\b(?:member|signatory) of the\b.{0,30}\b(?:press|media|news|editors?|editorial|journalis\w+)\b.{0,30}$"
            r"|\badheres? to the\b.{0,40}\b(?:code|press|standards|principles)\b|\bcomplaints? (?:about|regarding) (?:our|this|the)\b.{0,30}\b(?:report\w*|article|story|coverage|content|publication)\b|\bnot responsible for the content\b|^(?:registered|head|editorial) office\b|^(?:published|printed|owned|operated) by\b|\bis (?:independently )?regulated by\b.{0,30}\b(?:press|media|ofcom|standards)\b",
            "legal notice",
        ),
        (
            r"^[A-Z]\S+ [A-Z]\S+ (?:writes|reports) (?:about|on)\b|\b(?:her|his) (?:\w+ )?book\b.{0,40}\bis (?:out|published)\b|\bviews expressed\b|\b(?:views?|opinions?) (?:in|of|here)\b.{0,40}\b(?:do not|not those|not necessarily|own|alone)\b|^the (?:writer|author) (?:is|was|has)\b|\b(?:is|was) (?:the )?[^.]{0,40}['’]s (?:\w+ ){0,3}(?:correspondent|editor|columnist|reporter|bureau chief)\b|^(?:she|he) joined the (?:paper|newspaper|site)\b",
            "author note",
        ),
        (
            r"^(?:\d+\.\s*)?\**[\w .-]{2,24}\** says:\s|^[“\"].*[”\"],? writes [A-Z]\w+ (?:from|in)\b|^\d+ people are\b|^(?-i:(?=\S*[\d_])[\w.-]{3,24}|[a-z][\w.-]{2,20}):\s|^(?:reply|load more|show more|view more|report abuse|like|upvote)\b.{0,30}$|^\d+ (?:seconds?|minutes?|hours?|days?|weeks?) ago$|^sign in to\b",
            "comments",
        ),
        (r"^(?:our|editorial) standards\b", "legal notice"),
        (r"^editorial\b\s*[:|]|^letters?\s*[:|]", "opinion box"),
        (
            r"\bcall (?:now|today)\b|\bbuy now\b|\blimited offer\b|\bhate it\b|\bone weird\b|\bspecial offer\b|\bshop (?:now|basket)\b",
            "advertisement",
        ),
    )
)

CAPTION = re.compile(
    r"^FILE\b\s*(?:PHOTO)?\s*[-–—:]|^[Ii]mage (?:source|caption)\b|\([^()]{2,40}\s?/\s?[^()]{2,40}\)\s*$|"
    r"(?i:\b(?:photo(?:graph)?s?|picture|image|illustration|montage|credit|video|graphic|file photo|courtesy)\s*[:/])"
    r"|(?i:\b(?:photo(?:graph)?s?|picture|image|illustration|montage|graphic) (?:by|courtesy) )[A-Z][\w.’' -]{2,40}$"
    r"|\[(?:archive|file|photo|library)[^\]]*\]\s*$|\((?:archive|file|photo|library|reuters|ap|afp|getty)[^)]*\)\s*$"
    r"|\s©\s?[\w .&/’'-]+$|[\w.]{2,}\s?/\s?[A-Z]{2,}[\w ]*$|\b[A-Z][A-Z .'’-]{4,}\s?/\s?[A-Z][A-Z .&'’-]{2,}$"
    r"|,\s(?:seen|pictured|shown) (?:here|above|below|left|right)\b|\b(?:seen|pictured) (?:here|above|below)\b|^(?:pictured|above|below|left|right|caption)\s*:"
)
BYLINE = re.compile(
    r"^(?:by|words by|from)\s+(?:our\s+)?[A-ZÀ-ÞĀ-Ž][\w.’'-]+|\b(?:staff (?:writer|reporter)|correspondent|and agencies|our staff|staff)\s*$"
    r"|^(?:posted|published|updated|last updated|first published|modified)\b",
    re.IGNORECASE,
)
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
STAMP = re.compile(
    rf"^(?:(?:posted|published|updated|last updated|date)[:\s]+)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:{MONTHS}|[a-z]{{3,4}})\.?,?\s+\d{{4}}|(?:{MONTHS}|[a-z]{{3,4}})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})\b[\s,|·–-]*(?:at\s+)?(?:\d{{1,2}}[.:]\d\d)?\s*(?:[ap]\.?m\.?)?[\w\s:.,|·–()+-]{{0,40}}$",
    re.IGNORECASE,
)
PICTURE = re.compile(
    r"\b(?<!to )(?:arrives|attends|speaks (?:at|to|during|with)|addresses (?:the|a|reporters)|looks on|walks (?:past|along|through|into|near)|gestures|"
    r"shakes hands|poses|greets|waves (?:to|at|from)|embraces|inspects|tours|smiles|hugs|sits (?:in|at|next|beside|with)|"
    r"stands (?:in front|next|beside|outside|guard|near)|queue (?:at|for|outside)|in this (?:file )?(?:photo|picture|image)|"
    r"(?:is|are) (?:seen|pictured)) |,\s(?:left|right|cent(?:re|er)|second (?:from )?(?:left|right)),|\((?:left|right|cent(?:re|er))\)"
)
# A picture described: no verb of its own after the clause that tells what is not shown; or, above the article, the
# present tense after it.
APPOSED = re.compile(
    r"^[^,.“\"]{3,70}, (?:who|which|whose|where)\b[^,.]{3,90}, (?:at|in|on|outside|before|during|near|with|after|beside|inside)\b[^.,]{3,80}\.?$"
)
PRESENT = re.compile(
    r"^[^,.“\"]{3,70}, (?:who|which|whose|where)\b[^,.]{3,90}, (?!is\b|was\b|has\b|says\b)[a-z]+s\b[^.]{3,90}\.?$"
)
SCENE = re.compile(
    r"^(?:[^,.“\"]{3,80}(?:, (?:who|which|whose|where)\b[^,.]{3,90},)?) (?:arrives?|attends?|speaks?|address(?:es)?|looks?|walks?|gestures?|shakes?|poses?|greets?|waves?|embraces?|inspects?|tours?|smiles?|"
    r"hugs?|sits?|stands?|leaves?|enters?|boards?|steps?|cross(?:es)?|carr(?:y|ies)|holds? (?:up|a|an|his|her|their|hands)|lights?|raises?|watch(?:es)?|listens?|delivers?|visits?|lays?|march(?:es)?|gathers?|wait|waits|rests?|"
    r"cycles?|loads?|unloads?|plays?|prays?|queues?|toasts?|clinks?|hoists?|salutes?|kneels?|bows?|takes? (?:a|his|her|their) (?:seat|oath|bow)s?)\b (?!that\b)[^.“\"]{3,160}\.?$"
)
PRODUCT = re.compile(
    r"\b(?:podcasts?|newsletters?|webinars?|giveaway|raffle|masterclass|e-?book|crossword|paperback|hardback|wall calendar|"
    r"print subscription|gift subscription|subscribers (?:get|receive|enjoy)|free (?:delivery|trial)|tickets? (?:from|are|on sale))\b",
    re.IGNORECASE,
)
OURS = re.compile(
    r"\b(?:we (?:have |['’]ve )?(?:made|made|keep|publish|believe|rely|depend|welcome|want|ask|need|are (?:committed|grateful|independent))|our (?:readers|reporting|newsroom|"
    r"standards|app|website|journalists|coverage|supporters|members|team))\b",
    re.IGNORECASE,
)
YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
CALL = re.compile(r"^(?:sign up|subscribe|register|click|download|donate|follow|share)\b(?! that\b)", re.IGNORECASE)
WE = re.compile(r"\b(?:we|us|our|ours)\b", re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|‘[^’]*’(?!\w)|«[^»]*»")
SPEECH = re.compile(
    r"\b(?:said|says|told|added|wrote|asked|replied|according to|announced|reported|warned|denied|denies|insisted|claimed|confirmed)\b"
)
# A reader's comment: the name somebody writes under, which no person bears, and a colon.
HANDLE = re.compile(
    r"^(?:@[\w.-]{2,24}|(?=\S*[\d_])[\w.-]{3,24}|[a-z][\w.-]{2,20}|(?!Ma?c[A-Z]|De[A-Z]|La[A-Z]|Le[A-Z]|Van[A-Z]|O['’])[A-Z][a-z]+[A-Z][A-Za-z\d]*):\s"
)
CORRECTION = re.compile(
    r"^(?:corrections?\b|clarification\b|(?:an|the) earlier version\b|earlier we (?:reported|said|wrote)\b|(?:this (?:article|story|report) )?(?:was|has been) (?:amended|corrected)\b)",
    re.IGNORECASE,
)
# A line that begins by telling the reader what to do.
CALLS = re.compile(
    r"^(?:support|follow|get|join|be|download|pick up|try|tune in|catch|win|enter|vote|book|order|save|send|tell|share|ring|call|text|e-?mail|visit|browse|explore|"
    r"discover|find out|check out|click|tap|register|become|donate|help|stay|keep|turn on|switch on|unlock|buy|shop|subscribe|sign up|read|watch|listen|see|learn|go|chip in|pledge|renew|upgrade|manage|play)\s+"
    r"(?:the (?:full|latest|app|app\w*|results?|best|whole|video|film|quiz|\w+ (?:app|podcast|letter|newsletter|quiz|tomorrow|today))|our|your|this|us|an?|all|more|me|now|today|here|first|the first|[\d,]+|free|unlimited|independent|local|quality|"
    r"good|great|reporting|journalism|up to date|in touch|informed|deeper|online|ahead|reading|ad-?free|to (?:our|the (?:app|newsletter)))\b",
    re.IGNORECASE,
)
# The reporter's own account of the work, which is no address to the reader.
NARRATES = re.compile(
    r"\b(?:we|us)\b[^.?!]{0,25}\b(?:rang|asked|spoke|saw|visited|understands?|contacted|reported|approached|sought|were (?:unable|told|shown|given)|have not been able|could not|cannot|put|met|heard|found|learn(?:ed|t)|obtained|reviewed|verified|verify|phoned|called back)\b"
    r"|\btold us\b|\bwhen we\b",
    re.IGNORECASE,
)
