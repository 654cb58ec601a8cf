import type { PropertyValues, TemplateResult } from 'lit';
import type { AttentionData } from '../core/attention-data.js';
import { createComposer, type Picture } from '../scene/compose.js';
import type { Subject } from '../scene/scene.js';
import { inputAttributes, type AttentionAttributes } from './attention-attributes.js';
import { controlsStyles } from './controls.styles.js';
import { emit, type AttentionSubjectDetail } from './events.js';
import { Figure } from './figure.js';
import { Input } from './input.js';
import { Interaction } from './interaction.js';
import { LayerFlows } from './layer-flows.js';
import { Live } from './live.js';
import { liveStyles } from './live.styles.js';
import { longTextStyles } from './long-text.styles.js';
import { checkModel } from './model-address.js';
import { drawAllowed, optionsForImage, readOptions, type Options } from './options.js';
import { PageLook } from './page-look.js';
import { Problems, type Problem } from './problems.js';
import type { Leniency } from './read-attribute.js';
import { describePicture, speakPin, subjectDetail } from './reading.js';
import { revealChosenHead } from './reveal-chosen-head.js';
import { presentStep } from './step-bar.js';
import { StepMotion } from './step-motion.js';
import { StepPlayer } from './step-player.js';
import { languageOf, pictureWords, stringsFor, type Strings } from './strings.js';
import { SyncGroup, type SharedState } from './sync.js';
import type { Changes, Command } from './toolbar.js';
import { placeTooltip } from './tooltip.js';
import { viewBodyStyles } from './view-body.styles.js';
import { viewBodyTemplate } from './view-body.template.js';
import { Zoom } from './zoom.js';
export { turnOf } from './turns.js';

/** Styles of all that the body renders. */
export const bodyStyles = [viewBodyStyles, controlsStyles, longTextStyles, liveStyles];

