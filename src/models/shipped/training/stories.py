"""The grammar of the writer: short English tales, dialogues and remarks. `story(rng)` makes one."""

import math

from dialogues import dialogue
from story import (PRONOUNS, Being, Story, animal, call, first_mention, new_person, new_stranger, noun_words, spelled_name,
                   thing)
from story_words import (ADJECTIVES, BECAUSE, DOES, FEELINGS, FIRST_M, GOES, HOLDERS, KIN, LAST, LIKES, PLACES, REGIONS,
                         THINGS, TOUCHES, WATCHES, WHEN)


def predicate_was(s, being, subject):
    v = s.say('were' if being.gender == 'p' else 'was')
    s.link('verb-subject', v, subject)
    if s.chance(0.4):
        s.say(s.choose(['very', 'so', 'too']))
    kind = FEELINGS if being.kind != 'thing' else ADJECTIVES[being.noun] or ['new']
    s.say(s.choose(kind))


def opening(s, hero):
    r = s.choose('abcd' if not hero.name else 'ace')
    if r in 'cde':
        s.log_p += math.log(2)  # two of the letters mean the same, and nobody could tell which was drawn
    if r == 'a':
        s.say(s.choose(WHEN))
        s.say(',', True)
        i = first_mention(s, hero)
        v = s.say(s.choose(GOES))
        s.link('verb-subject', v, i)
        s.say('to the')
        s.say(s.choose(PLACES))
    elif r == 'b':
        s.say('once there was')
        noun_words(s, hero, 'a', 0.8)
        s.say('who' if hero.kind == 'person' else 'that')
        v = s.say(s.choose(['lived', 'slept', 'worked'] if hero.kind == 'person' else ['lived', 'slept']))
        s.link('verb-subject', v, hero.mentions[0])
        s.say('in the')
        s.say(s.choose(PLACES))
    else:
        i = first_mention(s, hero)
        v = s.say(s.choose(['roamed', 'crossed', 'left', 'visited']))
        s.link('verb-subject', v, i)
        place = s.choose(REGIONS)
        noun_words(s, Being('place', place, 'n'), 'the', 0.6)
    s.stop()


def event(s, hero, other=None, item=None):
    """One more thing that the hero does."""
    options = ['feel', 'go', 'find', *(['other'] if other else []), *(['item'] if item else []), 'own']
    r = s.choose(options)
    i = call(s, hero)
    if r == 'feel':
        predicate_was(s, hero, i)
    elif r == 'go':
        v = s.say(s.choose(GOES))
        s.link('verb-subject', v, i)
        s.say('to the')
        s.say(s.choose(PLACES))
        if s.chance(0.3):
            s.say('with')
            k = s.say(PRONOUNS[hero.gender][2])
            s.link('pronoun-antecedent', k, tuple(hero.mentions))
            s.say(s.choose(KIN))
    elif r == 'find':
        v = s.say(s.choose(DOES))
        s.link('verb-subject', v, i)
        found = thing(s)
        noun_words(s, found, 'a', 0.6)
        if s.chance(0.5):
            s.say('and')
            v = s.say(s.choose(TOUCHES))
            s.link('verb-subject', v, i)
            k = s.say('it')
            s.link('pronoun-antecedent', k, tuple(found.mentions))
    elif r == 'other':
        v = s.say(s.choose(WATCHES))
        s.link('verb-subject', v, i)
        call(s, other, 1)
    elif r == 'item':
        v = s.say(s.choose(TOUCHES))
        s.link('verb-subject', v, i)
        call(s, item, 1)
    else:
        v = s.say(s.choose(TOUCHES))
        s.link('verb-subject', v, i)
        k = s.say(PRONOUNS[hero.gender][2])
        s.link('pronoun-antecedent', k, tuple(hero.mentions))
        s.say(s.choose(THINGS))
    s.stop()


def tale(s):
    kind = s.choose(['name', 'stranger', 'animal'], [0.45, 0.25, 0.3])
    hero = new_person(s) if kind == 'name' else new_stranger(s) if kind == 'stranger' else animal(s)
    opening(s, hero)
    other = item = None
    if s.chance(0.6):
        i = call(s, hero)
        v = s.say(s.choose(['met', 'saw', 'found']))
        s.link('verb-subject', v, i)
        if s.chance(0.5):
            other = new_person(s, hero.gender) if s.chance(0.5) else new_stranger(s, hero.gender)
            if other.name:
                for part in other.name:
                    k = s.say(part)
                other.mentions = [k]
            else:
                noun_words(s, other, 'a', 0.5)
        elif hero.gender != 'n':
            item = thing(s)
            noun_words(s, item, 'a', 0.6)
        else:
            item = thing(s, 'p')
            noun_words(s, item, s.choose(['two', 'three', 'some']), 0.4)
        s.stop()
    for _ in range(s.choose([1, 2, 3])):
        actor = hero if not other or s.chance(0.6) else other
        event(s, actor, (other if actor is hero else hero), item)


