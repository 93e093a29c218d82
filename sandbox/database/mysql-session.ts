import * as crypto from "node:crypto";
import type { Socket } from "node:net";
import * as tls from "node:tls";
import { executedValues } from "./executed-values";
import { PacketReader } from "./packet-reader";
import * as packets from "./packets";
import { parametersOf, type SqlDatabase, type SqlValue } from "./sql-database";

/** Who logs in, as the client tells it. */
export interface Login {
  user: string;
  database: string;
  /** What was sent in place of a password. */
  token: string;
  /** The name that the client looks for in the certificate. */
  host: string;
}

/** Why a login is refused. */
export interface Refusal {
  refused: string;
}

export interface SessionOptions {
  connectionId: number;
  /** Key and certificate, in PEM. */
  certificate: () => { key: string; cert: string };
  /** Opens the database, or tells why not. */
  login: (login: Login) => Promise<SqlDatabase | Refusal>;
}

const ACCESS_DENIED = 1045;
const TLS_REQUIRED = 3159;
const UNKNOWN_COMMAND = 1047;
const SYNTAX = 1064;
const COMMAND = {
  quit: 1,
  initDatabase: 2,
  query: 3,
  ping: 14,
  prepare: 22,
  execute: 23,
  close: 25,
  reset: 31,
} as const;

/**
 * One client's connection, as RDS Proxy has it: TLS or nothing, a token in place of a password, then statements.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html
 */
export class MysqlSession {
  private sequence = 0;
  private pending = Buffer.alloc(0);
  private readonly statements = new Map<number, { sql: string; types: number[] }>();
  private database: SqlDatabase | undefined;
  /** What takes the next packet. */
  private take: (packet: Buffer) => void | Promise<void> = (packet) => this.greeted(packet);
  private isTaking = false;
  private host = "";
  private user = "";
  private databaseName = "";

  constructor(
    private socket: Socket,
    private readonly options: SessionOptions,
  ) {
    this.listen();
    this.send(
      packets.greeting(options.connectionId, Buffer.from(crypto.randomBytes(20).map((byte) => (byte % 255) + 1))),
    );
  }

  /** Ends the connection at once, as a failover does. */
  drop(): void {
    this.socket.destroy();
  }

  private listen(): void {
    this.socket.on("error", () => this.socket.destroy());
    this.socket.on("data", (bytes: Buffer) => {
      this.pending = Buffer.concat([this.pending, bytes]);
      void this.takeAll();
    });
  }

  /** One packet after the other, also where one has to be waited for. */
  private async takeAll(): Promise<void> {
    if (this.isTaking) return;
    this.isTaking = true;
    while (this.pending.length >= 4 && this.pending.length >= 4 + this.pending.readUIntLE(0, 3)) {
      const end = 4 + this.pending.readUIntLE(0, 3);
      const packet = this.pending.subarray(4, end);
      this.sequence = (this.pending[3]! + 1) & 0xff;
      this.pending = this.pending.subarray(end);
      try {
        await this.take(packet);
      } catch (error) {
        this.send(packets.failure(SYNTAX, (error as Error).message, "42000"));
      }
    }
    this.isTaking = false;
  }

  private send(...payloads: Buffer[]): void {
    for (const payload of payloads) {
      const header = Buffer.concat([packets.integer(payload.length, 3), Buffer.of(this.sequence)]);
      this.sequence = (this.sequence + 1) & 0xff;
      this.socket.write(Buffer.concat([header, payload]));
    }
  }

  private greeted(packet: Buffer): void {
    const capabilities = packet.readUInt32LE(0);
    if (!(capabilities & packets.CAPABILITY.tls)) {
      this.send(packets.failure(TLS_REQUIRED, "Connections using insecure transport are prohibited.", "HY000"));
      this.socket.end();
      return;
    }
    const plain = this.socket;
    plain.removeAllListeners("data").pause();
    // What came with the wish for TLS is TLS already.
    if (this.pending.length) plain.unshift(this.pending);
    this.pending = Buffer.alloc(0);
    const secure = new tls.TLSSocket(plain, {
      isServer: true,
      secureContext: tls.createSecureContext({ ...this.options.certificate(), minVersion: "TLSv1.2" }),
      SNICallback: (name, done) => {
        this.host = name;
        done(null);
      },
    });
    this.socket = secure;
    this.take = (next) => this.introduced(next);
    this.listen();
  }

  private introduced(packet: Buffer): void {
    const reader = new PacketReader(packet);
    const capabilities = reader.integer(4);
    reader.skip(28);
    this.user = reader.untilZero();
    reader.skip(
      capabilities & packets.CAPABILITY.lengthEncodedAuthentication ? reader.lengthEncoded() : reader.integer(1),
    );
    if (capabilities & packets.CAPABILITY.connectWithDatabase) this.databaseName = reader.untilZero();
    this.take = (next) => this.authenticated(next);
    this.send(packets.askForToken);
  }

  private async authenticated(packet: Buffer): Promise<void> {
    const { user, databaseName: database, host } = this;
    const token = new PacketReader(packet).untilZero();
    const answer = await this.options.login({ user, database, token, host });
    if ("refused" in answer) {
      this.send(packets.failure(ACCESS_DENIED, `Access denied for user '${user}': ${answer.refused}`, "28000"));
      this.socket.end();
      return;
    }
    this.database = answer;
    this.take = (next) => this.command(next);
    this.send(packets.ok());
  }

  private command(packet: Buffer): void {
    const reader = new PacketReader(packet);
    switch (reader.integer(1)) {
      case COMMAND.quit:
        this.socket.end();
        return;
      case COMMAND.ping:
      case COMMAND.reset:
      case COMMAND.initDatabase:
        return this.send(packets.ok());
      case COMMAND.query:
        return this.answer(reader.rest().toString("utf8"), [], packets.textRow);
      case COMMAND.prepare:
        return this.prepare(reader.rest().toString("utf8"));
      case COMMAND.execute:
        return this.execute(reader);
      case COMMAND.close:
        this.statements.delete(reader.integer(4));
        return;
      default:
        this.send(packets.failure(UNKNOWN_COMMAND, "Unknown command", "08S01"));
    }
  }

  private prepare(sql: string): void {
    const columns = this.database!.columnsOf(sql);
    const parameters = parametersOf(sql);
    const id = this.statements.size + 1;
    this.statements.set(id, { sql, types: [] });
    this.send(packets.prepared(id, columns.length, parameters));
    if (parameters) this.send(...Array.from({ length: parameters }, () => packets.column("?")), packets.endOfPart);
    if (columns.length) this.send(...columns.map((name) => packets.column(name)), packets.endOfPart);
  }

  private execute(reader: PacketReader): void {
    const statement = this.statements.get(reader.integer(4));
    if (!statement) throw new Error("Unknown prepared statement handler");
    reader.skip(5);
    const values = executedValues(reader, parametersOf(statement.sql), statement.types);
    this.answer(statement.sql, values, packets.binaryRow);
  }

  private answer(sql: string, values: SqlValue[], row: (values: SqlValue[]) => Buffer): void {
    const { columns, rows, changed, insertId } = this.database!.run(sql, values);
    if (!columns.length) return this.send(packets.ok(changed, insertId));
    const example = (index: number) => rows.find((each) => each[index] !== null)?.[index] ?? null;
    this.send(
      packets.lengthEncoded(columns.length),
      ...columns.map((name, index) => packets.column(name, example(index))),
      packets.endOfPart,
      ...rows.map(row),
      packets.endOfPart,
    );
  }
}
