"""Model cards: what was trained on what, how good it is, what its heads do, and where it fails."""


def percent(x):
    return f'{100 * x:.1f} %'


def table_of(head, rows):
    lines = ['| ' + ' | '.join(head) + ' |', '|' + ' --- |' * len(head)]
    return '\n'.join([*lines, *('| ' + ' | '.join(map(str, row)) + ' |' for row in rows)])


def named(x):
    far = [f"{x['score_far']:.2f} where they are no neighbours"] if 'score_far' in x else []
    more = f"nearest: {x['nearest']}" if 'nearest' in x else ', '.join([*far, *(f'{r} {s:.2f}' for r, s in x.get('also', {}).items())])
    return x['name'] + (f' ({more})' if more else '')


def head_table(labels, extra=None):
    """One row a head: layer, head, name, score, chance."""
    rows = [
        [l, h, named(x), f"{x['score']:.2f}", f"{x['chance']:.2f}",
         *([f"{x[extra]:.3f}"] if extra else [])]
        for l, row in enumerate(labels) for h, x in enumerate(row)
    ]
    return table_of(['layer', 'head', 'role', 'score', 'chance', *([extra.replace('_', ' ')] if extra else [])], rows)


def best_of(table):
    """The best head of each role."""
    rows = []
    for role, row in sorted(table.items()):
        score, l, h = max((s, l, h) for l, scores in enumerate(row['scores']) for h, s in enumerate(scores))
        rows.append([role, f'{l}.{h}', f'{score:.2f}', f"{row['chance']:.2f}", row['count']])
    return table_of(['role', 'layer.head', 'score', 'chance', 'measured on'], rows)


def sizes(size):
    return ', '.join(f'{name} {n / 1000:.0f} KB' for name, n in size.items()) + f'; together {sum(size.values()) / 1000:.0f} KB (gzip -9)'


def trained_by(model, run):
    """How long it took, and on what."""
    return f"{run['minutes']} minutes of one core of an AMD EPYC, seeded: `python3 src/models/shipped/training/train.py {model}`"


FAR_TEXT = (
    'Roles in `-far` are the same where other tokens stand between (over four times as many stories): a head that looks at the token before scores in `verb-subject` and the like\nfor no '
    'other reason than that most of them are neighbours, so that a head is named by such a role only if it stands out there too, or looks at these neighbours far more than at others.'
)


def guided_text(share, layer):
    again = '`train.py translator --guided 0` trains one without.'
    if not share:
        return 'No head was told what to attend to.'
    return (
        f'Two heads were nudged by what the grammar knows; `guided_heads` in config.json names them. A guided-alignment loss (Chen et al. 2016, weight {share}) pulls the cross-attention of '
        f'head 0 of the last decoder layer (layer {layer}) toward the alignment of words. A like loss (a third of the weight) pulls the third head of the last encoder layer from a pronoun to the noun that it stands for. '
        f'Translation needs neither: runs of an earlier version of this grammar without them translated as well, but no single head aligned well, and only in some a head had found the noun by itself. {again} '
        'All other attention is what translation and the entropy penalty brought about.'
    )


