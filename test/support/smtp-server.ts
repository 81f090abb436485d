import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface ReceivedMail {
  to: string;
  data: string;
}

/** Just enough of a mail server: keeps what it is sent, refuses what `answer` says, or never says a word. */
export class SmtpServer {
  readonly received: ReceivedMail[] = [];
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(private readonly answer: (to: string) => number | 'silence') {
    this.server = createServer((socket) => this.serve(socket));
  }

  /** `answer` decides for each recipient: 250 takes the mail, another code refuses it. */
  static async start(answer: (to: string) => number | 'silence' = () => 250): Promise<SmtpServer> {
    const smtp = new SmtpServer(answer);
    await new Promise<void>((resolve) => {
      smtp.server.listen(0, '127.0.0.1', resolve);
    });
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private serve(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    if (this.answer('') === 'silence') return;
    let to = '';
    let data: string | null = null;
    let pending = '';
    socket.write('220 test\r\n');
    socket.on('data', (chunk) => {
      pending += chunk.toString('utf8');
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        if (data !== null) {
          if (line !== '.') data += `${line}\n`;
          else {
            this.received.push({ to, data });
            data = null;
            socket.write('250 taken\r\n');
          }
        } else if (line.startsWith('RCPT TO:')) {
          to = /<(.*)>/.exec(line)?.[1] ?? '';
          const code = this.answer(to);
          socket.write(`${code} as it is\r\n`);
        } else if (line === 'DATA') {
          data = '';
          socket.write('354 go on\r\n');
        } else socket.write('250 fine\r\n');
      }
    });
  }
}
