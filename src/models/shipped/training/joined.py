"""The translator's grammar: clauses joined by because, when, if, and, but, that."""

import lexicon as lx
from actions import STATIVE, subject_np, verb_clause
from states import DEGREES, describing, identifying, weather
from clauses import Clause, realize
from phrases import NP, W, name, noun_phrase, pronoun, words_of
from questions import MANNERS


def corefer(ctx, np, object_=False):
    """A pronoun for a noun phrase, or None where it would be unclear."""
    if np.kind == 'pronoun':
        return np.gender
    if np.person == '3p':
        return 'they'
    return np.gender or ('it' if np.noun and not np.noun.group == 'person' else None)


def because_it(ctx):
    """The animal didn't cross the street because it was too tired (or: too wide): the adjective decides
    what `it` is. Korean leaves out a subject that stays the same, and names the other."""
    frame = ctx.pick([f for f in lx.frames if f.objects and f.verb.base in
                      'cross enter leave climb like want carry eat push visit roam buy open choose see follow chase drink'.split()])
    subjects = frame.subjects
    if ctx.chance(0.5):
        subjects = [n for n in subjects if n.group == 'animal'] or subjects
    subject = noun_phrase(ctx, ctx.pick(subjects), plain=True, indefinite=False, modify=0.15)
    if ctx.chance(0.15) and subject.noun.group == 'person':
        subject = name(ctx)
    noun = ctx.pick([n for n in frame.objects if n.group not in ('person',) and not (n.mass and n.group == 'clothes')] or [lx.noun['street']])
    if noun not in frame.objects:
        return because(ctx)
    thing = noun_phrase(ctx, noun, plain=True, indefinite=False, modify=0.1)
    while thing.en[0].text in ('his', 'her', 'their') or thing.en[0].text.endswith("'s"):
        thing = noun_phrase(ctx, noun, plain=True, indefinite=False, modify=0.1)  # `he` might be whose it is
    who_ = corefer(ctx, subject)
    if not who_:
        return because(ctx)
    mine = [a for a in lx.adjectives if not a.attributive_only and (subject.noun in a.nouns if subject.noun else lx.noun['man'] in a.nouns)]
    its = [a for a in lx.adjectives_of[noun.singular] if not a.attributive_only]
    about_object = ctx.chance(0.55)
    it_thing = 'they' if thing.person == '3p' else 'it'
    if who_ == it_thing:
        # a word that fits both would leave open what `it` is
        both = {a.english for a in mine} & {a.english for a in its}
        mine, its = ([a for a in own if a.english not in both] for own in (mine, its))
    choices = its if about_object else mine
    if not choices:
        return because(ctx)
    adjective = ctx.pick(choices)
    tense = ctx.pick(['past', 'past', 'present'])
    main = Clause(subject, frame.verb, frame.verb.korean, tense, negative=ctx.chance(0.7))
    main.complements, main.objects = thing.en, thing.marked(frame.particle)
    ctx.pair(frame.verb.base, noun.singular)
    word = it_thing if about_object else who_
    it = W(word)
    person = '3p' if word == 'they' else '1s' if word == 'I' else '2' if word == 'you' else '1p' if word == 'we' else '3s'
    a = W(adjective.english)
    reason = Clause(NP([it], [], person, True, noun=None if about_object else subject.noun), None, adjective.korean, tense)
    reason.complements = [a]
    if ctx.chance(0.75):
        english, korean = ctx.pick(DEGREES)
        d = W(english)
        reason.complements, reason.objects = [d, a], words_of([korean], (d,))
    w = W('because')
    if about_object:
        said = NP([], [[(noun.korean, (it,), True)]], '3s', True)
        reason.objects = [*said.marked('subject'), *reason.objects]
        ctx.pair(adjective.english, noun.singular)
    en, ko = realize(main, ctx)
    why_en, why_ko = realize(reason, ctx, 'because', drop_subject=True, end_sources=(w,))
    topic = len(subject.ko)
    nouns = [subject.sources[0], thing.sources[0]]
    ctx.refers = (it, nouns[about_object], nouns[not about_object])
    return [*en, w, *why_en], [*ko[:topic], *why_ko, *ko[topic:]]


def because(ctx):
    return joined(ctx, 'because', '')