def translator_card(scores, heads, tables, errors, failures, size, vocabulary, targets, words, run, parameters, config, decided):
    share, steps = run['share'], run['steps']
    mean = [f'{row[-1]:.3f}' for row in errors]
    return f"""# translator

A small encoder-decoder transformer (Vaswani et al. 2017, in Marian's layout) that translates simple English into Korean, so that a page can show
attention that was learned. {parameters:,} parameters: d {config['d']}, {config['heads']} heads, feed-forward {config['ff']}, {config['encoder']} encoder and
{config['decoder']} decoder layers, post-norm, sinusoidal positions, swish, one embedding for source, target and output. Weights int8 with a scale for each
row (compressed-tensors), the rest float16. {sizes(size)}.

Everything here is this project's own work: the sentences come from a grammar, no outside text or model was used. License: as the project's.

## Use

Plain text in, greedy decoding from `decoder_start_token_id`. Style: no tag gives the polite 해요 style; `>>formal<<` in front gives 합니다,
`>>plain<<` gives 한다 (in the manner of the language tags of Marian models). Example: `>>plain<< The cat ate the fish.`

## Data

Sentence pairs made while training by the grammar in `../training` (`sentences.py`): {words} English words (whole forms), tenses, progressive, can/must/want,
negation, questions, commands, numerals with Korean counters (세 마리, 두 잔), relative clauses, because/when/if/before/after/and/but/that, never, with (칼로) and by (지하철로, 트럭으로), comparison, possession, places and times.
Korean is made by rule: particles by the final consonant (은/는, 이/가, 을/를, 과/와, 으로/로), conjugation with the ㅂ, ㄷ, ㅅ, 르, 러, ㅎ, 으, ㄹ and 하다 classes,
three styles. Teachers, guests, parents and grandparents are counted with 분, and what they do is said with -(으)시- (주무시다, 드시다, 계시다) in the two
polite styles; 께서 and 드리다 do not occur, and the plain style, that of stories, has no honorifics. The grammar gives each English sentence one translation: a definite subject takes 은/는 and an indefinite one 이/가, and `it` in
`because it was too wide` is said as the noun that the adjective fits (길이 너무 넓었기 때문에), or left out where the subject stays the same.
A third of the names are made up and spelled out (Kelano: 켈라노), numbers from 11 to 99 are copied digit by digit, a few names of other scripts byte by byte.

## Tokens

Unigram, {vocabulary:,} pieces ({targets:,} of them Korean): whole English words, Korean stems and endings (고양이 | 가, 읽 | 었 | 어요). Words outside the
vocabulary fall apart into letters, characters outside it into bytes (`<0xE6>`, SentencePiece's byte fallback): no text fails. `in_domain` in config.json tells a
page how to say that a text is far from what the model knows: the share of its words that are one piece (below 0.8: far).

## Training

{steps:,} steps of 128 sentences, Adam, peak rate 2e-3 with warm-up and decay, {trained_by('translator', run)}.
{guided_text(share, config['decoder'] - 1)}
The entropy of all attention is in the loss with a weight of {decided} (from a fifth of the run on), so that heads choose; what they choose is not prescribed.

## Scores

Measured on the int8 weights as they ship, greedy decoding, exact match of the whole Korean sentence. Held-out sentences hold a pair of content words
(adjective + noun, verb + object, subject + verb) out of the one in forty that training never showed; fresh ones are new sentences without such a pair.

{table_of(['sentences', 'exact match'], [
    ['2,000 held-out', percent(scores['exact_match_held_out'])],
    ['of these, all words known', percent(scores['exact_match_held_out_known_words'])],
    ['of these, with a spelled-out name', percent(scores['exact_match_held_out_with_spelled_words'])],
    ['2,000 fresh', percent(scores['exact_match_fresh'])],
    ['of all these, with a name of another script', percent(scores['exact_match_with_other_scripts'])],
    ['1,000 held-out, before int8', percent(scores['exact_match_held_out_before_int8'])],
])}

Alignment error rate (Och and Ney 2003) of cross-attention against the grammar's word alignment, strongest source token of each target token: below for
each head; of the mean over the heads of a layer: {', '.join(mean)}.

## Heads

Score: share of a head's attention that lies on the role's tokens; chance: what even attention would put there (method in `../training/head_roles.py`).
A head without a role that stands out is called mixed. The same table is in config.json under `head_labels`.

Cross-attention

{head_table(heads['cross'], 'alignment_error_rate')}

Encoder

{head_table(heads['encoder'])}

The best encoder head of each role:

{best_of(tables['encoder'])}

`it` in "The animal didn't cross the street because it was too tired (wide)": Korean says the street again or says nothing, so the model must find out what `it` is. In encoder
head {scores['it_resolving_encoder_head'][0]}.{scores['it_resolving_encoder_head'][1]}, over such sentences, `it` puts {percent(scores['it_to_object_when_it_is_the_object'])} of its attention on the object (the
street) where that is what it is (too wide), and {percent(scores['it_to_object_when_it_is_the_subject'])} where it is the subject (too tired).

Decoder (self-attention)

{head_table(heads['decoder'])}

## Limits

It knows its grammar and nothing else. Other words are spelled out in Hangul as if they were names, idioms are translated word by word or wrongly, and long sentences
with several clauses fail first. It has seen sentences of up to some forty tokens; it can be given 512, since its positions are computed, but makes no sense of texts that long, nor
of several sentences in one. It reads English: of other scripts it has seen one to three characters as names, and does not copy all of them right. Three held-out sentences where
it fails, and two that are outside the grammar (what with a place; was -ing in a relative clause):

{table_of(['prompt', 'continuation', 'expected'], [[english, f'**{made}**', korean] for english, korean, made in failures])}
"""


