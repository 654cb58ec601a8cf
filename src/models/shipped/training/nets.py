"""The three architectures in PyTorch, with the parameter names of Hugging Face, so that a state dict is
saved as it is. Each keeps the attention weights of its last run in `attentions`: [batch, head, query, key]."""

import math

import torch
from torch import nn
from torch.nn import functional as F


def sinusoids(length, d):
    """Marian's positions: all sines, then all cosines. [length, d]"""
    angle = torch.arange(length).double()[:, None] / 10000 ** (torch.arange(0, d, 2).double() / d)
    return torch.cat([angle.sin(), angle.cos()], 1).float()


def indecision(maps, real):
    """Mean entropy (nats) of attention rows. maps: [batch, head, query, key] each; real: [batch, query], False
    for padding. A little of it in the loss makes heads choose; what they choose is theirs."""
    total = 0.0
    for weights in maps:
        entropy = -(weights * (weights + 1e-9).log()).sum(-1).mean(1)
        total = total + (entropy * real).sum() / real.sum()
    return total / len(maps)


def ramp(step, steps):
    """0 for the first fifth of a run, 1 from its half on."""
    return min(1.0, max(0.0, (step / steps - 0.2) / 0.3))


class Attention(nn.Module):
    def __init__(self, d, heads, names=('q_proj', 'k_proj', 'v_proj', 'out_proj')):
        super().__init__()
        self.heads, self.names = heads, names
        for name in names:
            setattr(self, name, nn.Linear(d, d))

    def forward(self, x, memory, mask):  # [b, n, d], [b, m, d], [b or 1, 1, n or 1, m] (True: hidden)
        b, n, d = x.shape
        q, k, v = (
            getattr(self, name)(source).view(b, -1, self.heads, d // self.heads).transpose(1, 2)
            for name, source in zip(self.names, (x, memory, memory))
        )
        scores = q @ k.transpose(2, 3) / math.sqrt(d // self.heads)
        if mask is not None:
            scores = scores.masked_fill(mask, -1e9)
        self.weights = scores.softmax(-1)
        return getattr(self, self.names[3])((self.weights @ v).transpose(1, 2).reshape(b, n, d))


class MarianLayer(nn.Module):
    def __init__(self, d, heads, ff, cross):
        super().__init__()
        self.self_attn, self.self_attn_layer_norm = Attention(d, heads), nn.LayerNorm(d)
        if cross:
            self.encoder_attn, self.encoder_attn_layer_norm = Attention(d, heads), nn.LayerNorm(d)
        self.fc1, self.fc2, self.final_layer_norm = nn.Linear(d, ff), nn.Linear(ff, d), nn.LayerNorm(d)
        self.cross = cross

    def forward(self, x, mask, memory=None, memory_mask=None, drop=0.0):
        def dropped(y):
            return F.dropout(y, drop, self.training)

        x = self.self_attn_layer_norm(x + dropped(self.self_attn(x, x, mask)))
        if self.cross:
            x = self.encoder_attn_layer_norm(x + dropped(self.encoder_attn(x, memory, memory_mask)))
        return self.final_layer_norm(x + dropped(self.fc2(F.silu(self.fc1(x)))))


class Marian(nn.Module):
    """Vaswani et al. 2017 as Marian has it: post-norm, sinusoidal positions, swish, one embedding for
    source, target and output. `n_targets`: the decoder writes ids below it; others get a bias of -100."""

    def __init__(self, vocab, d, heads, ff, encoder, decoder, pad, n_targets):
        super().__init__()
        self.pad, self.d, self.n_targets = pad, d, n_targets
        self.model = nn.Module()
        self.model.shared = nn.Embedding(vocab, d)
        self.model.encoder, self.model.decoder = nn.Module(), nn.Module()
        self.model.encoder.layers = nn.ModuleList(MarianLayer(d, heads, ff, False) for _ in range(encoder))
        self.model.decoder.layers = nn.ModuleList(MarianLayer(d, heads, ff, True) for _ in range(decoder))
        self.final_logits_bias = nn.Parameter(torch.zeros(1, vocab))
        self.positions = sinusoids(512, d)
        nn.init.normal_(self.model.shared.weight, 0, d**-0.5)

    def embed(self, ids):
        return self.model.shared(ids) * math.sqrt(self.d) + self.positions[: ids.shape[1]]

    def encode(self, source, drop=0.0):
        mask = (source == self.pad)[:, None, None]
        x = F.dropout(self.embed(source), drop, self.training)
        for layer in self.model.encoder.layers:
            x = layer(x, mask, drop=drop)
        return x, mask

    def decode(self, target, memory, mask, drop=0.0):
        """Hidden states of the decoder [b, n, d]."""
        n = target.shape[1]
        causal = torch.ones(n, n, dtype=torch.bool).triu(1)[None, None]
        x = F.dropout(self.embed(target), drop, self.training)
        for layer in self.model.decoder.layers:
            x = layer(x, causal, memory, mask, drop)
        return x

    def logits(self, hidden):
        """Over what the decoder can write: [..., n_targets]."""
        k = self.n_targets
        return F.linear(hidden, self.model.shared.weight[:k], self.final_logits_bias[0, :k])

    def self_attentions(self):
        m = self.model
        return [layer.self_attn.weights for layer in m.encoder.layers], [layer.self_attn.weights for layer in m.decoder.layers]

    def cross(self):
        return [layer.encoder_attn.weights for layer in self.model.decoder.layers]


class Conv1D(nn.Module):
    """GPT-2's linear layer: weight [in, out]."""

    def __init__(self, n_in, n_out, std=0.02):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.randn(n_in, n_out) * std), nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        return F.linear(x, self.weight.t(), self.bias)


class GPT2Block(nn.Module):
    def __init__(self, d, heads, layers):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.attn, self.mlp = nn.Module(), nn.Module()
        self.attn.c_attn, self.attn.c_proj = Conv1D(d, 3 * d, d**-0.5), Conv1D(d, d, 0.02 / math.sqrt(layers))
        self.mlp.c_fc, self.mlp.c_proj = Conv1D(d, 4 * d, d**-0.5), Conv1D(4 * d, d, 0.02 / math.sqrt(layers))

    def forward(self, x, mask):
        b, n, d = x.shape
        q, k, v = (
            t.view(b, n, self.heads, d // self.heads).transpose(1, 2)
            for t in self.attn.c_attn(self.ln_1(x)).split(d, 2)
        )
        scores = (q @ k.transpose(2, 3) / math.sqrt(d // self.heads)).masked_fill(mask, -1e9)
        self.weights = scores.softmax(-1)
        x = x + self.attn.c_proj((self.weights @ v).transpose(1, 2).reshape(b, n, d))
        return x + self.mlp.c_proj(F.gelu(self.mlp.c_fc(self.ln_2(x)), approximate='tanh'))


class GPT2(nn.Module):
    """Radford et al. 2019: causal, pre-norm, learned positions, output tied to the embedding."""

    def __init__(self, vocab, d, heads, layers, positions):
        super().__init__()
        t = self.transformer = nn.Module()
        t.wte, t.wpe = nn.Embedding(vocab, d), nn.Embedding(positions, d)
        t.h = nn.ModuleList(GPT2Block(d, heads, layers) for _ in range(layers))
        t.ln_f = nn.LayerNorm(d)
        nn.init.normal_(t.wte.weight, 0, 0.05)
        nn.init.normal_(t.wpe.weight, 0, 0.02)

    def forward(self, ids):
        t, n = self.transformer, ids.shape[1]
        mask = torch.ones(n, n, dtype=torch.bool).triu(1)
        x = t.wte(ids) + t.wpe.weight[:n]
        for block in t.h:
            x = block(x, mask)
        return F.linear(t.ln_f(x), t.wte.weight)

    def attentions(self):
        return [block.weights for block in self.transformer.h]


class BertLayer(nn.Module):
    def __init__(self, d, heads, ff):
        super().__init__()
        self.heads = heads
        a = self.attention = nn.Module()
        a.self, a.output = nn.Module(), nn.Module()
        a.self.query, a.self.key, a.self.value = (nn.Linear(d, d) for _ in range(3))
        a.output.dense, a.output.LayerNorm = nn.Linear(d, d), nn.LayerNorm(d, eps=1e-12)
        self.intermediate, self.output = nn.Module(), nn.Module()
        self.intermediate.dense = nn.Linear(d, ff)
        self.output.dense, self.output.LayerNorm = nn.Linear(ff, d), nn.LayerNorm(d, eps=1e-12)

    def forward(self, x, mask):
        b, n, d = x.shape
        a = self.attention
        q, k, v = (f(x).view(b, n, self.heads, -1).transpose(1, 2) for f in (a.self.query, a.self.key, a.self.value))
        self.weights = (q @ k.transpose(2, 3) / math.sqrt(d // self.heads)).masked_fill(mask, -1e9).softmax(-1)
        x = a.output.LayerNorm(x + a.output.dense((self.weights @ v).transpose(1, 2).reshape(b, n, d)))
        return self.output.LayerNorm(x + self.output.dense(F.gelu(self.intermediate.dense(x))))


class Bert(nn.Module):
    """Devlin et al. 2019 with its head for masked words: bidirectional, post-norm, learned positions."""

    def __init__(self, vocab, d, heads, ff, layers, positions):
        super().__init__()
        self.bert, self.cls = nn.Module(), nn.Module()
        e = self.bert.embeddings = nn.Module()
        e.word_embeddings, e.position_embeddings = nn.Embedding(vocab, d), nn.Embedding(positions, d)
        e.token_type_embeddings, e.LayerNorm = nn.Embedding(2, d), nn.LayerNorm(d, eps=1e-12)
        self.bert.encoder = nn.Module()
        self.bert.encoder.layer = nn.ModuleList(BertLayer(d, heads, ff) for _ in range(layers))
        p = self.cls.predictions = nn.Module()
        p.bias, p.transform = nn.Parameter(torch.zeros(vocab)), nn.Module()
        p.transform.dense, p.transform.LayerNorm = nn.Linear(d, d), nn.LayerNorm(d, eps=1e-12)
        for table in (e.word_embeddings, e.position_embeddings, e.token_type_embeddings):
            nn.init.normal_(table.weight, 0, 0.05)

    def forward(self, ids, pad=0):
        """Hidden states [b, n, d]."""
        e, mask = self.bert.embeddings, (ids == pad)[:, None, None]
        x = e.word_embeddings(ids) + e.position_embeddings.weight[: ids.shape[1]] + e.token_type_embeddings.weight[0]
        x = e.LayerNorm(x)
        for layer in self.bert.encoder.layer:
            x = layer(x, mask)
        return x

    def logits(self, hidden):
        p = self.cls.predictions
        x = p.transform.LayerNorm(F.gelu(p.transform.dense(hidden)))
        return F.linear(x, self.bert.embeddings.word_embeddings.weight, p.bias)

    def attentions(self):
        return [layer.weights for layer in self.bert.encoder.layer]
