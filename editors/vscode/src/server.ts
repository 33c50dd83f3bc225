// The server's process, and the client that talks to it.

import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, State as ClientState } from 'vscode-languageclient/node';

import { wordsOf } from './failure';
import { Polling } from './polling';
import { findProgram, NoProgram } from './program';
import { clickable, lenses } from './references';
import { renaming } from './renaming';
import { keysOfServer, settingsThatAreSet } from './settings';
import { Status } from './status';
import { readsFilesOnly, readsOnly } from './untrusted';

/** The server: one process for all folders of the workspace. */
export class Server implements vscode.Disposable {
  readonly status = new Status();
  private readonly polling = new Polling();
  private readonly log = vscode.window.createOutputChannel('Wikilinks', { log: true });
  private readonly readied = new vscode.EventEmitter<void>();
  private running: LanguageClient | undefined;
  private program = '';
  private turn: Promise<void> = Promise.resolve();

  /** The server has come up, or has read a vault. */
  readonly onReady = this.readied.event;

  constructor(private readonly context: vscode.ExtensionContext) {}

  /** The client, while it can be asked. */
  get client(): LanguageClient | undefined {
    return this.running?.state === ClientState.Running ? this.running : undefined;
  }

  /** Starts the server, after ending the one that runs. Tells a person when that fails. */
  restart(): Promise<void> {
    this.turn = this.turn.then(() => this.end()).then(() => this.start());
    return this.turn;
  }

  /** Restarts when another program is to be taken than the one that runs. */
  async programMayHaveChanged(): Promise<void> {
    const program = await this.find().catch(() => undefined);
    if (program !== this.program) {
      await this.restart();
    }
  }

  /** Ends the server. */
  stop(): Promise<void> {
    this.turn = this.turn.then(() => this.end());
    return this.turn;
  }

  /**
   * Has the server carry out one of its commands, with the one argument that it takes.
   *
   * @throws when the server is not ready, does not know the command, or refuses; the message says why.
   */
  async execute<T>(command: string, argument: object): Promise<T> {
    const client = this.client;
    if (client === undefined) {
      throw new Error('The server is not ready.');
    }
    const known = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    if (!known.includes(command)) {
      throw new Error(`The server is too old for this: it does not know ${command}.`);
    }
    return client.sendRequest<T>('workspace/executeCommand', { command, arguments: [argument] });
  }

  showLog(): void {
    this.log.show(true);
  }

  dispose(): void {
    this.status.dispose();
    this.polling.dispose();
    this.readied.dispose();
    this.log.dispose();
  }

  private async start(): Promise<void> {
    this.status.show({ kind: 'starting' });
    this.program = '';
    try {
      this.program = await this.find();
      this.log.info(`Starting ${this.program}`);
      const run = { command: this.program, args: ['server'] };
      const client = new LanguageClient('wikilinks', 'Wikilinks', run, this.options());
      client.registerFeature(clickable);
      this.running = client;
      client.onDidChangeState((change) => this.stateChanged(client, change.newState));
      await client.start();
    } catch (error) {
      await this.failed(error);
    }
  }

  private async end(): Promise<void> {
    const client = this.running;
    this.running = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.log.warn(`The server did not end in order: ${String(error)}`);
    }
    this.status.show({ kind: 'stopped' });
  }

  private find(): Promise<string> {
    const set = vscode.workspace.getConfiguration('wikilinks').get('server.path', '');
    return findProgram(set.trim(), this.context.extensionPath);
  }

  private options(): LanguageClientOptions {
    const keys = keysOfServer(this.context.extension.packageJSON);
    return {
      documentSelector: [{ scheme: 'file', language: 'markdown' }],
      outputChannel: this.log,
      initializationFailedHandler: () => false,
      middleware: {
        ...this.polling.middleware,
        ...renaming,
        ...lenses,
        ...readsOnly,
        handleWorkDoneProgress: (token, params, next) => {
          next(token, params);
          this.progressed(String(token), params);
        },
        workspace: {
          ...readsFilesOnly,
          // Word that something has changed: the server then asks.
          didChangeConfiguration: (_sections, next) => next(undefined),
          configuration: (params) =>
            params.items.map((item) => (item.section === 'wikilinks' ? settingsThatAreSet(keys) : null)),
        },
      },
    };
  }

  /** The server tells how far it has read a vault. */
  private progressed(token: string, params: { kind: string; title?: string; message?: string }): void {
    if (!token.startsWith('wikilinks/load/')) {
      return;
    }
    if (params.kind === 'end') {
      this.ready();
    } else {
      this.status.show({ kind: 'reading', what: params.title ?? params.message ?? 'Reading' });
    }
  }

  private stateChanged(client: LanguageClient, state: ClientState): void {
    if (client !== this.running) {
      return;
    }
    if (state === ClientState.Running) {
      this.ready();
    } else if (state === ClientState.Starting) {
      this.status.show({ kind: 'starting' });
    } else {
      this.status.show({ kind: 'failed', why: 'The server has ended. Its log may say why.' });
    }
  }

  private ready(): void {
    const server = this.running?.initializeResult?.serverInfo;
    this.status.show({ kind: 'ready', server: `${server?.name} ${server?.version}, ${this.program}` });
    this.polling.noteChange();
    this.readied.fire();
  }

  private async failed(error: unknown): Promise<void> {
    const why = wordsOf(error);
    this.status.show({ kind: 'failed', why });
    this.log.error(why);
    // Nobody waits for the answer: a start that failed is over.
    void (error instanceof NoProgram ? this.offerInstalling(why) : this.offerLog(why));
  }

  private async offerInstalling(why: string): Promise<void> {
    const [install, settings] = ['How to Install', 'Open Settings'];
    const chosen = await vscode.window.showErrorMessage(why, install, settings);
    if (chosen === install) {
      await vscode.commands.executeCommand('wikilinks.howToInstall');
    } else if (chosen === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'wikilinks.server.path');
    }
  }

  private async offerLog(why: string): Promise<void> {
    const log = 'Show Log';
    if ((await vscode.window.showErrorMessage(`The Wikilinks server did not start: ${why}`, log)) === log) {
      this.showLog();
    }
  }
}
