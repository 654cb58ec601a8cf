/** embed.html?view=matrix&tokens=I+love+cats: one figure for hosts that forbid scripts but allow frames. */
(() => {
  const library = '../dist/cdn/';
  const { searchParams } = new URL(location.href);
  const root = document.documentElement;
  const main = document.querySelector('main');

  // constructed, since a style element needs 'unsafe-inline' under a Content-Security-Policy
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(`
    :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
    body { margin: 0; box-sizing: border-box; padding: 0.5rem; }
    p { margin: 0; line-height: 1.5; }
    h1 { position: absolute; margin: 0; clip-path: inset(50%); font-size: 1rem; white-space: nowrap; }
  `);
  document.adoptedStyleSheets = [sheet];

  const absent = {
    en: 'The figure could not be loaded. Put the whole folder dist/cdn on the server: this page needs attention-elements.js or attention-elements.single.js beside it, and a Content-Security-Policy, if there is one, must allow them (script-src).',
    ko: '그림을 불러오지 못했습니다. dist/cdn 폴더를 통째로 서버에 올려 주세요. 이 페이지 옆에 attention-elements.js나 attention-elements.single.js가 있어야 하고, Content-Security-Policy가 있다면 이를 허용해야 합니다(script-src).',
  };

  const classic = (src) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      Object.assign(script, { onload: resolve, onerror: reject, src });
      document.head.append(script);
    });

  /** In a sandboxed frame, and in a page from the file system, a module does not come; a classic script does. */
  const load = () =>
    import(`${library}attention-elements.js`).catch(() => classic(`${library}attention-elements.single.js`));

  function figure() {
    const tag = searchParams.get('tag') === 'transformer-diagram' ? 'transformer-diagram' : 'attention-view';
    const made = document.createElement(tag);
    for (const [name, value] of searchParams) {
      // listeners and styles of a stranger's address are not wanted
      if (!['tag', 'style', 'lang'].includes(name) && !name.startsWith('on')) made.setAttribute(name, value);
    }
    return made;
  }

  /** An open menu lies above the page and adds nothing to its height: the page makes room for it. */
  function makeRoom(shown) {
    const menu = shown.shadowRoot?.querySelector('[part~=menu][open] > div');
    const bottom = menu ? Math.ceil(menu.getBoundingClientRect().bottom + root.scrollTop) + 8 : 0;
    document.body.style.minHeight = bottom ? `${bottom}px` : '';
    // a frame that nobody makes higher
    if (bottom > root.scrollTop + window.innerHeight) root.scrollTop = bottom - window.innerHeight;
  }

  /** A page that listens can give the frame the height that the figure needs. */
  function tellHeight() {
    const height = Math.ceil(root.getBoundingClientRect().height);
    window.parent.postMessage({ type: 'attention-elements:height', height }, '*');
  }

  async function start() {
    const lang = searchParams.get('lang');
    if (lang !== null) root.lang = lang;
    try {
      await load();
      const shown = figure();
      main.append(shown);
      for (const type of ['click', 'keyup', 'focusin', 'focusout']) {
        // menus open and close after these
        addEventListener(type, () => requestAnimationFrame(() => makeRoom(shown)));
      }
    } catch {
      const text = document.createElement('p');
      text.textContent = absent[lang?.split('-')[0]] ?? absent.en;
      main.append(text);
    }
    new window.ResizeObserver(tellHeight).observe(root);
  }

  start();
})();
