"""The translator as it ships: int8 weights, scores of those weights, head table, model card, fixture."""

from pathlib import Path

import numpy as np
import torch

from cards import translator_card
from export import COMPRESSED_TENSORS, MEASURE, compressed_size, save_json, save_safetensors, stored
from head_roles import NAMES, RoleScores, labels, position_roles
from sentences import sentences
from translator import CONFIG, DECIDED, PRONOUN_HEAD, Example, alignment_errors, exact, held_out_examples, translate
from translator_vocabulary import TAGS, tokenizer

FIXTURE = [
    'The cat that ate the fish slept in the kitchen.',
    "The animal didn't cross the street because it was too tired.",
    "The animal didn't cross the street because it was too wide.",
    '>>plain<< Where did Kelano buy the apples?',
    'The fluffy blue creature roamed the verdant forest.',
    '猫 slept.',
]
# outside the grammar: what it should write
OUTSIDE = {
    'What did Mina buy at the market?': '미나는 시장에서 무엇을 샀어요?',
    'The girl who was hiding in the forest cried.': '숲에 숨어 있던 소녀는 울었어요.',
}


def fresh_examples(tok, count, seed=78):
    source, seen, made = sentences(seed), set(), []
    while len(made) < count:
        s = next(source)
        if s.english not in seen:
            seen.add(s.english)
            made.append(Example(s, tok))
    return made


@torch.no_grad()
def run(net, source_ids, target_ids, pad):
    """All attention of one pair: encoder, decoder, cross [layer, head, query, key], and logits over every id."""
    net.eval()
    memory, mask = net.encode(torch.tensor([source_ids]))
    hidden = net.decode(torch.tensor([[pad, *target_ids[:-1]]]), memory, mask)
    m = net.model
    return {
        'encoder': torch.stack([layer.self_attn.weights[0] for layer in m.encoder.layers]),
        'decoder': torch.stack([layer.self_attn.weights[0] for layer in m.decoder.layers]),
        'cross': torch.stack([layer.encoder_attn.weights[0] for layer in m.decoder.layers]),
        'logits': hidden[0] @ m.shared.weight.t() + net.final_logits_bias[0],
    }


def head_scores(net, examples, pad):
    encoder, decoder, cross = RoleScores(), RoleScores(), RoleScores()
    to_object = {False: [], True: []}  # of `it`: attention to the object, by whether `it` is the object
    for e in examples:
        out = run(net, e.source, e.target, pad)
        roles = position_roles(e.source, False)
        if e.refers:
            it, noun, other = e.refers
            roles['it-refers'], roles['it-candidates'] = [(it[0], set(noun))], [(it[0], {*noun, *other})]
            is_object, object_ = noun[0] > other[0], max(noun[0], other[0])
            to_object[is_object].append(out['encoder'][:, :, it[0], object_])
        encoder.add(out['encoder'].tolist(), roles, False)
        decoder.add(out['decoder'].tolist(), position_roles([pad, *e.target[:-1]], True), True)
        linked = {}
        for (t, k), sure in e.links.items():
            if sure or not any(s for (u, _), s in e.links.items() if u == t):
                linked.setdefault(t, set()).add(k)
        n = len(e.source)
        roles = {
            'aligned': list(linked.items()),
            'last-aligned': [(t, linked[t - 1]) for t in linked if t - 1 in linked and linked[t - 1] != linked[t]],
            'last-token': [(t, {n - 1}) for t in linked],
            'first-token': [(t, {0}) for t in linked if 0 not in linked[t]],
        }
        cross.add(out['cross'].tolist(), roles, False)
    sizes = {'encoder': CONFIG['encoder'], 'decoder': CONFIG['decoder'], 'cross': CONFIG['decoder']}
    made, tables = {}, {}
    for name, scores in (('encoder', encoder), ('decoder', decoder), ('cross', cross)):
        tables[name] = scores.table(sizes[name], CONFIG['heads'])
        made[name] = labels(tables[name], sizes[name], CONFIG['heads'], NAMES)
    return made, tables, {k: torch.stack(v).mean(0) for k, v in to_object.items()}


