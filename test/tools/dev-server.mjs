import { startDevServer } from '@web/dev-server';

/** Serves the project as `npm start` does, on a free port. */
export const serveProject = () =>
  startDevServer({
    config: { rootDir: '.', hostname: '127.1', watch: false },
    readCliArgs: false,
    readFileConfig: false,
    logStartMessage: false,
  });
