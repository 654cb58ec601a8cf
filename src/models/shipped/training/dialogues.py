"""The grammar of the writer: dialogues, with quotation marks, speakers and what they speak of."""

from story import PRONOUNS, new_person, noun_words, thing
from story_words import HOLDERS, PLACES, SAYS


def dialogue(s):
    """"Where is the red ball?" asked Tom. "It is under the bed," said Lucy."""
    a = new_person(s)
    b = new_person(s, a.gender)
    item = thing(s, s.choose('np', [0.7, 0.3]))
    many = item.gender == 'p'
    quote(s)
    s.say('where', True)
    v = s.say('are' if many else 'is')
    n = noun_words(s, item, 'the', 0.5)
    s.link('verb-subject', v, n)  # the verb comes first
    close(s, '?')
    said(s, a, 'asked')
    s.stop()
    for turn in range(s.choose([1, 2, 3])):
        quote(s)
        speaker, listener = (b, a) if turn % 2 == 0 else (a, b)
        if turn == 0:
            s.capital = True
            it = s.say('they' if many else 'it', True)
            s.link('pronoun-antecedent', it, tuple(item.mentions))
            v = s.say('are' if many else 'is')
            s.link('verb-subject', v, it)
            s.say(s.choose(HOLDERS))
            s.say('the')
            s.say(s.choose(PLACES))
        else:
            i = s.say('I', True)
            s.say(s.choose(['like', 'need', 'want']))
            k = s.say('them' if many else 'it')
            s.link('pronoun-antecedent', k, tuple(item.mentions))
            if s.chance(0.5):
                s.say(',', True)
                for part in listener.name[:1]:
                    k = s.say(part)
                s.link('same-word', k, listener.mentions[0])
        close(s, ',')
        said(s, speaker, s.choose(SAYS))
        s.stop()


def quote(s):
    s.quote_at = s.say('"')
    s.capital = True


def close(s, mark):
    s.say(mark, True)
    k = s.say('"', True)
    s.link('bracket', k, s.quote_at)
    s.capital = False


def said(s, being, verb):
    v = s.say(verb)
    first = not being.mentions
    if first or s.chance(0.5):
        for part in being.name:
            i = s.say(part)
        being.mentions = [*being.mentions, i]
    else:
        i = s.say(PRONOUNS[being.gender][0])
        s.link('pronoun-antecedent', i, tuple(being.mentions))
    s.link('verb-subject', v, i)
