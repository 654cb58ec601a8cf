import type { PropertyValues, TemplateResult } from 'lit';
import type { BlockPath } from '../core/architecture/architecture.js';
import { blockAt } from '../core/architecture/blocks.js';
import { childrenOf, nearestPath, checkPath } from '../core/architecture/paths.js';
import type { DiagramData } from '../scene/diagram/diagram.js';
import { diagramScene } from '../scene/diagram/diagram-scene.js';
import { stageNumbers } from '../scene/diagram/stage-numbers.js';
import { controlsStyles } from './controls.styles.js';
import { diagramInputs, type DiagramAttributes } from './diagram-attributes.js';
import { diagramTemplate, type DiagramPicture } from './diagram-body.template.js';
import { Comparison } from './diagram-comparison.js';
import { DiagramReader, type DiagramContent } from './diagram-input.js';
import { DiagramInteraction } from './diagram-interaction.js';
import { DiagramMotion } from './diagram-motion.js';
import { aboutOf, inLanguage, nameOf, placeOf } from './diagram-names.js';
import { nothingPlayed, PlayStage } from './diagram-playing.js';
import { readDiagramOptions, type DiagramOptions } from './diagram-options.js';
import { Permalink } from './diagram-permalink.js';
import { headInGroup } from './diagram-sync.js';
import { diagramStringsFor, type DiagramStrings } from './diagram-strings.js';
import { diagramStyle, drawingWidth } from './diagram.styles.js';
import { placeDiagramTooltip } from './diagram-tooltip.js';
import { diagramWords } from './drawn-words.js';
import { emit } from './events.js';
import { Figure } from './figure.js';
import type { ElementBody } from './lazy-element.js';
import { PageLook } from './page-look.js';
import { Problems, type Problem } from './problems.js';
import { StepPlayer, usualPace } from './step-player.js';
import { fill, languageOf } from './strings.js';
import { SyncGroup } from './sync.js';
import type { Command } from './toolbar.js';
import { viewBodyStyles } from './view-body.styles.js';
export { turnOf } from './turns.js';

/** Styles of all that the body renders. */
export const diagramStyles = [viewBodyStyles, controlsStyles, diagramStyle];