def plain_clause(ctx, tense):
    """A short clause for one half of a sentence."""
    r = ctx.rng.random()
    if r < 0.65:
        c = verb_clause(ctx, tense=tense, adverbs=0.15, depth=1)
        c.adverbs = [(en, ko, 'end' if where == 'front' else where) for en, ko, where in c.adverbs]
        return c, None
    if r < 0.88:
        c = describing(ctx, tense=tense, degree=0.2)
        return c, None
    return weather(ctx, tense), None


def joined(ctx, kind, korean_kind=''):
    """Two clauses with because, when or if between them, or in front."""
    tense = {'because': ['past', 'past', 'present'], 'when': ['past'], 'if': ['present'], 'before': ['past'], 'after': ['past']}[kind]
    tense = ctx.pick(tense)
    main_tense = 'future' if kind == 'if' else tense
    a, _ = plain_clause(ctx, main_tense)
    b, _ = plain_clause(ctx, tense)
    if kind == 'when' and b.verb is None:
        b = verb_clause(ctx, tense=tense, adverbs=0, depth=1)
    while kind in ('before', 'after') and not (b.verb and b.korean.kind == 'verb' and b.subject.animate and b.verb.base not in STATIVE | {'sit', 'stand'}):
        b = verb_clause(ctx, tense=tense, adverbs=0, depth=1)
    while kind in ('before', 'after') and not (a.verb and a.korean.kind == 'verb' and a.subject.animate and a.verb.base not in STATIVE):
        a = verb_clause(ctx, tense=tense, adverbs=0.15, depth=1)
    if kind in ('before', 'after'):
        a.adverbs = [(en, ko, 'end' if where == 'front' else where) for en, ko, where in a.adverbs]
        b.negative, b.adverbs = False, []
    if b.subject.kind == 'pronoun' and b.subject.gender in ('he', 'she', 'they'):
        b.subject = name(ctx) if b.subject.person == '3s' else pronoun(ctx, 'we')  # whom would it mean?
    w = W(kind)
    en_a, ko_a = realize(a, ctx)
    en_b, ko_b = realize(b, ctx, kind, mark='subject', end_sources=(w,))
    if ctx.chance(0.45):
        return [w, *en_b, W(',', True), *en_a], [*ko_b, *ko_a]
    return [*en_a, w, *en_b], [*ko_b, *ko_a]


def coordinated(ctx):
    """and / but between two clauses, or two verbs of one subject."""
    tense = ctx.pick(['past', 'past', 'present', 'future'])
    kind = 'and' if ctx.chance(0.6) else 'but'
    w = W(kind)
    a, _ = plain_clause(ctx, tense)
    if kind == 'and' and a.verb and ctx.chance(0.4) and a.subject.animate:
        b = verb_clause(ctx, subject=a.subject, tense=tense, adverbs=0, depth=1)
        a.negative = b.negative = False
        a.adverbs = []
        a.objects = [o for o in a.objects if o[0][0] not in MANNERS]
        b.adverbs = []
        b.objects = [o for o in b.objects if o[0][0] not in MANNERS]
        en_a, ko_a = realize(a, ctx, 'join', end_sources=(w,))
        en_b, ko_b = realize(b, ctx, drop_subject=True)
        return [*en_a, w, *en_b[len(a.subject.en):]], [*ko_a, *ko_b]
    b, _ = plain_clause(ctx, tense)
    en_a, ko_a = realize(a, ctx, kind, end_sources=(w,))
    en_b, ko_b = realize(b, ctx)
    return [*en_a, *([W(',', True)] if ctx.chance(0.4) else []), w, *en_b], [*ko_a, *ko_b]


def reported(ctx):
    """Mina says that the house is big -> 미나는 집이 크다고 말한다."""
    verb = ctx.pick(lx.SAYING)
    tense = ctx.pick(['present', 'past'])
    speaker = subject_np(ctx, lx.by_group['person'], relative=False)
    if not speaker.definite:
        speaker = name(ctx)
    r = ctx.rng.random()
    if r < 0.2:
        c, _ = identifying(ctx)
    else:
        c, _ = plain_clause(ctx, ctx.pick(['present', 'past', 'future']))
    that = W('that')
    en_c, ko_c = realize(c, ctx, 'quote', mark='subject', end_sources=(that,))
    main = Clause(speaker, verb, verb.korean, tense)
    main.objects = ko_c
    main.complements = [that, *en_c]
    return realize(main, ctx)