def config_of(pieces, n_targets, heads, scores, share):
    n = len(pieces)
    return {
        'model_type': 'marian', 'architectures': ['MarianMTModel'],
        'encoder_layers': CONFIG['encoder'], 'decoder_layers': CONFIG['decoder'],
        'encoder_attention_heads': CONFIG['heads'], 'decoder_attention_heads': CONFIG['heads'],
        'd_model': CONFIG['d'], 'encoder_ffn_dim': CONFIG['ff'], 'decoder_ffn_dim': CONFIG['ff'],
        'vocab_size': n, 'decoder_vocab_size': n, 'max_position_embeddings': 512, 'activation_function': 'swish',
        'scale_embedding': True, 'normalize_before': False, 'is_encoder_decoder': True,
        'share_encoder_decoder_embeddings': True, 'tie_word_embeddings': True, 'static_position_embeddings': True,
        'pad_token_id': n - 1, 'eos_token_id': 0, 'forced_eos_token_id': 0, 'decoder_start_token_id': n - 1,
        'bad_words_ids': [[n - 1]], 'max_length': 64, 'num_beams': 1, 'torch_dtype': 'float32',
        'quantization_config': COMPRESSED_TENSORS,
        'head_labels': heads,
        'guided_heads': [
            {'kind': 'cross', 'layer': CONFIG['decoder'] - 1, 'head': 0, 'by': 'alignment', 'share': share},
            {'kind': 'encoder', 'layer': CONFIG['encoder'] - 1, 'head': PRONOUN_HEAD, 'by': 'reference', 'share': round(share / 3, 3)},
        ] if share else [],
        'in_domain': {
            'vocabulary': 'words', 'prefix': '▁', 'pattern': "(?:[Ll]et's|\\p{L}+(?:'t)?)", 'least_letters': 2, 'case_sensitive': True,
            'from_id': n_targets, 'names': True,
            'measure': MEASURE,
            'threshold': 0.8,
        },
        'scores': scores,
    }


