"""What each head attends to, measured on fresh sentences.

A role says, for some of the tokens, which other tokens count (the one before; the antecedent of a pronoun).
A head's score in a role is the share of its attention that lies there, averaged over those tokens; chance
is what even attention would put there. A head is named by the role in which it stands highest above chance
(score - chance), where that is a quarter at least and the score is a third at least; otherwise it is mixed. Of roles
within a tenth of the best, the most general one gives the name.

Many verbs stand right behind their subjects, and adjectives before their nouns, so that a head that looks at the token
before would score in these roles too. They are therefore measured once more where other tokens stand between (roles in
`-far`, over four times as many stories). A head is named by such a role only if it stands out there as well, or looks at
its neighbours in this role far more (a quarter at least) than at neighbours in general.
"""

from collections import defaultdict

LEAST_SCORE, LEAST_LIFT = 1 / 3, 0.25
FAR = '-far'


class RoleScores:
    """Adds up scores: add(layer, head maps [heads, queries, keys], {role: [(query, {keys})]})."""

    def __init__(self):
        self.sums = defaultdict(float)
        self.chance, self.counts = defaultdict(float), defaultdict(int)

    def add(self, maps, roles, causal):
        """maps: per layer a nested list [head][query][key] of one sentence."""
        for role, pairs in roles.items():
            for query, keys in pairs:
                self.counts[role] += 1
                size = query + 1 if causal else len(maps[0][0][query])
                self.chance[role] += len(keys) / size
                for layer, heads in enumerate(maps):
                    for head, rows in enumerate(heads):
                        self.sums[role, layer, head] += sum(rows[query][k] for k in keys)

    def table(self, layers, heads):
        """{role: {'chance', 'count', 'scores': [layer][head]}}"""
        return {
            role: {
                'count': n, 'chance': self.chance[role] / n,
                'scores': [[self.sums[role, l, h] / n for h in range(heads)] for l in range(layers)],
            }
            for role, n in self.counts.items()
        }


MORE = 4  # times as many stories for roles in -far, which are rare
# roles whose tokens often stand side by side, and what a head that looks there does in general
NEIGHBOURS = {
    'verb-subject': 'previous-token', 'subject-verb': 'next-token', 'noun-adjective': 'previous-token', 'adjective-noun': 'next-token',
    'verb-subject-ahead': 'own-token',
}


def add_far(roles):
    """The roles whose tokens often stand side by side, once more for those that do not; returns these."""
    made = {}
    for role in NEIGHBOURS:
        # before a verb stands its subject, where they are neighbours: there this head looks at its own token
        next_to = 0 if role.endswith('-ahead') else 1
        far = [(q, keys) for q, keys in roles.get(role, []) if keys and min(abs(q - k) for k in keys) > next_to]
        if far:
            made[role + FAR] = far
    roles.update(made)
    return made


def plays(table, role, l, h):
    """Whether a head is good enough at a role to be named by it, and not for looking at neighbours anyway."""
    row, far, general = table[role], table.get(role + FAR), table.get(NEIGHBOURS.get(role))
    score = row['scores'][l][h]
    if not stands_out(score, row['chance']) or not far or not general:
        return stands_out(score, row['chance'])
    return stands_out(far['scores'][l][h], far['chance']) or score - general['scores'][l][h] >= LEAST_LIFT


def also(table, names, l, h, first):
    """The other roles that a head plays well enough to be named by."""
    found = {r: round(t['scores'][l][h], 3) for r, t in table.items() if r != first and r in names and plays(table, r, l, h)}
    return {'also': found} if found else {}


def stands_out(score, chance):
    return score >= LEAST_SCORE and score - chance >= LEAST_LIFT


def labels(table, layers, heads, names):
    """[layer][head] of {'name', 'role', 'score', 'chance'}; `names`: role -> what a reader is told."""
    made = []
    for l in range(layers):
        row = []
        for h in range(heads):
            # what it does for neighbours in general is no role of its own
            lift = {
                r: t['scores'][l][h] - t['chance'] for r, t in table.items()
                if r in names and (plays(table, r, l, h) or not stands_out(t['scores'][l][h], t['chance']))
            }
            # of roles that fit about as well, the one that holds for the most tokens: next token, not adjective to noun
            role = max((r for r in lift if lift[r] > max(lift.values()) - 0.1), key=lambda r: table[r]['count'])
            score, chance = table[role]['scores'][l][h], table[role]['chance']
            named, far = stands_out(score, chance), table.get(role + FAR)
            row.append({
                'name': names[role] if named else 'mixed', 'role': role if named else 'mixed',
                'score': round(score, 3), 'chance': round(chance, 3),
                **({} if named else {'nearest': role}),
                **({'score_far': round(far['scores'][l][h], 3)} if named and far else {}),
                **also(table, names, l, h, role),
            })
        made.append(row)
    return made


def position_roles(ids, causal):
    """Roles that any text has. Tokens by ids; the first token has no role of its own."""
    n = len(ids)
    roles = {
        'previous-token': [(i, {i - 1}) for i in range(1, n)],
        'own-token': [(i, {i}) for i in range(1, n)],
        'first-token': [(i, {0}) for i in range(2, n)],
    }
    same, after = [], []
    for i in range(1, n):
        before = {j for j in range(i) if ids[j] == ids[i]}
        if before:
            same.append((i, before))
            if {j + 1 for j in before} - {i}:
                after.append((i, {j + 1 for j in before} - {i}))
    roles['same-token'], roles['induction'] = same, after
    # a decoder writes the next token from here: where that has been before, this is where to copy it from
    roles['copy-ahead'] = [(i, {j for j in range(i + 1) if ids[j] == ids[i + 1]}) for i in range(1, n - 1) if ids[i + 1] in ids[: i + 1]]
    if not causal:
        roles['next-token'] = [(i, {i + 1}) for i in range(n - 1)]
        roles['last-token'] = [(i, {n - 1}) for i in range(n - 1)]
        del roles['induction'], roles['copy-ahead']
    return roles


NAMES = {
    'previous-token': 'previous token', 'own-token': 'token itself', 'first-token': 'first token (rest)',
    'same-token': 'same token before', 'induction': 'token after the same token (induction)',
    'next-token': 'next token', 'last-token': 'end of sentence (rest)',
    'pronoun-antecedent': 'pronoun → antecedent', 'it-antecedent': 'it was too … → what it is',
    'verb-subject': 'verb → subject', 'noun-adjective': 'noun → its adjective', 'bracket': 'closing → opening bracket',
    'same-word': 'same word before', 'it-refers': 'it → what it is', 'it-candidates': 'it → the nouns that it may stand for', 'adjective-noun': 'adjective → its noun',
    'subject-verb': 'subject → its verb', 'open-bracket': 'opening → closing bracket',
    'pronoun-antecedent-ahead': 'before a pronoun → its antecedent', 'verb-subject-ahead': 'before a verb → its subject',
    'same-word-ahead': 'before a word that comes again → that word', 'bracket-ahead': 'before a closing bracket → the opening one',
    'it-antecedent-ahead': 'before “tired” or “wide” → what it is', 'copy-ahead': 'before a token that comes again → that token',
    'aligned': 'word being translated',
    'last-aligned': 'word translated before',
}