/** What `<transformer-diagram>` does once it is near the viewport. */
export class DiagramBody implements ElementBody {
  readonly #host: DiagramAttributes;
  readonly #figure: Figure;
  readonly #look: PageLook;
  readonly #reader: DiagramReader;
  readonly #group: SyncGroup;
  readonly #player: StepPlayer;
  readonly #link: Permalink;
  readonly #stage = new PlayStage();
  readonly #comparison = new Comparison(() => this.#host.requestUpdate());
  readonly #motion = new DiagramMotion();
  readonly #interaction = new DiagramInteraction({
    place: () => ({
      scene: this.#picture?.scene,
      architecture: this.#reader.content?.architecture,
      focus: this.#focus,
      numbers: this.#picture?.numbers,
    }),
    requestUpdate: () => this.#host.requestUpdate(),
    open: (path) => this.#openBlock(path),
  });
  #options: DiagramOptions = readDiagramOptions({});
  #strings: DiagramStrings = diagramStringsFor('en');
  #lang = 'en';
  #inputIsNew = true;
  #problem: Problem | undefined;
  #picture: DiagramPicture | undefined;
  /** Block that fills the picture; the last one that there is. */
  #focus: BlockPath = '';
  #playing = nothingPlayed;
  #announced = { focus: '', step: 0 };
  #hasPlayed = false;
  #tableShown = false;
  #message = '';

  constructor(host: DiagramAttributes) {
    this.#host = host;
    [this.#figure, this.#look] = [new Figure(host), new PageLook(host)];
    this.#reader = new DiagramReader(host, {
      load: (content) => this.#announceLoad(content),
      progress: (progress) => emit(host, 'attention-progress', progress),
      stale: () => {
        this.#inputIsNew = true;
        host.requestUpdate();
      },
    });
    this.#group = new SyncGroup(host, (shared) => {
      const head = headInGroup(shared, this.#reader.content?.architecture, this.#focus);
      if (head !== undefined) host.focusPath = head;
    });
    this.#player = new StepPlayer(
      host,
      () => this.#playing,
      () => usualPace / this.#options.speed,
    );
    this.#link = new Permalink(host, ({ focus, step }) => {
      [host.focusPath, host.step] = [focus || undefined, step];
    });
  }

  readonly answers = (): boolean => !!(this.#picture ?? this.#problem);

  get data(): DiagramData | undefined {
    return this.#reader.content?.data;
  }

  /** Starts or stops playing, as the reader would. */
  play(on: boolean): void {
    if (on !== this.#player.playing) this.#player.goTo('play');
  }

  painted(): Promise<void> {
    return this.#figure.painted();
  }

  update(changed: PropertyValues<DiagramAttributes>): void {
    const host = this.#host;
    const problems = new Problems();
    this.#options = readDiagramOptions(host, { last: this.#options, problems: problems.aside });
    this.#lang = languageOf(host);
    this.#strings = diagramStringsFor(this.#lang);
    this.#look.want(this.#options.theme, host.palette);
    this.#group.join(host.sync);
    this.#link.use(host.hash);
    this.#readInput(changed);
    problems.attempt(() => this.#takeFocus(), problems.aside);
    problems.attempt(() => this.#compose());
    if (this.#reader.problem) problems.grave.unshift(this.#reader.problem);
    if (this.#look.problem) problems.aside.push(this.#look.problem);
    this.#problem = problems.tell(host, this.#problem);
  }

  render(): TemplateResult {
    return diagramTemplate({
      picture: this.#picture,
      ...this.#look.frame,
      problem: this.#problem,
      progress: this.#reader.progress,
      swallows: this.#reader.swallows,
      options: this.#options,
      strings: this.#strings,
      lang: this.#lang,
      interaction: this.#interaction,
      comparison: this.#options.compare === 'rnn' ? this.#comparison : undefined,
      play: { ...this.#playing, playing: this.#player.playing },
      tableShown: this.#tableShown,
      message: this.#message,
      open: (path) => this.#openBlock(path),
      goTo: (to) => this.#goTo(to),
      setSpeed: (speed) => (this.#host.speed = speed),
      run: (command) => void this.#run(command),
    });
  }

  paint(): void {
    const picture = this.#picture;
    const { theme } = this.#look;
    const root = this.#host.renderRoot;
    const canvas = root.querySelector('canvas');
    if (!picture || !theme || !canvas) return;
    const { scene, focus } = picture;
    this.#motion.show({ scene, focus, step: this.#playing.step }, (next) =>
      this.#figure.show(canvas, next, theme),
    );
    placeDiagramTooltip(root, scene, this.#interaction.hover);
    this.#announce();
    this.#autoplay();
  }

  async toBlob(type: string): Promise<Blob> {
    const picture = this.#picture;
    const { theme } = this.#look;
    if (!picture || !theme) throw new Error('there is no picture yet: wait for diagram-load');
    const { saveDiagram } = await import('./diagram-save.js');
    return saveDiagram(picture, theme, type);
  }

  #readInput(changed: PropertyValues<DiagramAttributes>): void {
    if (diagramInputs.some((name) => changed.has(name))) this.#inputIsNew = true;
    const wait =
      DiagramReader.needsNetwork(this.#host) && this.#options.loading === 'lazy' && !this.#figure.near;
    if (!this.#inputIsNew || wait) return;
    this.#inputIsNew = false;
    this.#reader.read(this.#host);
  }

  /** The block that is wanted; where there is none of that name, the last one stays. */
  #takeFocus(): void {
    const architecture = this.#reader.content?.architecture;
    if (!architecture) return;
    const wanted = (this.#host.focusPath ?? '').trim();
    const before = this.#focus;
    this.#focus = nearestPath(architecture, before);
    checkPath(architecture, wanted);
    this.#focus = wanted;
    if (wanted !== before) this.#interaction.moved(wanted);
  }

  #compose(): void {
    const [width, { theme, measure }] = [this.#look.within(this.#figure.width), this.#look];
    if (!this.#reader.content || !theme || width === 0) return;
    const content = inLanguage(this.#reader.content, this.#strings);
    const { architecture, data } = content;
    const { hover, cursor, value } = this.#interaction;
    const [focus, strings] = [this.#focus, this.#strings];
    const block = blockAt(architecture, focus);
    const { step } = this.#options;
    const comparison = this.#options.compare === 'rnn' ? this.#comparison : undefined;
    const frame = { width: drawingWidth(width, this.#options), theme, measure };
    const shown = comparison?.compose({ content, step, strings, lang: this.#lang, ...frame });
    this.#playing = comparison?.playing ?? this.#stage.at(content, focus, step, strings, this.#lang);
    const scene =
      shown ??
      diagramScene({
        architecture,
        data,
        focus,
        hover: hover?.type === 'block' ? hover.path : undefined,
        cursor,
        play: this.#playing.state,
        value: hover?.type === 'value' ? { row: hover.row, column: hover.column } : value,
        words: diagramWords(strings),
        ...frame,
      });
    this.#picture = {
      scene,
      architecture,
      content,
      focus,
      block,
      total: focus === '' ? block.parameters : blockAt(architecture, '').parameters,
      numbers:
        data && childrenOf(architecture, focus).length === 0
          ? stageNumbers(architecture, data, focus)
          : undefined,
      nameOf: (path) => nameOf(architecture, path, strings),
    };
  }

  #openBlock(path: BlockPath): void {
    if (path === this.#focus) return;
    const { architecture } = this.#reader.content ?? {};
    if (!architecture) return;
    this.#host.focusPath = path || undefined;
    const place = placeOf(path);
    if (place.head !== undefined) this.#group.tell(place);
    const about = aboutOf(architecture, blockAt(architecture, path), this.#strings, this.#lang);
    this.#message = fill(this.#strings.openBlock, { name: nameOf(architecture, path, this.#strings), about });
  }

  #goTo(to: number | 'play' | 'leave'): void {
    if (to !== 'leave') return this.#player.goTo(to);
    if (this.#player.playing) this.#player.goTo('play');
    this.#host.step = undefined;
  }

  #autoplay(): void {
    if (!this.#host.autoplay || this.#hasPlayed || !this.#figure.near) return;
    this.#hasPlayed = true;
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.play(true);
  }

  #announceLoad({ architecture, data }: DiagramContent): void {
    const { parameters } = blockAt(architecture, '');
    this.#figure.forget();
    emit(this.#host, 'diagram-load', { architecture, parameters, ...(data && { data }) });
  }

  /** Tells of another block or step once it is shown. */
  #announce(): void {
    const last = this.#announced;
    const { step, count, state, caption } = this.#playing;
    const { focus, block } = this.#picture!;
    this.#announced = { focus, step };
    if (focus !== last.focus) emit(this.#host, 'diagram-focus', { path: focus, block, ...placeOf(focus) });
    if (step !== last.step) {
      emit(this.#host, 'diagram-step', { step, count, active: state?.active ?? [], caption });
    }
    if (focus !== last.focus || step !== last.step) this.#link.write({ focus, ...(step && { step }) });
  }

  async #run(command: Command): Promise<void> {
    if (command === 'table') this.#tableShown = !this.#tableShown;
    else if (this.#picture) {
      const { runDiagramCommand } = await import('./diagram-save.js');
      this.#message = await runDiagramCommand(command, this, this.#picture, this.#strings);
    }
    this.#host.requestUpdate();
  }
}
