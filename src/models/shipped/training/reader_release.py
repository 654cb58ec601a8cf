"""The reader as it ships: float16 weights, scores of those weights, head table, model card, fixture."""

import random
from pathlib import Path

import numpy as np
import torch

from cards import reader_card
from export import MEASURE, compressed_size, save_json, save_safetensors, stored
from head_roles import MORE, NAMES, RoleScores, add_far, labels, position_roles
from reader import CONFIG, DECIDED, measure, tokens_of
from stories import story
from tokenizers import WordPiece

FIXTURE = [
    "The animal didn't cross the street because it was too tired.",
    "The animal didn't cross the street because it was too wide. The [MASK] was really wide.",
    'Anna met a young king. [MASK] watched him and he watched her.',
    'The dogs near the house [MASK] happy.',
]
FAILURES = ['Paris is the capital of [MASK].', 'Tom met Lucy and Anna. [MASK] watched Tom.', 'The [MASK] sang a song about the sea.']
BOTH_WAYS = {'noun-adjective': 'adjective-noun', 'verb-subject': 'subject-verb', 'bracket': 'open-bracket'}


@torch.no_grad()
def head_scores(net, tok, count=600, seed=98):
    scores, rng, chosen = RoleScores(), random.Random(seed), []
    net.eval()
    for i in range(count * MORE):
        s = story(rng)
        ids, places = tokens_of(s, tok)
        roles = position_roles(ids, False)
        referent = None
        for role, query, keys in s.links:
            if role == 'it-refers':
                referent = places[query][0], places[keys[0]][0]
                continue
            there = {k for word in keys for k in places[word]}
            roles.setdefault(role, []).append((places[query][0], there))
            if role in BOTH_WAYS:
                roles.setdefault(BOTH_WAYS[role], []).append((min(there), set(places[query])))
        far = add_far(roles)
        if i >= count:
            roles, referent = far, None
        if not roles:
            continue
        net(torch.tensor([ids]))
        if referent:
            it, right = referent
            (wrong,) = roles['it-candidates'][0][1] - {right}
            chosen.append([[w[0, h, it, right].item() > w[0, h, it, wrong].item() for h in range(CONFIG['heads'])] for w in net.attentions()])
        scores.add([w[0].tolist() for w in net.attentions()], roles, False)
    # share of sentences in which `it` looks more at what it is than at the other noun: the best head
    resolved = np.mean(chosen, axis=0).max()
    return scores.table(CONFIG['layers'], CONFIG['heads']), float(resolved)


@torch.no_grad()
def filled(net, tok, text):
    """The text with its best word for each [MASK]."""
    ids = encode_masked(tok, text)
    best = net.logits(net(torch.tensor([ids]))[0]).argmax(-1).tolist()
    for i, k in enumerate(ids):
        if k == tok.mask:
            text = text.replace('[MASK]', f'[{tok.pieces[best[i]]}]', 1)
    return text


def encode_masked(tok, text):
    parts = text.split('[MASK]')
    ids = [tok.cls]
    for i, part in enumerate(parts):
        ids += ([tok.mask] if i else []) + [k for k, _, _ in tok.spans(part)]
    return [*ids, tok.sep]


def release(net, pieces, folder, fixture, run):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tok = WordPiece(pieces)
    tensors, back = stored(net.state_dict(), int8=False)
    net.load_state_dict({k: torch.tensor(v) for k, v in back.items()})
    few = run['small']
    measured = {k: round(v, 4) for k, v in measure(net, tok, 1 if few else 20).items()}
    table, measured['it_resolved_by_best_head'] = head_scores(net, tok, 60 if few else 600)
    measured['it_resolved_by_best_head'] = round(measured['it_resolved_by_best_head'], 4)
    heads = labels(table, CONFIG['layers'], CONFIG['heads'], NAMES)
    save_safetensors(folder / 'model.safetensors', tensors, {'format': 'pt'})
    tok.save(folder / 'tokenizer.json')
    save_json(folder / 'tokenizer_config.json', {
        'tokenizer_class': 'BertTokenizer', 'do_lower_case': True, 'cls_token': '[CLS]', 'sep_token': '[SEP]', 'pad_token': '[PAD]',
        'unk_token': '[UNK]', 'mask_token': '[MASK]', 'model_max_length': CONFIG['positions'], 'clean_up_tokenization_spaces': True,
    })
    save_json(folder / 'config.json', {
        'model_type': 'bert', 'architectures': ['BertForMaskedLM'], 'num_hidden_layers': CONFIG['layers'],
        'num_attention_heads': CONFIG['heads'], 'hidden_size': CONFIG['d'], 'intermediate_size': CONFIG['ff'],
        'max_position_embeddings': CONFIG['positions'], 'type_vocab_size': 2, 'vocab_size': len(pieces), 'hidden_act': 'gelu',
        'layer_norm_eps': 1e-12, 'pad_token_id': 0, 'attention_probs_dropout_prob': 0.0, 'hidden_dropout_prob': 0.0,
        'position_embedding_type': 'absolute', 'tie_word_embeddings': True, 'torch_dtype': 'float16', 'head_labels': heads,
        'in_domain': {
            'vocabulary': 'words', 'prefix': '', 'pattern': "\\p{L}+", 'least_letters': 2, 'case_sensitive': False,
            'names': True,
            'measure': MEASURE,
            'threshold': 0.8,
        },
        'scores': measured,
    })
    write_fixture(net, tok, fixture)
    size = compressed_size(folder)
    tries = [(t, filled(net, tok, t)) for t in FAILURES]
    card = reader_card(measured, heads, table, size, len(pieces), run, sum(p.numel() for p in net.parameters()), CONFIG, tries, DECIDED)
    (folder / 'README.md').write_text(card, encoding='utf-8')
    print(measured, size, sum(size.values()))


@torch.no_grad()
def write_fixture(net, tok, path):
    path, tensors, cases = Path(path), {}, []
    for i, text in enumerate(FIXTURE):
        ids = encode_masked(tok, text)
        tensors[f'{i}.logits'] = net.logits(net(torch.tensor([ids]))[0]).numpy()
        tensors[f'{i}.attention'] = torch.stack([w[0] for w in net.attentions()]).numpy()
        cases.append({'text': text, 'input_ids': ids, 'filled_text': filled(net, tok, text)})
        print('  ', cases[-1]['filled_text'])
    rng = random.Random(502)
    texts = ['Hello, World!', 'naïve café 😀', "It’s   odd\n spacing", '', 'a_b 3.14', 'A']
    texts += [story(rng).text()[0] for _ in range(250 - len(texts))]
    path.parent.mkdir(parents=True, exist_ok=True)
    save_json(path.with_suffix('.json'), {'cases': cases, 'encodings': [[t, tok.encode(t)] for t in texts]}, lines=False)
    save_safetensors(path.with_suffix('.safetensors'), {k: v.astype(np.float32) for k, v in tensors.items()})