def release(net, pieces, n_targets, folder, fixture, options):
    folder, share = Path(folder), options['share']
    many, some = (200, 60) if options['small'] else (2000, 600)
    folder.mkdir(parents=True, exist_ok=True)
    tok, pad = tokenizer(pieces), len(pieces) - 1
    with torch.no_grad():
        net.final_logits_bias[:, n_targets:] = -100
    before, _ = exact(net, held_out_examples(tok, many // 2), tok, pad)
    tensors, back = stored(net.state_dict(), int8=True)
    net.load_state_dict({k: torch.tensor(v) for k, v in back.items()})
    held, fresh = held_out_examples(tok, many), fresh_examples(tok, many, 79)
    held_rate, wrong = exact(net, held, tok, pad)
    fresh_rate, _ = exact(net, fresh, tok, pad)
    spelled = [e for e in held if e.sentence.spelled]
    spelled_rate, _ = exact(net, spelled, tok, pad)
    scripts_rate, _ = exact(net, [e for e in [*held, *fresh] if not e.sentence.english.isascii()], tok, pad)
    known_rate, _ = exact(net, [e for e in held if not e.sentence.spelled], tok, pad)
    errors = alignment_errors(net, held[:some], pad)
    heads, tables, to_object = head_scores(net, [*held[: some // 2], *[e for e in fresh if e.refers]], pad)
    l, h = divmod((to_object[True] - to_object[False]).argmax().item(), CONFIG['heads'])
    for row, rates in zip(heads['cross'], errors):
        for label, rate in zip(row, rates):
            label['alignment_error_rate'] = round(rate, 3)
    scores = {
        'exact_match_held_out': held_rate, 'exact_match_fresh': fresh_rate, 'exact_match_held_out_before_int8': before,
        'exact_match_with_other_scripts': scripts_rate,
        'exact_match_held_out_with_spelled_words': spelled_rate, 'exact_match_held_out_known_words': known_rate,
        'best_alignment_error_rate': min(min(row[:-1]) for row in errors),
    }
    scores['it_to_object_when_it_is_the_object'] = to_object[True][l, h].item()
    scores['it_to_object_when_it_is_the_subject'] = to_object[False][l, h].item()
    scores = {k: round(v, 4) for k, v in scores.items()}
    scores['it_resolving_encoder_head'] = [l, h]
    save_safetensors(folder / 'model.safetensors', tensors, {'format': 'pt'})
    tok.save(folder / 'tokenizer.json')
    save_json(folder / 'tokenizer_config.json', {
        'tokenizer_class': 'PreTrainedTokenizerFast', 'eos_token': '</s>', 'unk_token': '<unk>', 'pad_token': '<pad>',
        'additional_special_tokens': TAGS, 'model_max_length': 512, 'clean_up_tokenization_spaces': False,
    })
    save_json(folder / 'config.json', config_of(pieces, n_targets, heads, scores, share))
    write_fixture(net, tok, pad, fixture, many // 10)
    size = compressed_size(folder)
    # two with known words, one with a spelled-out name
    wrong.sort(key=lambda pair: (bool(pair[0].sentence.spelled), len(pair[0].source)))
    known_words = [pair for pair in wrong if not pair[0].sentence.spelled]
    shown = [*known_words[2 :: max(1, len(known_words) // 2)][:2], *wrong[len(known_words) + 1 :][:1]]
    failures = [(e.sentence.english, e.sentence.korean, tok.decode(made)) for e, made in shown]
    written = translate(net, [tok.encode(text) for text in OUTSIDE], pad, tok.eos)
    failures += [(text, korean, tok.decode(made)) for (text, korean), made in zip(OUTSIDE.items(), written)]
    known = {p[1:].lower() for p in pieces[n_targets:] if p[0] == '▁' and len(p) > 2}
    card = translator_card(scores, heads, tables, errors, failures, size, len(pieces), n_targets, len(known), options,
                           sum(p.numel() for p in net.parameters()), CONFIG, DECIDED)
    (folder / 'README.md').write_text(card, encoding='utf-8')
    print(scores, size, sum(size.values()))
    for row in failures:
        print('  ', ' | '.join(row))


def write_fixture(net, tok, pad, path, count):
    """Inputs, ids, attention and logits of a few sentences, encodings of both languages for the tokenizer, and held-out
    sentences with the translation that the grammar gives."""
    path, tensors, cases = Path(path), {}, []
    for i, text in enumerate(FIXTURE):
        source = tok.encode(text)
        target = translate(net, [source], pad, tok.eos)[0]
        out = run(net, source, target, pad)
        cases.append({'text': text, 'input_ids': source, 'generated_ids': target, 'generated_text': tok.decode(target),
                      'decoder_input_ids': [pad, *target[:-1]]})
        for name in ('encoder', 'decoder', 'cross'):
            tensors[f'{i}.{name}'] = out[name].numpy()
        tensors[f'{i}.last_logits'] = out['logits'][-1].numpy()
        print('  ', text, '->', tok.decode(target))
    source = sentences(500)
    texts = [t for _ in range(250) for s in [next(source)] for t in (s.english, s.korean)]
    texts[:8] = ['Hello, World!', 'naïve café 東京 😀', "It’s   odd\n spacing", '>>plain<< zqx', '', 'ㅋㅋ 아무 말', 'U.S.A. 3.14', 'A']
    path.parent.mkdir(parents=True, exist_ok=True)
    # others than those that the scores are measured on
    held = [[e.sentence.english, e.sentence.korean] for e in held_out_examples(tok, count, 80)]
    save_json(path.with_suffix('.json'), {'cases': cases, 'held_out': held, 'encodings': [[t, tok.encode(t)] for t in texts]}, lines=False)
    save_safetensors(path.with_suffix('.safetensors'), {k: v.astype(np.float32) for k, v in tensors.items()})
