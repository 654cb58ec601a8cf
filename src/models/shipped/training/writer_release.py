"""The writer as it ships: float16 weights, scores of those weights, head table, fixture."""

import random
from pathlib import Path

import numpy as np
import torch

from cards import writer_card
from export import MEASURE, compressed_size, save_json, save_safetensors, stored
from head_roles import MORE, NAMES, RoleScores, add_far, labels, position_roles
from stories import story
from tokenizers import ByteBPE
from writer import CONFIG, DECIDED, measure, tokens_of

FIXTURE = [
    "The animal didn't cross the street because it was too tired.",
    "The animal didn't cross the street because it was too wide. The street was really",
    'A fluffy blue creature roamed the verdant forest. It found',
    '"Where is the red ball?" asked Tom. "It is under the table," said Lucy.',
    'Zemik met Tom Parker. Then Zemik helped Tom',
]

FAILURES = [
    'Photosynthesis turns light into sugar because',
    'Two and two make',
    "The king didn't sleep because he was",
]


@torch.no_grad()
def head_scores(net, tok, count=600, seed=98):
    scores, rng = RoleScores(), random.Random(seed)
    net.eval()
    for i in range(count * MORE):
        s = story(rng)
        ids, places = tokens_of(s, tok)
        roles = position_roles(ids, True)
        for role, query, keys in s.links:
            if role in ('it-refers', 'it-candidates'):
                continue  # causal: at `it` nobody can know yet
            there, at = {k for word in keys for k in places[word]}, places[query][0]
            roles.setdefault(role, []).append((at, there))
            if role + '-ahead' in NAMES and at:
                roles.setdefault(role + '-ahead', []).append((at - 1, there))
        # causal: what comes later, as the subject in `asked Tom`, cannot be looked at
        roles = {r: [(q, ks) for q, ks in ((q, {k for k in ks if k <= q}) for q, ks in pairs) if ks] for r, pairs in roles.items()}
        far = add_far(roles)
        if i >= count:
            roles = far
        if not roles:
            continue
        net(torch.tensor([ids]))
        scores.add([w[0].tolist() for w in net.attentions()], roles, True)
    return scores.table(CONFIG['layers'], CONFIG['heads'])


@torch.no_grad()
def it_test(net, tok, count=400, seed=97):
    """'... because it was too wide. The' -> street? The share of stories in which the writer ranks the right
    noun above the other one."""
    from stories import because
    from stories import Story
    rng, right, total = random.Random(seed), 0, 0
    net.eval()
    while total < count:
        s = Story(rng)
        because(s)
        found = [link for link in s.links if link[0] == 'same-word' and s.words[link[1]][0] != s.words[-2][0]]
        if not found:
            continue
        _, query, (key,) = found[0]
        ids, places = tokens_of(s, tok)
        nouns = [links[2][0] for links in s.links if links[0] == 'it-antecedent']
        assert key in nouns
        logits = net(torch.tensor([ids[: places[query][0]]]))[0, -1]
        # the two nouns: the subject's head and the object's head
        heads = [i for i, (w, _) in enumerate(s.words) if i < query and ' ' + w in CANDIDATES]
        other = [i for i in heads if s.words[i][0] != s.words[key][0]]
        if not other:
            continue
        a, b = (tok.ids['Ġ' + s.words[i][0]] for i in (key, other[0]))
        right += (logits[a] > logits[b]).item()
        total += 1
    return right / total


def candidates():
    from story_words import ANIMALS, BECAUSE
    return {' ' + w for w in [*ANIMALS, *(o for _, _, objects, _, _ in BECAUSE for o in objects)]}


CANDIDATES = candidates()


@torch.no_grad()
def continued(net, tok, text, count=24):
    ids = tok.encode(text)
    for _ in range(count):
        k = net(torch.tensor([ids]))[0, -1].argmax().item()
        if k == tok.end:
            break
        ids.append(k)
    letters = {v: k for k, v in ByteBPE.LETTERS.items()}
    return bytes(letters[c] for i in ids for c in tok.pieces[i]).decode('utf-8', 'replace').strip()