def writer_card(scores, heads, table, size, vocabulary, run, parameters, config, tries, decided):
    return f"""# writer

A small causal transformer (GPT-2's layout) that continues simple English stories, so that a page can show attention that was learned.
{parameters:,} parameters: d {config['d']}, {config['heads']} heads, {config['layers']} layers, {config['positions']} positions, float16. {sizes(size)}.

Everything here is this project's own work: the stories come from a grammar, no outside text or model was used. License: as the project's.

## Data

Stories made while training by the grammar in `../training` (`stories.py`): tales with people and animals that are taken up again by pronouns of the right gender and
number, dialogues with quotation marks, lists that are repeated, nested brackets of two kinds, verbs that agree with a far subject, names (made-up ones spelled in bytes)
that come again, and sentences like "The animal didn't cross the street because it was too tired. The animal was really tired."

## Tokens

Byte-level BPE with an empty list of merges and `ignore_merges`: {vocabulary} pieces, whole words with a space before them (`Ġcat`), single bytes for every other word. No
text fails. `in_domain` in config.json: the share of a text's words that are one piece (below 0.8: far from what the model knows).

## Training

{run['steps']:,} steps of 128 stories, AdamW, peak rate 3e-3 with warm-up and decay, {trained_by('writer', run)}.
One story in four begins with `<|endoftext|>`, so that the model can also begin from nothing.
No head was told what to attend to. The entropy of all attention is in the loss with a weight of {decided} (from a fifth of the run on), so that heads choose; what they
choose is not prescribed.

## Scores

On 4,000 fresh stories ({scores['tokens']:,} tokens), with the float16 weights as they ship. The grammar's own entropy is the mean surprise of its choices, counted from its
probabilities: what a perfect reader of the grammar would still not know. (Where two ways through the grammar give the same text the true entropy is a little lower.) Compare the
cross entropy with it: how often a perfect reader would have the next token right is not known, since that takes the likeliest token after every beginning of a story.

{table_of(['measure', 'value'], [
    ['cross entropy (nats a token)', scores['cross_entropy']],
    ["the grammar's entropy", scores['grammar_entropy']],
    ['next-token accuracy', percent(scores['accuracy'])],
    ['"… because it was too wide. The": the right noun (animal or street) stands above the other', percent(scores['it_resolved'])],
])}

## Heads

Score: share of a head's attention that lies on the role's tokens, over 600 fresh stories; chance: what even attention would put there (method in
`../training/head_roles.py`). A head without a role that stands out is called mixed. The same table is in config.json under `head_labels`.
{FAR_TEXT}

{head_table(heads)}

The best head of each role:

{best_of(table)}

Causal order decides what a head can look for: a noun sees its adjective, never the other way round, and `it` in "because it was too tired" stands before the word
that tells what it is, so that the look back starts at the adjective (role `it-antecedent`). A decoder writes each word from the token before it: roles in `-ahead` are
measured there, where the choice is made.

## Limits

It knows its grammar and nothing else: some {vocabulary - 257} words, short past-tense stories. It has no knowledge of the world. It reads at most {config['positions']} tokens, and its stories
have rarely more than sixty; other scripts are bytes to it that it has never seen. Three texts outside the grammar, and what it makes of them:

{table_of(['prompt', 'continuation'], [[prompt, '**' + made[len(prompt):].strip() + '**'] for prompt, made in tries])}
"""


def reader_card(scores, heads, table, size, vocabulary, run, parameters, config, tries, decided):
    return f"""# reader

A small bidirectional transformer (BERT's layout) that fills masked words in simple English stories: the writer's grammar, read from both sides. {parameters:,}
parameters: d {config['d']}, {config['heads']} heads, feed-forward {config['ff']}, {config['layers']} layers, float16. {sizes(size)}.

Everything here is this project's own work: the stories come from a grammar, no outside text or model was used. License: as the project's.

## Data and tokens

The stories of [writer](../writer/README.md), lower case. WordPiece, {vocabulary} pieces: whole words, letters (`##a`) for unknown ones, `[UNK]` for other scripts. No text
fails. `in_domain` in config.json: the share of a text's words that are one piece (below 0.8: far from what the model knows).

## Training

{run['steps']:,} steps of 128 stories: 15 % of the words and 30 % of the pronouns are hidden, as BERT hides them. AdamW, peak rate 2e-3 with warm-up and decay,
{trained_by('reader', run)}. No head was told what to attend to. The entropy of all attention is in the loss with a weight of {decided}
(from a fifth of the run on), so that heads choose; what they choose is not prescribed.

## Scores

{table_of(['measure', 'value'], [
    [f"hidden words found again ({scores['masked_words']:,} in fresh stories)", percent(scores['masked_accuracy'])],
    ['cross entropy of hidden words (nats)', scores['masked_cross_entropy']],
])}

Many hidden words cannot be known (which colour the ball had), so that 100 % is out of reach.

## Heads

Score: share of a head's attention that lies on the role's tokens, over 600 fresh stories, nothing hidden; chance: what even attention would put there (method in
`../training/head_roles.py`). A head without a role that stands out is called mixed. The same table is in config.json under `head_labels`.
{FAR_TEXT}

{head_table(heads)}

The best head of each role:

{best_of(table)}

`it-candidates` is the look from `it` to the two nouns of "The animal didn't cross the street because it was too tired (wide)". It finds both, and does not tell them apart: in the
best head `it` looks more at what it is than at the other noun in {percent(scores['it_resolved_by_best_head'])} of the sentences (the best of {config['layers'] * config['heads']} heads on some seventy sentences), chance being one half. Filling masked words does not need
to know what `it` is; translating does, which is why the translator is the model to show that with.

## Limits

It knows its grammar and nothing else. It reads at most {config['positions']} tokens; characters of other scripts are `[UNK]`, which tells it nothing. Three texts outside the grammar, and what it puts in:

{table_of(['prompt', 'continuation'], [[prompt, made.replace('[', '**').replace(']', '**')] for prompt, made in tries])}
"""
