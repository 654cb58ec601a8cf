"""What each head attends to, measured on fresh sentences.

A role says, for some of the tokens, which other tokens count (the one before; the antecedent of a pronoun).
A head's score in a role is the share of its attention that lies there, averaged over those tokens; chance
is what even attention would put there. A head is named by the role in which it stands highest above chance
(score - chance), where that is a quarter at least and the score is a third at least; otherwise it is mixed. Of roles
within a tenth of the best, the most general one gives the name.
"""

from collections import defaultdict

LEAST_SCORE, LEAST_LIFT = 1 / 3, 0.25


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


def also(table, l, h, first):
    """The other roles that a head plays well enough to be named by."""
    found = {r: round(t['scores'][l][h], 3) for r, t in table.items() if r != first and stands_out(t['scores'][l][h], t['chance'])}
    return {'also': found} if found else {}


def stands_out(score, chance):
    return score >= LEAST_SCORE and score - chance >= LEAST_LIFT


def labels(table, layers, heads, names):
    """[layer][head] of {'name', 'role', 'score', 'chance'}; `names`: role -> what a reader is told."""
    made = []
    for l in range(layers):
        row = []
        for h in range(heads):
            lift = {r: t['scores'][l][h] - t['chance'] for r, t in table.items()}
            # of roles that fit about as well, the one that holds for the most tokens: next token, not adjective to noun
            role = max((r for r in lift if lift[r] > max(lift.values()) - 0.1), key=lambda r: table[r]['count'])
            score, chance = table[role]['scores'][l][h], table[role]['chance']
            named = stands_out(score, chance)
            row.append({
                'name': names[role] if named else 'mixed', 'role': role if named else 'mixed',
                'score': round(score, 3), 'chance': round(chance, 3),
                **({} if named else {'nearest': role}),
                **also(table, l, h, role),
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