def because(s):
    """The animal didn't cross the street because it was too tired (too wide): the last word tells."""
    verb, past, objects, about_subject, about_object = s.choose(BECAUSE)
    subject = animal(s)
    thing_ = Being('thing', s.choose(objects), 'n')
    i = noun_words(s, subject, 'the', 0.2)
    if s.chance(0.75):
        v = s.say("didn't")
        s.link('verb-subject', v, i)
        s.say(verb)
    else:
        v = s.say(past)
        s.link('verb-subject', v, i)
    j = noun_words(s, thing_, 'the', 0.15)
    s.say('because')
    it = s.say('it')
    was = s.say('was')
    s.say(s.choose(['too', 'very', 'so'], [0.7, 0.15, 0.15]))
    mine = s.chance(0.5)
    a = s.say(s.choose(about_subject if mine else about_object))
    s.link('it-antecedent', a, i if mine else j)
    s.link('it-refers', it, i if mine else j)
    s.link('it-candidates', it, (i, j))
    s.link('verb-subject', was, it)
    s.stop()
    # what follows shows that it was understood
    if s.chance(0.6):
        s.say('the')
        k = s.say(subject.noun if mine else thing_.noun)
        s.link('same-word', k, i if mine else j)
        v = s.say('was')
        s.link('verb-subject', v, k)
        s.say('really')
        b = s.say(s.words[a][0])
        s.link('same-word', b, a)
        s.stop()


def agreement(s):
    """The dogs near the house are happy: the verb agrees with the far noun."""
    for _ in range(s.choose([1, 2])):
        many, near = s.choose('np'), s.choose('np')
        a = animal(s, many) if s.chance(0.5) else thing(s, many)
        b = thing(s, near)
        i = noun_words(s, a, 'the', 0.3)
        if s.chance(0.7):
            s.say(s.choose(HOLDERS))
            noun_words(s, b, 'the', 0.2)
        if a.kind == 'animal' and s.chance(0.5):
            sing, plur = s.choose(LIKES)
            v = s.say(plur if many == 'p' else sing)
            s.link('verb-subject', v, i)
            noun_words(s, thing(s, 'p'), '', 0.3)
        else:
            v = s.say('are' if many == 'p' else 'is')
            s.link('verb-subject', v, i)
            s.say(s.choose(FEELINGS if a.kind == 'animal' else ADJECTIVES[a.noun] or ['new']))
        s.stop()


def listing(s):
    """Anna has a cat, a dog, and a bird. She likes the bird."""
    hero = new_person(s)
    i = first_mention(s, hero)
    v = s.say(s.choose(['has', 'wants', 'sees']))
    s.link('verb-subject', v, i)
    left, items = list(THINGS), []
    for n in range(s.choose([2, 3, 4])):
        items.append(s.choose(left))
        left.remove(items[-1])
    at = []
    for n, item in enumerate(items):
        if n:
            s.say(',', True)
        if n == len(items) - 1:
            s.say('and')
        s.say('an' if item[0] in 'aeiou' else 'a')
        at.append(s.say(item))
    s.stop()
    i = call(s, hero, pronoun=True)
    v = s.say(s.choose(['likes', 'paints', 'counts']))
    s.link('verb-subject', v, i)
    s.say('the')
    for n in range(1 if s.chance(0.5) else len(items)):
        if n:
            s.say('and the')
        k = s.say(items[n])
        s.link('same-word', k, at[n])
    s.stop()


def brackets(s):
    """The king (an old man) saw the house [it was green (or blue)]."""
    hero = new_stranger(s)
    i = noun_words(s, hero, 'the', 0.3)
    opened = aside(s, 0)
    v = s.say(s.choose(WATCHES))
    s.link('verb-subject', v, i)
    item = thing(s)
    noun_words(s, item, 'the', 0.3)
    before = s.log_p
    more = s.chance(0.5)
    if not opened:
        s.log_p = before  # one aside there is in any case
    if more or not opened:
        aside(s, 0, item)
    s.stop()


def aside(s, depth, item=None):
    if not depth and not item and not s.chance(0.7):
        return False
    a, b = s.choose(['()', '[]'])
    i = s.say(a)
    s.words.append((s.choose(['a', 'the', 'with', 'near']), True))
    if s.words[-1][0] in ('with', 'near'):
        s.say('the')
    noun = s.choose(THINGS if not item else [t for t in THINGS if t[0] not in 'aeiou'])
    if s.words[-1][0] == 'a' and noun[0] in 'aeiou':
        s.words[-1] = ('an', True)
    s.say(noun)
    if depth < 2 and s.chance(0.35):
        aside(s, depth + 1, item or Being('thing', noun, 'n'))
    if s.chance(0.3):
        s.say('and')
        s.say(s.choose(['more', 'others', 'friends']))
    k = s.say(b, True)
    s.link('bracket', k, i)
    return True


def repeated(s):
    """Zemik met Tom Parker. Then Zemik and Tom Parker ...: names to be copied."""
    a = spelled_name(s)
    before = s.log_p
    b = spelled_name(s)
    if s.chance(0.5):
        s.log_p = before - math.log(2)  # the letters of a name that is not used surprise nobody
        b = Being('person', '', 'm', (s.choose(FIRST_M), s.choose(LAST)))
    one = s.say(a.name[0])
    v = s.say(s.choose(['met', 'saw', 'helped', 'followed']))
    s.link('verb-subject', v, one)
    for part in b.name:
        s.say(part)
    s.stop()
    for _ in range(s.choose([1, 2])):
        x, y = (a, b) if s.chance(0.5) else (b, a)
        for part in x.name:
            i = s.say(part)
        v = s.say(s.choose(WATCHES))
        s.link('verb-subject', v, i)
        if s.chance(0.6):
            for part in y.name:
                s.say(part)
        else:
            noun_words(s, thing(s), 'the', 0.4)
        s.stop()


KINDS = [(tale, 0.36), (because, 0.14), (agreement, 0.12), (listing, 0.08), (brackets, 0.09), (dialogue, 0.12), (repeated, 0.09)]


def story(rng):
    s = Story(rng)
    s.choose([k for k, _ in KINDS], [p for _, p in KINDS])(s)
    return s