/** What `<attention-view>` does once it is near the viewport: reads data, composes the picture, answers the reader. */
export class ViewBody {
  readonly #host: AttentionAttributes;
  readonly #figure: Figure;
  readonly #look: PageLook;
  readonly #input: Input;
  readonly #flows: LayerFlows;
  readonly #live: Live;
  readonly #group: SyncGroup;
  readonly #player: StepPlayer;
  readonly #motion = new StepMotion();
  readonly #compose = createComposer();
  readonly #ways = {
    picture: () => this.#picture,
    requestUpdate: () => this.#host.requestUpdate(),
    pin: (place: { query?: number; key?: number }) => this.#pin(place),
  };
  readonly #zoom = new Zoom(this.#ways);
  readonly #interaction = new Interaction({
    ...this.#ways,
    zoom: this.#zoom,
    openHead: (layer, head) => this.#openHead({ layer, head }),
    leave: () => this.#openHead(undefined),
    hovered: (byKeyboard) => this.#announceHover(byKeyboard),
  });
  /** One head that the reader has opened out of the view of all heads. */
  #detail: { layer: number; head: number } | undefined;
  #tableShown = false;
  #message = '';
  #options: Options = readOptions({});
  #strings: Strings = stringsFor('en');
  #inputIsNew = true;
  #picture: Picture | undefined;
  #problem: Problem | undefined;
  #pinnedKey: number | undefined;
  /** Where a reader of another element of the group is. */
  #sharedHover: Subject | undefined;

  constructor(host: AttentionAttributes, pinnedKey: number | undefined) {
    [this.#host, this.#pinnedKey] = [host, pinnedKey];
    [this.#figure, this.#look, this.#flows] = [new Figure(host), new PageLook(host), new LayerFlows(host)];
    this.#input = new Input(host, {
      load: (parts) => parts[0] && this.#announceLoad(parts),
      progress: (progress) => emit(host, 'attention-progress', progress),
      stale: () => {
        this.#inputIsNew = true;
        host.requestUpdate();
      },
    });
    this.#live = new Live(host, this.#input, (message) => (this.#message = message));
    this.#group = new SyncGroup(host, (shared) => this.#follow(shared));
    this.#player = new StepPlayer(host, () => presentStep(this.#picture, this.#options));
  }

  readonly answers = (): boolean => !!(this.#picture ?? this.#problem);

  /** The part of the data that is shown. */
  get data(): AttentionData | undefined {
    return this.#input.parts[this.#picture?.part ?? 0];
  }

  /** Pins a key beside the query that the element has, and takes the group along, as when a reader does it. */
  pinKey(key: number | undefined): void {
    this.#pinnedKey = key;
    const { layer, head, query } = this.#host;
    this.#group.tell({ layer, head, query: query === undefined ? undefined : Number(query), key });
    this.#host.requestUpdate();
  }

  /** The picture as a file of a media type. */
  async toBlob(type: string): Promise<Blob> {
    const picture = this.#picture;
    const { theme } = this.#look;
    if (!picture || !theme) throw new Error('there is no picture yet: wait for attention-load');
    const { savePicture } = await import('./save.js');
    return savePicture(picture, theme, type, describePicture(picture, this.#strings));
  }

  /** Resolves when the newest picture is on the screen. */
  painted(): Promise<void> {
    return this.#figure.painted();
  }

  /** Before a render: reads what has changed and makes the picture. Never throws for what an author gave. */
  update(changed: PropertyValues<AttentionAttributes>): void {
    const host = this.#host;
    const problems = new Problems();
    problems.attempt(() => checkModel(host.model));
    // no other model stands in for one that was not understood
    const mayRead = problems.grave.length === 0;
    const leniency = { last: this.#options, problems: problems.aside };
    this.#options = readOptions(host, leniency);
    this.#strings = stringsFor(languageOf(host));
    this.#look.want(this.#options.theme, host.palette);
    this.#group.join(host.sync);
    if (changed.has('view')) this.#detail = undefined;
    this.#readInput(changed, mayRead);
    problems.attempt(() => this.#flows.during(() => this.#composePicture(leniency)));
    if (this.#input.problem) problems.grave.unshift(this.#input.problem);
    if (this.#look.problem) problems.aside.push(this.#look.problem);
    this.#problem = problems.tell(host, this.#problem);
  }

  /** After a render: draws. */
  paint(): void {
    const picture = this.#picture;
    const root = this.#host.renderRoot;
    const canvas = root.querySelector('canvas');
    if (!picture || !this.#look.theme || !canvas) return;
    const theme = this.#look.theme;
    const step = picture.view === 'steps' ? this.#options.step : undefined;
    this.#motion.show(picture.scene, step, (scene) => this.#figure.show(canvas, scene, theme));
    revealChosenHead(root, picture.heads);
    placeTooltip(root, picture);
  }

  render(): TemplateResult {
    return viewBodyTemplate({
      picture: this.#picture,
      ...this.#look.frame,
      problem: this.#problem,
      progress: this.#input.progress ?? this.#flows.progress,
      swallows: this.#input.swallows,
      parts: this.#input.parts,
      options: this.#options,
      strings: this.#strings,
      hideSpecial: this.#host.hideSpecial,
      detail: this.#detail !== undefined,
      tableShown: this.#tableShown,
      pointed: (this.#interaction.hover ?? this.#sharedHover) !== undefined,
      message: this.#message,
      interaction: this.#interaction,
      zoom: this.#zoom,
      ways: this.#ways,
      change: (changes) => this.#change(changes),
      run: (command) => void this.#run(command),
      closeDetail: () => this.#openHead(undefined),
      playing: this.#player.playing,
      goTo: (step) => this.#player.goTo(step),
      editable: this.#host.editable,
      live: this.#live,
    });
  }

  #readInput(changed: PropertyValues<AttentionAttributes>, mayRead: boolean): void {
    if (inputAttributes.some((name) => changed.has(name))) this.#inputIsNew = true;
    const wait = Input.needsNetwork(this.#host) && this.#options.loading === 'lazy' && !this.#figure.near;
    if (!this.#inputIsNew || wait || !mayRead) return;
    this.#inputIsNew = false;
    this.#input.read(this.#host, this.#options.mask === 'causal');
  }

  /** Makes the picture anew from data and state; where it throws, the last good one stays. */
  #composePicture(leniency: Leniency<Options>): void {
    const width = this.#look.within(this.#figure.width);
    const { parts } = this.#input;
    const { theme, measure } = this.#look;
    if (parts.length === 0) this.#picture = undefined;
    this.#options = optionsForImage(this.#options, this.#host, parts[0]?.image !== undefined);
    if (!theme || width === 0 || parts.length === 0) return;
    const draw = (options: Options) => {
      this.#picture = this.#compose({
        ...options,
        parts,
        hideSpecial: this.#host.hideSpecial,
        renormalize: this.#host.renormalize,
        detail: this.#detail,
        part: this.#zoom.part,
        pinned: { query: options.query, key: this.#pinnedKey },
        hover: this.#interaction.hover ?? this.#sharedHover,
        words: pictureWords(this.#strings),
        numbersOf: this.#flows.numbersOf,
        theme,
        measure,
        width,
      });
    };
    this.#options = drawAllowed(this.#options, leniency, draw);
  }

  /** Follows the other elements of its group. */
  #follow(shared: SharedState): void {
    const host = this.#host;
    if ('layer' in shared) host.layer = shared.layer;
    if ('head' in shared) host.head = shared.head;
    if ('query' in shared) [host.query, this.#pinnedKey] = [shared.query, shared.key];
    if ('hover' in shared) this.#sharedHover = shared.hover;
    host.requestUpdate();
  }

  /** What the reader chooses in the controls becomes the element's properties. */
  #change(changes: Changes): void {
    Object.assign(this.#host, changes);
    if (!('layer' in changes || 'head' in changes || 'kind' in changes)) return;
    const { layer, head } = this.#host;
    this.#group.tell({ layer, head });
    void this.#host.updateComplete.then(() => this.#announceSelect());
  }

  #pin({ query, key }: { query?: number; key?: number }): void {
    this.#host.query = query;
    this.#pinnedKey = key;
    this.#group.tell({ query, key });
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      this.#announceSelect();
      this.#message = speakPin(this.#picture, this.#strings);
      this.#host.requestUpdate();
    });
  }

  #openHead(head: { layer: number; head: number } | undefined): void {
    if (!head && !this.#detail) return;
    this.#detail = head;
    this.#interaction.hover = undefined;
    this.#interaction.cursor = undefined;
    if (head) this.#group.tell(head);
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#announceSelect());
  }

  #announceLoad(parts: AttentionData[]): void {
    const { kind, source, layers, heads, queries, keys } = parts[0]!;
    this.#detail = undefined;
    this.#pinnedKey = undefined;
    this.#live.loaded(parts[0]!);
    this.#zoom.part = undefined;
    this.#figure.forget();
    emit(this.#host, 'attention-load', { kind, source, layers, heads, queries, keys, parts });
  }

  #announceSelect(): void {
    if (this.#picture)
      emit(this.#host, 'attention-select', this.#detailOf(this.#picture, this.#picture.pinned));
  }

  #announceHover(byKeyboard: boolean): void {
    void this.#host.updateComplete.then(() => {
      if (!this.#picture) return;
      const { hover } = this.#interaction;
      if (!byKeyboard) this.#group.tell({ hover });
      emit(this.#host, 'attention-hover', hover ? this.#detailOf(this.#picture, this.#picture.focus) : {});
    });
  }

  #detailOf(picture: Picture, focus: Picture['focus']): AttentionSubjectDetail {
    return subjectDetail(picture, this.#detail ? { ...this.#detail, ...focus } : focus);
  }

  async #run(command: Command): Promise<void> {
    if (command === 'table') this.#tableShown = !this.#tableShown;
    else if (this.#picture) {
      const { runCommand } = await import('./save.js');
      this.#message = await runCommand(command, this, this.#picture, this.#strings);
    }
    this.#host.requestUpdate();
  }
}
