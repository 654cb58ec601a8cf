"""A story in the making: its words, what hangs on what, and how probable its choices were.

Every choice goes through `Story.choose`, which adds up the log-probability of what was chosen: the
surprise that even a perfect reader of this grammar has. Words are noted with what they hang on: pronoun to
antecedent, verb to subject, noun to its adjective, closing to opening bracket; head roles are measured
against these links.
"""

import math

from story_words import ADJECTIVES, ANIMALS, FIRST_F, FIRST_M, LAST, PEOPLE, THINGS, plural

PRONOUNS = {'m': ('he', 'him', 'his'), 'f': ('she', 'her', 'her'), 'n': ('it', 'it', 'its'), 'p': ('they', 'them', 'their')}


class Being:
    """Someone or something in a story. `words`: its last mention, as indices of words."""

    def __init__(self, kind, noun, gender, name=()):
        self.kind, self.noun, self.gender, self.name = kind, noun, gender, name
        self.mentions = []


class Story:
    def __init__(self, rng):
        self.rng, self.words, self.links, self.log_p = rng, [], [], 0.0
        self.capital = True

    def choose(self, options, weights=None):
        if weights is None:
            i = int(self.rng.random() * len(options))
            self.log_p -= math.log(len(options))
            return options[i]
        total, r, i = sum(weights), self.rng.random(), 0
        r *= total
        while r >= weights[i] and i < len(weights) - 1:
            r -= weights[i]
            i += 1
        self.log_p += math.log(weights[i] / total)
        return options[i]

    def chance(self, p):
        return self.choose([True, False], [p, 1 - p])

    def say(self, text, glued=False):
        """Adds words; returns the index of the last one."""
        for word in text.split(' '):
            if self.capital and word[0].isalpha():
                word = word[0].upper() + word[1:]
                self.capital = False
            self.words.append((word, glued))
            glued = False
        return len(self.words) - 1

    def link(self, role, query, key):
        """`query` hangs on `key` (an index, or several of which any will do)."""
        self.links.append((role, query, key if isinstance(key, tuple) else (key,)))

    def stop(self, mark='.'):
        self.say(mark, True)
        self.capital = True

    def text(self):
        """(text, spans of the words in it)."""
        made, spans = '', []
        for i, (word, glued) in enumerate(self.words):
            if i and not glued:
                made += ' '
            spans.append((len(made), len(made) + len(word)))
            made += word
        return made, spans


def adjective(s, noun, share=0.5):
    """Maybe an adjective or two before a noun; index or None."""
    fitting = ADJECTIVES[noun]
    if not fitting or not s.chance(share):
        return []
    a = s.choose(fitting)
    found = [a]
    if a in FIRST_OF_TWO and s.chance(0.35):
        colours = [c for c in fitting if c in COLOURS]
        if colours:
            found.append(s.choose(colours))
    return found


FIRST_OF_TWO = {'fluffy', 'big', 'small', 'old', 'new', 'shiny', 'tiny'}
COLOURS = {'red', 'blue', 'green', 'white', 'black', 'yellow'}


def noun_words(s, being, article, share=0.5):
    """'the big dog'; the head's index. `article`: a, the, a possessive word, or '' (plural)."""
    adjectives = adjective(s, being.noun, share)
    word = plural(being.noun) if being.gender == 'p' else being.noun
    first = adjectives[0] if adjectives else word
    if article == 'a' and first[0] in 'aeiou':
        article = 'an'
    if article:
        s.say(article)
    at = [s.say(a) for a in adjectives]
    head = s.say(word)
    for i in at:
        s.link('noun-adjective', head, i)
    being.mentions = [head]
    return head


def call(s, being, case=0, *, pronoun=None, share=0.25):
    """Mentions someone known: by pronoun, name or 'the ...'. Returns the index."""
    if pronoun is None:
        pronoun = being.clear and s.chance(0.6)
    if pronoun:
        i = s.say(PRONOUNS[being.gender][case])
        s.link('pronoun-antecedent', i, tuple(being.mentions))
        being.mentions = [*being.mentions, i]
        return i
    if being.name:
        old = being.mentions
        for part in being.name:
            i = s.say(part)
        being.mentions = [*old[-2:], i]
        return i
    return noun_words(s, being, 'the', share)


Being.clear = True


def new_person(s, taken=()):
    """A name, with or without a family name or made up, whose gender nobody else has."""
    gender = s.choose([g for g in 'mf' if g not in taken])
    first = s.choose(FIRST_M if gender == 'm' else FIRST_F)
    name = (first, s.choose(LAST)) if s.chance(0.25) else (first,)
    return Being('person', '', gender, name)


def new_stranger(s, taken=()):
    """A person by trade, whose pronoun is learned from the story: a king, a girl."""
    noun, gender = s.choose([p for p in PEOPLE if p[1] not in taken])
    return Being('person', noun, gender)


def spelled_name(s):
    """A name in letters that nobody knows: only its repetition can be foreseen."""
    name = ''
    for i in range(2):
        name += s.choose('bdfgklmnprstvz') + s.choose('aeiou')
    name += s.choose(['', 'n', 'x', 'k'])
    return Being('person', '', 'n', (name.capitalize(),))


def thing(s, gender='n'):
    return Being('thing', s.choose(THINGS), gender)


def animal(s, gender='n'):
    return Being('animal', s.choose(ANIMALS), gender)


def first_mention(s, being):
    if being.name:
        for part in being.name:
            i = s.say(part)
        being.mentions = [i]
        return i
    return noun_words(s, being, s.choose(['a', 'the']), 0.7)
