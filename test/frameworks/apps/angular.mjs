/** Angular, zoneless, compiled in the browser: `[property]`, `(event)`, and the schema that lets it have other tags. */
import '@angular/compiler';
import {
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  enableProdMode,
  provideZonelessChangeDetection,
  signal,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'attention-elements/define';

class App {
  tokens = ['I', 'see'];
  weights = signal([
    [1, 0],
    [0.25, 0.75],
  ]);

  loaded({ detail }) {
    globalThis.loads.push(detail.queries);
  }

  selected({ detail }) {
    globalThis.selections.push(detail);
  }

  constructor() {
    globalThis.change = () =>
      this.weights.set([
        [0.5, 0.5],
        [1, 0],
      ]);
  }
}
Component({
  selector: '#app',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<attention-view
    [tokens]="tokens" [weights]="weights()" view="matrix"
    (attention-load)="loaded($event)" (attention-select)="selected($event)"
  ></attention-view>`,
})(App);
enableProdMode();
await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
