import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  ResourceConflictException,
  ResourceNotFoundException,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";

interface Configuration {
  Version: string;
  MemorySize: number;
  Description: string;
}
interface Input {
  FunctionName: string;
  Name: string;
  Qualifier?: string;
  Description: string;
  MemorySize: number;
}

/** One function with versions and aliases, with Lambda's rules for them. */
export class FakeLambda {
  latest: Configuration = { Version: "$LATEST", MemorySize: 256, Description: "" };
  versions: Configuration[] = [{ Version: "1", MemorySize: 256, Description: "" }];
  aliases = new Map<string, string>();
  timeout = 10;
  codeOfAlias = "sha";
  /** Calls in order, by name. */
  calls: string[] = [];
  /** Throws before the call of this name is done, once. */
  failAt?: string;
  private number = 1;

  /** Answers for the SDK's client. */
  answer(mock: any): void {
    const on = (command: any, work: (input: Input) => unknown) =>
      mock.on(command).callsFake((input: Input) => {
        this.calls.push((command.name as string).replace("Command", ""));
        if (this.failAt === this.calls.at(-1)) {
          this.failAt = undefined;
          throw Object.assign(new Error("killed"), { name: "Killed" });
        }
        return work(input);
      });
    on(GetFunctionConfigurationCommand, ({ Qualifier }) => {
      const found = Qualifier ? this.versions.find(({ Version }) => Version === Qualifier) : this.latest;
      const isAlias = Qualifier && !/^\d+$/.test(Qualifier);
      return {
        ...found,
        CodeSha256: isAlias ? this.codeOfAlias : "sha",
        Timeout: this.timeout,
        Architectures: ["arm64"],
        State: "Active",
        LastUpdateStatus: "Successful",
      };
    });
    on(UpdateFunctionConfigurationCommand, ({ MemorySize }) => (this.latest = { ...this.latest, MemorySize }));
    on(PublishVersionCommand, ({ Description }) => {
      const last = this.versions.at(-1);
      // Lambda publishes none where nothing has changed.
      if (last?.MemorySize === this.latest.MemorySize) return last;
      const version = { ...this.latest, Version: String(++this.number), Description };
      this.versions.push(version);
      return version;
    });
    on(ListVersionsByFunctionCommand, () => ({ Versions: [this.latest, ...this.versions] }));
    on(DeleteFunctionCommand, ({ Qualifier }) => {
      if (!Qualifier) throw new Error("the function would be gone");
      this.versions = this.versions.filter(({ Version }) => Version !== Qualifier);
      return {};
    });
    on(CreateAliasCommand, ({ Name, Description }) => {
      if (this.aliases.has(Name)) throw new ResourceConflictException({ message: "", $metadata: {} });
      this.aliases.set(Name, Description);
      return {};
    });
    on(GetAliasCommand, ({ Name }) => {
      if (!this.aliases.has(Name)) throw new ResourceNotFoundException({ message: "", $metadata: {} });
      return { Description: this.aliases.get(Name) };
    });
    on(UpdateAliasCommand, ({ Name, Description }) => ({ ...this.aliases.set(Name, Description) }));
    on(DeleteAliasCommand, ({ Name }) => ({ removed: this.aliases.delete(Name) }));
  }
}