def release(net, pieces, folder, fixture, run):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tok = ByteBPE(pieces)
    tensors, back = stored(net.state_dict(), int8=False)
    net.load_state_dict({k: torch.tensor(v) for k, v in back.items()})
    few = run['small']
    measured = measure(net, tok, 40 if few else 4000)
    measured['it_resolved'] = it_test(net, tok, 4 if few else 400)
    measured = {k: round(v, 4) for k, v in measured.items()}
    table = head_scores(net, tok, 60 if few else 600)
    heads = labels(table, CONFIG['layers'], CONFIG['heads'], NAMES)
    save_safetensors(folder / 'model.safetensors', tensors, {'format': 'pt'})
    tok.save(folder / 'tokenizer.json')
    end = pieces[tok.end]
    save_json(folder / 'tokenizer_config.json', {
        'tokenizer_class': 'PreTrainedTokenizerFast', 'bos_token': end, 'eos_token': end, 'unk_token': end,
        'model_max_length': CONFIG['positions'], 'clean_up_tokenization_spaces': False,
    })
    save_json(folder / 'config.json', {
        'model_type': 'gpt2', 'architectures': ['GPT2LMHeadModel'], 'n_layer': CONFIG['layers'], 'n_head': CONFIG['heads'],
        'n_embd': CONFIG['d'], 'n_positions': CONFIG['positions'], 'n_ctx': CONFIG['positions'], 'vocab_size': len(pieces),
        'n_inner': None, 'activation_function': 'gelu_new', 'layer_norm_epsilon': 1e-5, 'attn_pdrop': 0.0, 'embd_pdrop': 0.0,
        'resid_pdrop': 0.0, 'scale_attn_weights': True, 'tie_word_embeddings': True, 'bos_token_id': tok.end,
        'eos_token_id': tok.end, 'torch_dtype': 'float16',
        'head_labels': heads,
        'in_domain': {
            'vocabulary': 'words', 'prefix': 'Ġ', 'pattern': "\\p{L}+", 'least_letters': 2, 'case_sensitive': True,
            'names': True,
            'measure': MEASURE,
            'threshold': 0.8,
        },
        'scores': measured,
    })
    write_fixture(net, tok, fixture)
    size = compressed_size(folder)
    tries = [(t, continued(net, tok, t)) for t in FAILURES]
    card = writer_card(measured, heads, table, size, len(pieces), run, sum(p.numel() for p in net.parameters()), CONFIG, tries, DECIDED)
    (folder / 'README.md').write_text(card, encoding='utf-8')
    print(measured, size, sum(size.values()))


@torch.no_grad()
def write_fixture(net, tok, path):
    path, tensors, cases = Path(path), {}, []
    for i, text in enumerate(FIXTURE):
        ids = tok.encode(text)
        logits = net(torch.tensor([ids]))[0]
        tensors[f'{i}.attention'] = torch.stack([w[0] for w in net.attentions()]).numpy()
        tensors[f'{i}.logits'] = logits.numpy()
        made = continued(net, tok, text)
        cases.append({'text': text, 'input_ids': ids, 'continued_text': made})
        print('  ', made)
    rng = random.Random(501)
    texts = ['Hello, World!', 'naïve café 東京 😀', "It’s   odd\n spacing", '안녕하세요', '', 'a_b 3.14', 'A']
    texts += [story(rng).text()[0] for _ in range(250 - len(texts))]
    path.parent.mkdir(parents=True, exist_ok=True)
    save_json(path.with_suffix('.json'), {'cases': cases, 'encodings': [[t, tok.encode(t)] for t in texts]}, lines=False)
    save_safetensors(path.with_suffix('.safetensors'), {k: v.astype(np.float32) for k, v in tensors.items()})
