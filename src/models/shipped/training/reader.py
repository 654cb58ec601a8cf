"""Training of the reader: a bidirectional encoder (BERT's layout) that fills masked words in the writer's stories."""

import random
import sys
import time
from collections import Counter

import torch
from torch.nn import functional as F

from nets import Bert, indecision, ramp
from stories import story
from tokenizers import WordPiece

DECIDED = 0.02  # weight of the entropy of attention in the loss
CONFIG = dict(d=64, heads=4, ff=192, layers=3, positions=128)
PRONOUNS = set('he him his she her it its they them their'.split())
LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'


def build(samples=60000, at_least=10):
    counts, rng = Counter(), random.Random(1)
    for _ in range(samples):
        counts.update(word for word, _, _ in WordPiece.words(story(rng).text()[0]))
    marks = list('!"#$%&\'()*+,-./:;<=>?@[]_')
    known = [w for w, n in counts.most_common() if n >= at_least]
    return list(dict.fromkeys([*WordPiece.SPECIAL, *marks, *LETTERS, *('##' + c for c in LETTERS), *known]))


def tokens_of(s, tok):
    """(ids with [CLS] and [SEP], tokens of each word, their places)."""
    text, spans = s.text()
    pieces = tok.spans(text)
    places = [[i + 1 for i, (_, x, y) in enumerate(pieces) if x < b and y > a] for a, b in spans]
    return [tok.cls, *(k for k, _, _ in pieces), tok.sep], places


def hidden_some(ids, tok, rng, pronouns):
    """(ids with some masked, what stood there or -100): 15 % of all words, 30 % of the pronouns. Of these eight in
    ten become [MASK], one another word, one stays."""
    shown, gold = list(ids), [-100] * len(ids)
    for i in range(1, len(ids) - 1):
        if rng.random() >= (0.3 if ids[i] in pronouns else 0.15):
            continue
        gold[i], r = ids[i], rng.random()
        if r < 0.8:
            shown[i] = tok.mask
        elif r < 0.9:
            shown[i] = rng.randrange(len(WordPiece.SPECIAL), len(tok.pieces))
    return shown, gold


def batches(seed, tok, size=128):
    rng = random.Random(seed)
    pronouns = {tok.ids[p] for p in PRONOUNS if p in tok.ids}
    while True:
        rows = sorted((tokens_of(story(rng), tok)[0] for _ in range(size * 16)), key=len)
        groups = [rows[i : i + size] for i in range(0, len(rows), size)]
        rng.shuffle(groups)
        for group in groups:
            n = max(map(len, group))
            pairs = [hidden_some(row, tok, rng, pronouns) for row in group]
            yield (torch.tensor([a + [0] * (n - len(a)) for a, _ in pairs]),
                   torch.tensor([b + [-100] * (n - len(b)) for _, b in pairs]))


@torch.no_grad()
def measure(net, tok, count=20, seed=99):
    """Share of the masked words that are found again, and their cross entropy, over `count` batches of fresh stories."""
    right = total = 0
    loss = 0.0
    net.eval()
    for (ids, gold), _ in zip(batches(seed, tok), range(count)):
        asked = gold >= 0
        logits = net.logits(net(ids)[asked])
        right += (logits.argmax(-1) == gold[asked]).sum().item()
        loss += F.cross_entropy(logits, gold[asked], reduction='sum').item()
        total += int(asked.sum())
    return {'masked_accuracy': right / total, 'masked_cross_entropy': loss / total, 'masked_words': total}


def make(pieces, seed=6):
    torch.manual_seed(seed + 7)
    return Bert(len(pieces), **CONFIG)


def train(steps, peak=2e-3, log=sys.stdout, save=None, seed=6, scale=()):
    pieces = build(*scale)
    tok = WordPiece(pieces)
    net = make(pieces, seed)
    print('parameters', sum(p.numel() for p in net.parameters()), 'vocabulary', len(pieces), file=log, flush=True)
    optimizer = torch.optim.AdamW(net.parameters(), lr=peak, betas=(0.9, 0.98), weight_decay=0.01)
    began, running = time.time(), 0.0
    for step, (ids, gold) in enumerate(batches(seed, tok), 1):
        if step > steps:
            break
        for g in optimizer.param_groups:
            g['lr'] = peak * min(1, step / 500) * (1 - step / steps) ** 0.8 + 1e-5
        net.train()
        hidden, asked = net(ids), gold >= 0
        loss = F.cross_entropy(net.logits(hidden[asked]), gold[asked])
        doubt = indecision(net.attentions(), (ids != 0).float())
        optimizer.zero_grad()
        (loss + DECIDED * ramp(step, steps) * doubt).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        running += loss.item()
        if step % 250 == 0:
            print(f'{step} loss {running / 250:.4f} doubt {doubt.item():.3f} seconds {time.time() - began:.0f}', file=log, flush=True)
            running = 0.0
        if step % 1000 == 0:
            print(measure(net, tok, 4), file=log, flush=True)
            if save:
                torch.save({'net': net.state_dict(), 'pieces': pieces}, save)
    if save:
        torch.save({'net': net.state_dict(), 'pieces': pieces}, save)
    return net, pieces
