import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { removalOptions, type Removal } from "../removal";

export interface ImageRepositoryArgs {
  /** Encrypts the images. AWS replaces the repository when it changes. */
  key: Key;
  /** 2 to 256 lower-case letters, digits, `-`, `_`, `.` and `/`. Default the component's name. */
  repositoryName?: string;
  /** How many tagged images are kept, the newest, 1 to 10000; what they consist of does not count. Default 30. */
  keptImages?: number;
  /** Default `retain`: a repository with images cannot be deleted. */
  removal?: Removal;
  tags?: Record<string, pulumi.Input<string>>;
}

const TYPE = "platform:compute:ImageRepository";
const PAGE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html";

/**
 * A private repository of container images: encrypted, scanned when pushed to, and with tags that never move.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export class ImageRepository extends PlatformComponent {
  readonly repository: aws.ecr.Repository;
  readonly arn: pulumi.Output<string>;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly url: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError for a name or number that ECR would refuse */
  constructor(name: string, args: ImageRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = inputChecks(TYPE, name);
    const form = /^(?=.{2,256}$)[a-z0-9]+([._/-][a-z0-9]+)*$/;
    check.matches("repositoryName", args.repositoryName, form, "lower-case letters and digits with ._-/ between", PAGE);
    check.integer("keptImages", args.keptImages, 1, 10_000, PAGE);
    super("compute", "ImageRepository", name, opts);
    this.repository = new aws.ecr.Repository(
      `${name}-repository`,
      {
        name: args.repositoryName ?? name,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.key.arn }],
        forceDelete: args.removal === "destroy",
        tags: args.tags,
      },
      this.childOptions(removalOptions(args.removal)),
    );
    this.arn = this.repository.arn;
    this.url = this.repository.repositoryUrl;
    new aws.ecr.LifecyclePolicy(
      `${name}-lifecycle`,
      {
        repository: this.repository.name,
        policy: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              description: "Keeps the newest images.",
              selection: {
                tagStatus: "tagged",
                tagPatternList: ["*"],
                countType: "imageCountMoreThan",
                countNumber: args.keptImages ?? 30,
              },
              action: { type: "expire" },
            },
            {
              // An image for several processors is a list of untagged ones, which ECR keeps as long as the list. Were they
              // counted, a handful of images would push out the one that runs.
              rulePriority: 2,
              description: "Removes untagged images that belong to none.",
              selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
              action: { type: "expire" },
            },
          ],
        }),
      },
      this.childOptions(),
    );
    this.monitoring = { title: `Images ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ arn: this.arn, url: this.url });
  }

  /** Lets a grantee pull images. ECR decrypts them itself, by a grant on the key. */
  grantPull(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`pull-${this.componentName}`, [
      {
        sid: "PullImages",
        actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        resources: [this.arn],
      },
      {
        sid: "LogIn",
        actions: ["ecr:GetAuthorizationToken"],
        resources: ["*"],
        wildcardReason: "A token is for the account's registry; the action takes no resource.",
      },
    ]);
  }
}
