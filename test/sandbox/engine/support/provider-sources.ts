import * as fs from "node:fs";
import * as path from "node:path";

const MODULE = "github.com/hashicorp/terraform-provider-aws";

/** One service of a made-up Terraform provider. */
export interface MadeUpService {
  /** The constant that names it. */
  readonly name: string;
  readonly resources?: string[];
  readonly dataSources?: string[];
  /** Further files and their text. */
  readonly files?: Record<string, string>;
}

/**
 * Writes the parts of a Terraform provider's sources that the engine's build reads, laid out as the real ones are.
 *
 * @param folder is filled
 * @param services by folder
 */
export function writeProviderSources(folder: string, services: Record<string, MadeUpService>): void {
  const write = (name: string, text: string): void => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  const types = (names: string[] = []): string =>
    names.map((name) => `\t\t{\n\t\t\tTypeName: "${name}",\n\t\t},\n`).join("");
  for (const [name, service] of Object.entries(services)) {
    write(
      `internal/service/${name}/service_package_gen.go`,
      `package ${name}\n\n` +
        `func (p *servicePackage) EphemeralResources(ctx context.Context) {\n${types(["aws_passing"])}}\n\n` +
        `func (p *servicePackage) FrameworkDataSources(ctx context.Context) {\n}\n\n` +
        `func (p *servicePackage) FrameworkResources(ctx context.Context) {\n${types(service.resources?.slice(1))}}\n\n` +
        `func (p *servicePackage) SDKDataSources(ctx context.Context) {\n${types(service.dataSources)}}\n\n` +
        `func (p *servicePackage) SDKResources(ctx context.Context) {\n${types(service.resources?.slice(0, 1))}}\n\n` +
        `func (p *servicePackage) ServicePackageName() string {\n\treturn names.${service.name}\n}\n`,
    );
    for (const [file, text] of Object.entries(service.files ?? {})) write(`internal/service/${name}/${file}`, text);
  }
  const names = Object.keys(services);
  write(
    "internal/provider/sdkv2/service_packages_gen.go",
    `package sdkv2\n\nimport (\n\t"${MODULE}/internal/conns"\n` +
      names.map((name) => `\t"${MODULE}/internal/service/${name}"\n`).join("") +
      `)\n\nfunc servicePackages() {\n\tv := []conns.ServicePackage{\n` +
      names.map((name) => `\t\t${name}.ServicePackage(ctx),\n`).join("") +
      `\t}\n}\n`,
  );
  write(
    "internal/conns/awsclient_gen.go",
    `package conns\n\nimport (\n\t"context"\n\n` +
      names.map((name) => `\t"github.com/aws/aws-sdk-go-v2/service/${name}"\n`).join("") +
      `)\n\n` +
      Object.entries(services)
        .map(
          ([name, service]) =>
            `func (c *AWSClient) ${service.name}Client(ctx context.Context) *${name}.Client {\n` +
            `\treturn errs.Must(client[*${name}.Client](ctx, c, names.${service.name}, make(map[string]any)))\n}\n`,
        )
        .join("\n"),
  );
  write("internal/provider/sdkv2/provider.go", `package sdkv2\n\nimport (\n\t"${MODULE}/internal/conns"\n)\n`);
  write("version/VERSION", "9.9.9\n");
}
