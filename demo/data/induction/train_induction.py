"""Trains a small transformer until induction heads appear, and writes its attention for the demo.

    /usr/bin/python3 train_induction.py          train, measure, write every file of this folder
    /usr/bin/python3 train_induction.py --quick  200 steps into a temporary folder: does the script run?

Needs PyTorch 1.13 or later and numpy, nothing else. The task: a list of different words is drawn at random and
repeated, `fox 달 river … fox 달 river …`. Nothing in the first round can be predicted; from the second round on
everything can, by whoever looks up what followed the present word the last time (Elhage et al. 2021, "A
Mathematical Framework for Transformer Circuits"; Olsson et al. 2022, "In-context Learning and Induction Heads").

The model has two layers with four attention heads each and no feed-forward part. Two layers, because an induction
head needs another head below it to tell it which word came before each word; attention only, because then every
movement between positions, and nothing else, is in the pictures. It is stored in the layout of GPT-2 (with a
feed-forward part of width 1 that is all zeros), so that anything that runs GPT-2 checkpoints runs it.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from write_files import write_example, write_json, write_model

ENGLISH = """fox river moon stone bread window garden cloud letter horse lamp forest
bell coat island clock apple bridge candle feather harbor mountain pencil spoon""".split()
KOREAN = """달 별 강 산 바람 나무 구름 여우 고양이 편지 창문 바다
섬 꽃 새 길 빵 등불 시계 사과 다리 연필 숟가락 종""".split()
VOCABULARY = ENGLISH + KOREAN

LAYERS, HEADS, WIDTH, POSITIONS = 2, 4, 64, 96
HEAD_WIDTH = WIDTH // HEADS
SEED = 20170612  # the day "Attention Is All You Need" was posted

EXAMPLES = {
    "english-24": "fox river moon bread window garden letter horse lamp forest bell island".split() * 2,
    "korean-24": "여우 바다 달 편지 창문 바람 나무 고양이 등불 구름 섬 꽃".split() * 2,
    "mixed-64": """fox 달 river 여우 moon 바다 stone 별 bread 강 window 산 garden 바람 cloud 나무
        letter 구름 horse 고양이 lamp 편지 forest 창문 bell 섬 island 꽃 clock 새 apple 길""".split() * 2,
}


class Attention(torch.nn.Module):
    """Causal multi-head attention; returns its output and the weights `[batch, heads, queries, keys]`."""

    def __init__(self):
        super().__init__()
        self.c_attn = torch.nn.Linear(WIDTH, 3 * WIDTH)
        self.c_proj = torch.nn.Linear(WIDTH, WIDTH)

    def forward(self, x, silenced=()):
        batch, n, _ = x.shape
        q, k, v = (
            part.view(batch, n, HEADS, HEAD_WIDTH).transpose(1, 2)
            for part in self.c_attn(x).split(WIDTH, dim=-1)
        )
        scores = q @ k.transpose(-1, -2) / HEAD_WIDTH**0.5
        future = torch.ones(n, n, dtype=torch.bool).triu(1)
        weights = scores.masked_fill(future, float("-inf")).softmax(dim=-1)
        result = weights @ v
        if silenced:
            result = result.clone()
            result[:, list(silenced)] = 0
        return self.c_proj(result.transpose(1, 2).reshape(batch, n, WIDTH)), weights


class InductionModel(torch.nn.Module):
    """Words and learned positions, two layers of attention in pre-norm order, output tied to the word embedding.

    Positions start as the sine waves of Vaswani et al. 2017: from there "the place before" is quickly learnt.
    """

    heads = HEADS

    def __init__(self):
        super().__init__()
        self.wte = torch.nn.Embedding(len(VOCABULARY), WIDTH)
        self.wpe = torch.nn.Embedding(POSITIONS, WIDTH)
        self.ln_1 = torch.nn.ModuleList(torch.nn.LayerNorm(WIDTH) for _ in range(LAYERS))
        self.attn = torch.nn.ModuleList(Attention() for _ in range(LAYERS))
        self.ln_f = torch.nn.LayerNorm(WIDTH)
        torch.nn.init.normal_(self.wte.weight, std=WIDTH**-0.5)
        wave = torch.exp(-torch.arange(0, WIDTH, 2) / WIDTH * np.log(10000.0))
        angles = torch.arange(POSITIONS)[:, None] * wave
        with torch.no_grad():
            self.wpe.weight.copy_(0.2 * torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1))

    def forward(self, ids, silenced=()):
        """ids `[batch, n]` → logits `[batch, n, words]`, weights `[layers][batch, heads, n, n]`.

        `silenced` lists (layer, head) pairs whose output is replaced by zeros.
        """
        x = self.wte(ids) + self.wpe(torch.arange(ids.shape[1]))
        patterns = []
        for layer in range(LAYERS):
            quiet = [h for l, h in silenced if l == layer]
            change, weights = self.attn[layer](self.ln_1[layer](x), quiet)
            x = x + change
            patterns.append(weights)
        return self.ln_f(x) @ self.wte.weight.T, patterns


def repeated_words(batch, length, periods, generator):
    """Ids `[batch, length]`, each row a list of different words said again and again, and the periods `[batch, 1]`.

    The period differs from row to row, so that counting positions does not help: the model has to compare words.
    """
    low, high = periods
    period = torch.randint(low, high + 1, (batch, 1), generator=generator)
    order = torch.rand(batch, len(VOCABULARY), generator=generator).argsort(dim=1)
    return order.gather(1, torch.arange(length) % period), period


def word_losses(model, ids):
    """Cross entropy in nats of every next word, `[batch, n - 1]`."""
    logits, _ = model(ids)
    return F.cross_entropy(logits[:, :-1].transpose(1, 2), ids[:, 1:], reduction="none")


def train(steps, batch=32, length=POSITIONS, log=print):
    """The trained model and its history: (step, mean loss of the words that can be known from the list)."""
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    model = InductionModel()
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / 50, 1 - 0.95 * step / steps)
    )
    history = []
    for step in range(steps + 1):
        ids, period = repeated_words(batch, length, (8, 44), generator)
        # Only from the second round on: the first is pure chance, and its gradients are noise.
        loss = word_losses(model, ids)[torch.arange(length - 1) >= period].mean()
        if step % 50 == 0:
            history.append((step, round(loss.item(), 4)))
            log("step %5d   loss %.4f" % history[-1])
        if step == steps:
            break
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return model.eval(), history


@torch.no_grad()
def head_scores(model, generator):
    """Scores of every head on 128 lists of 24 random words, each said four times.

    Means over all queries that have such a key: the place before (`previous`), the first place (`first`), and all
    places that follow an earlier copy of the query's word (`induction`, the prefix matching score of Olsson et al.
    2022, who repeat 25 words four times behind a start token).
    """
    period, rounds = 24, 4
    ids, _ = repeated_words(128, period * rounds, (period, period), generator)
    _, patterns = model(ids)
    scores = []
    for layer, weights in enumerate(patterns):
        for head in range(HEADS):
            w = weights[:, head]
            induction = sum(w.diagonal(1 - period * back, 1, 2)[:, 1:].sum() for back in range(1, rounds))
            scores.append(
                {
                    "layer": layer,
                    "head": head,
                    "previous": round(w.diagonal(-1, 1, 2).mean().item(), 3),
                    "induction": round(induction.item() / (len(ids) * period * (rounds - 1)), 3),
                    "first": round(w[:, 1:, 0].mean().item(), 3),
                }
            )
    return scores


@torch.no_grad()
def accuracy(model, generator, silenced=()):
    """Share of rightly guessed words and mean loss in the second round of 256 lists of 32 random words."""
    ids, _ = repeated_words(256, 64, (32, 32), generator)
    logits, _ = model(ids, silenced)
    guesses, truth = logits[:, 32:-1], ids[:, 33:]
    right = (guesses.argmax(-1) == truth).float().mean().item()
    return {"accuracy": round(right, 4), "loss": round(F.cross_entropy(guesses.transpose(1, 2), truth).item(), 4)}


def measure(model, history):
    """Everything that the README and the demo say about the model, as one object."""
    fresh = lambda: torch.Generator().manual_seed(SEED + 1)
    scores = head_scores(model, fresh())
    for row in scores:
        row["without"] = accuracy(model, fresh(), [(row["layer"], row["head"])])
    roles = {
        role: [(row["layer"], row["head"]) for row in scores if row[role] > 0.5]
        for role in ("previous", "induction")
    }
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "second_round": accuracy(model, fresh()),
        "heads": scores,
        "without_all": {role: {"heads": heads, **accuracy(model, fresh(), heads)} for role, heads in roles.items()},
        "history": history,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    folder = Path(tempfile.mkdtemp()) if quick else Path(__file__).resolve().parent
    start = time.time()
    model, history = train(200 if quick else 1500)
    print("trained in %.0f s" % (time.time() - start))
    facts = measure(model, history)
    print(json.dumps({name: value for name, value in facts.items() if name != "history"}, indent=1))
    write_json(folder / "measurements.json", facts)
    write_model(model, VOCABULARY, folder)
    for name, tokens in EXAMPLES.items():
        ids = torch.tensor([[VOCABULARY.index(token) for token in tokens]])
        with torch.no_grad():
            _, patterns = model(ids)
        write_example(name, tokens, torch.cat(patterns).numpy(), folder)
    print("written to", folder)


if __name__ == "__main__":
    main()
