import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { parseMembers, type Shape } from "./declared-shapes";

/** What @pulumi/aws declares of one resource or function. */
export interface Declaration {
  /** The type token, "aws:kms/key:Key". */
  readonly token: string;
  /** The arguments. */
  readonly inputs: Record<string, Shape>;
  /** A resource's state, or a function's result. */
  readonly outputs: Record<string, Shape>;
}

/**
 * Reads the declarations that @pulumi/aws ships, which are the contract a provider plugin has to serve.
 *
 * @example new Declarations().of("aws:kms/key:Key").inputs.description
 */
export class Declarations {
  /** The members of every object type met so far, by its name: "inputs.kms.KeyArgs". */
  readonly types: Record<string, Record<string, Shape>> = {};

  private tables: Record<"inputs" | "outputs", Map<string, ts.InterfaceDeclaration>> | undefined;

  /** @param folder the package's folder; the installed one by default */
  constructor(readonly folder = path.dirname(require.resolve("@pulumi/aws/package.json"))) {}

  /**
   * Reads one type.
   *
   * @param token of a resource, "aws:kms/key:Key", or a function, "aws:index/getRegion:getRegion"
   * @throws Error when the package does not declare the token
   */
  of(token: string): Declaration {
    const file = this.fileOf(token);
    if (!file) throw new Error(`@pulumi/aws declares no type ${token}; check its spelling.`);
    const name = token.split(":")[2] as string;
    const isFunction = isFunctionToken(token);
    const own = isFunction ? name.charAt(0).toUpperCase() + name.slice(1) : name;
    const interfaces = this.interfacesOf(file);
    return {
      token,
      inputs: this.membersOf(interfaces.get(`${own}Args`)),
      outputs: this.membersOf(interfaces.get(isFunction ? `${own}Result` : `${own}State`)),
    };
  }

  /** Reads the arguments of the provider itself. */
  config(): Record<string, Shape> {
    return this.membersOf(this.interfacesOf(path.join(this.folder, "provider.d.ts")).get("ProviderArgs"));
  }

  /** Tells whether the package declares the token. */
  has(token: string): boolean {
    return this.fileOf(token) !== undefined;
  }

  private fileOf(token: string): string | undefined {
    const match = /^aws:([\w-]+)\/(\w+):(\w+)$/.exec(token);
    if (!match) return undefined;
    const module = match[1] === "index" ? "" : (match[1] as string);
    const file = path.join(this.folder, module, `${match[2]}.d.ts`);
    const program = file.replace(/\.d\.ts$/, ".js");
    if (!fs.existsSync(file) || !fs.existsSync(program)) return undefined;
    return fs.readFileSync(program, "utf8").includes(token) ? file : undefined;
  }

  private interfacesOf(file: string): Map<string, ts.InterfaceDeclaration> {
    const found = new Map<string, ts.InterfaceDeclaration>();
    for (const statement of parse(file).statements) {
      if (ts.isInterfaceDeclaration(statement)) found.set(statement.name.text, statement);
    }
    return found;
  }

  private membersOf(declaration: ts.InterfaceDeclaration | undefined): Record<string, Shape> {
    return parseMembers(declaration, (name) => this.readType(name));
  }

  private readType(name: string): void {
    if (this.types[name]) return;
    this.tables ??= {
      inputs: interfacesByPath(path.join(this.folder, "types/input.d.ts")),
      outputs: interfacesByPath(path.join(this.folder, "types/output.d.ts")),
    };
    const [table, ...own] = name.split(".");
    // Noted before its members are read: some types hold themselves.
    this.types[name] = {};
    this.types[name] = this.membersOf(this.tables[table as "inputs" | "outputs"].get(own.join(".")));
  }
}

/** Tells a function's token from a resource's: a function's name begins in lower case. */
export function isFunctionToken(token: string): boolean {
  return /^[a-z]/.test(token.split(":")[2] ?? "");
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

/** Finds all interfaces of a file under their path of namespaces, "kms.KeyArgs". */
function interfacesByPath(file: string): Map<string, ts.InterfaceDeclaration> {
  const found = new Map<string, ts.InterfaceDeclaration>();
  const visit = (statement: ts.Statement, prefix: string): void => {
    if (ts.isInterfaceDeclaration(statement)) found.set(prefix + statement.name.text, statement);
    if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)) {
      for (const inner of statement.body.statements) visit(inner, `${prefix}${statement.name.text}.`);
    }
  };
  for (const statement of parse(file).statements) visit(statement, "");
  return found;
}
