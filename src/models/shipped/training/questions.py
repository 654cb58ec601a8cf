"""The translator's grammar: questions and commands."""

import lexicon as lx
from actions import BEINGS, HAPPENS, STATIVE, add_adverbs, add_object, fitting_manners, subject_np, tensed, verb_clause
from states import describing, identifying
from clauses import Clause, realize
from korean import Verb, particle
from phrases import NP, W, name, piece, roles, words_of


def yes_no(ctx):
    r = ctx.rng.random()
    if r < 0.65:
        c = verb_clause(ctx)
    elif r < 0.85:
        c = describing(ctx, degree=0.1)
    else:
        c, _ = identifying(ctx)
    c.negative = c.negative and c.never
    c.adverbs = [(en, ko, 'end' if where == 'front' else where) for en, ko, where in c.adverbs]
    return realize(c, ctx, question=True)


def wh_question(ctx):
    r = ctx.rng.random()
    plain = [f for f in lx.frames if f.verb.korean.kind == 'verb']
    if r < 0.25:
        return who(ctx, plain)
    if r < 0.45:
        frame = ctx.pick([f for f in plain if f.objects and f.verb.base not in ('ride', 'climb', 'enter', 'leave', 'teach', 'wear',
                         'love', 'meet', 'invite', 'help', 'visit', 'follow', 'call', 'hug', 'cross', 'roam', 'drive')])
        c = Clause(subject_np(ctx, frame.subjects, relative=False), frame.verb, frame.verb.korean)
        tensed(ctx, c, modal=False)
        c.negative = False
        w = W('what')
        c.objects = NP([w], [[piece('무엇', w)]], '3s', True).marked(frame.particle)
        return realize(c, ctx, question=True, wh=[w])
    if r < 0.60:
        w = W('where')
        k = ctx.rng.random()
        if k < 0.45:
            frame = ctx.pick([f for f in plain if f.verb.base in 'sleep rest wait work dance sing study eat drink read buy find lose meet exercise'.split()])
            c = Clause(subject_np(ctx, frame.subjects, relative=False), frame.verb, frame.verb.korean)
            add_object(ctx, c, frame, depth=1)
            where = '에서'
        else:
            if k < 0.75:
                verb = ctx.pick([*lx.MOTION[:1], lx.LIVE])
                c = Clause(subject_np(ctx, lx.by_group['person'], relative=False), verb, verb.korean)
            else:
                c = Clause(subject_np(ctx, BEINGS + lx.by_group['thing'], relative=False), None, Verb('있다', 'exist'))
                if not c.subject.definite:
                    c.subject = name(ctx)
            where = '에'
        if c.verb:
            tensed(ctx, c, modal=False)
        else:
            c.tense = ctx.pick(['present', 'past'])
        c.negative = False
        c.objects = [[piece('어디', w), piece(where, w, sure=False)], *c.objects]
        return realize(c, ctx, question=True, wh=[w], head=None if c.verb else (w,))
    if r < 0.85:
        english, korean = ctx.pick([('when', '언제'), ('why', '왜')])
        w = W(english)
        c = verb_clause(ctx, adverbs=0)
        c.adverbs = []
        c.objects = [o for o in c.objects if o[0][0] not in MANNERS]
        c.never, c.negative = False, english == 'why' and ctx.chance(0.3)
        c.modal = ''
        if english == 'when' and c.progressive:
            c.progressive = False
        c.complements = list(c.complements)
        c.objects = [[piece(korean, w)], *c.objects]
        return realize(c, ctx, question=True, wh=[w])
    noun_frames = [f for f in plain if f.verb.base in 'eat buy sell find read draw make pick borrow see'.split()]
    frame = ctx.pick(noun_frames)
    noun = ctx.pick([n for n in frame.objects if not n.mass and n.counter != '-'])
    c = Clause(subject_np(ctx, lx.by_group['person'], relative=False), frame.verb, frame.verb.korean)
    c.tense = ctx.pick(['past', 'past', 'future', 'present'])
    how, many, n = W('how'), W('many'), W(noun.plural)
    c.objects = [[piece(noun.korean, n), (particle('object', noun.korean), (n,), False)],
                 [piece('몇', how, many)], [piece(noun.counter, many, sure=False)]]
    ctx.pair(frame.verb.base, noun.singular)
    return realize(c, ctx, question=True, wh=[how, many, n])


MANNERS = {row.split()[1] for row in lx.MANNER}


def who(ctx, plain):
    w = W('who')
    subject = NP([w], [[piece('누가', w)]], '3s', True, True, kind='who')
    frame = ctx.pick([f for f in plain if lx.noun['man'] in f.subjects])
    c = Clause(subject, frame.verb, frame.verb.korean)
    add_object(ctx, c, frame)
    c.tense = ctx.pick(['past', 'past', 'present', 'future'])
    if c.tense != 'future' and frame.verb.base not in HAPPENS and ctx.chance(0.25):
        c.progressive = True
    add_adverbs(ctx, c, where=frame.verb.base not in STATIVE, p=0.3)
    c.adverbs = [(en, ko, 'end' if where == 'front' else where) for en, ko, where in c.adverbs if where != 'mid']
    return realize(c, ctx, question=True)  # English keeps its order: who is the subject


COMMANDS = [f for f in lx.frames if lx.noun['man'] in f.subjects and f.verb.base not in HAPPENS and f.verb.korean.kind == 'verb']


def command(ctx):
    """Open the door. Don't open the door. Please open the door. Let's open the door."""
    frame = ctx.pick(COMMANDS)
    c = Clause(None, frame.verb, frame.verb.korean, tense='')
    add_object(ctx, c, frame)
    korean, verb = frame.verb.korean, W(frame.verb.base)
    tail, manner = [], []
    manners = fitting_manners(c)
    if manners and ctx.chance(0.3):
        english, ko = ctx.pick(manners)
        m = W(english)
        tail, manner = [m], words_of([ko], (m,))
    r = ctx.rng.random()
    src, front = (verb,), []
    if r < 0.4:
        pieces = {'polite': korean.eu('', '세요'), 'formal': korean.eu('', '십시오'), 'plain': korean.infinitive('라')}[ctx.style]
        ending = [roles(pieces, src)]
    elif r < 0.6:
        no = W("don't")
        front = [no]
        last = Verb('말다')
        pieces = {'polite': last.eu('', '세요'), 'formal': last.eu('', '십시오'), 'plain': [('마', 'stem'), ('라', 'end')]}[ctx.style]
        ending = [roles(korean.plain_stem('지'), src), roles(pieces, (no,))]
    elif r < 0.8:
        please = W('please')
        front = [please]
        last = Verb('주다')
        pieces = {'polite': last.eu('', '세요'), 'formal': last.eu('', '십시오'), 'plain': [('줘', 'stem')]}[ctx.style]
        ending = [roles(korean.infinitive(), src), roles(pieces, (please,))]
    else:
        lets = W("let's")
        front = [lets]
        pieces = {'polite': korean.infinitive('요'), 'formal': korean.eu('ㅂ', '시다'), 'plain': korean.plain_stem('자')}[ctx.style]
        ending = [roles(pieces, src, end=(lets,))]
    return [*front, verb, *c.complements, *tail], [*c.objects, *manner, *ending]
