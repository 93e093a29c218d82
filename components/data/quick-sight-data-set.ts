import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ServiceRole } from "../access/service-role";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import type { Bucket } from "./bucket";
import { quickSightMonitoring } from "./quick-sight-monitoring";

/** A column of the files, in their order. */
export interface QuickSightColumn {
  /** As the files' header has it. */
  name: string;
  type: "STRING" | "INTEGER" | "DECIMAL" | "DATETIME";
  /** How a `DATETIME` is written, for example `yyyy-MM-dd HH:mm:ss`; left out for the others. */
  format?: string;
}

export interface QuickSightDataSetArgs {
  /** Holds the manifest and the files. */
  bucket: Bucket;
  /** What keys QuickSight may read begin with, for example `trends/`. */
  prefix: string;
  /** Key of the manifest, below the prefix. https://docs.aws.amazon.com/quicksight/latest/user/supported-manifest-file-format.html */
  manifestKey: string;
  /** Id of data source and data set, unique in the account's region: letters, digits, `-` and `_`. */
  dataSetId: string;
  /** What people see it under, up to 128 characters. */
  title: string;
  /** The files are comma-separated, with a header line. */
  columns: QuickSightColumn[];
  /** ARNs of QuickSight users and groups that may use the data set; nobody may change it but the program. At least one. */
  readers: string[];
  /** When SPICE reads the files anew. Default `HOURLY`. */
  refresh?: "HOURLY" | "DAILY";
}

const TYPE = "platform:data:QuickSightDataSet";
const API = "https://docs.aws.amazon.com/quicksight/latest/APIReference/API_";

/** What AWS's console gives to somebody who may use a data set. https://docs.aws.amazon.com/quicksight/latest/APIReference/API_ResourcePermission.html */
const USE = [
  "quicksight:DescribeDataSet",
  "quicksight:DescribeDataSetPermissions",
  "quicksight:DescribeIngestion",
  "quicksight:ListIngestions",
  "quicksight:PassDataSet",
];

/**
 * Files of a bucket as a data set of QuickSight, held in SPICE and read anew by a schedule. The account must subscribe to
 * QuickSight (Enterprise edition) before. QuickSight reads with a role of its own, this prefix of this bucket and nothing
 * else, whatever the account's own QuickSight role may do.
 *
 * @example
 * new QuickSightDataSet("trends", {
 *   bucket, prefix: "trends/", manifestKey: "trends/manifest.json", dataSetId: "prod-trends", title: "Hashtag trends",
 *   columns: [{ name: "hashtag", type: "STRING" }, { name: "count", type: "INTEGER" }],
 *   readers: ["arn:aws:quicksight:us-east-1:111122223333:group/default/analysts"],
 * });
 */
export class QuickSightDataSet extends PlatformComponent {
  readonly dataSource: aws.quicksight.DataSource;
  readonly dataSet: aws.quicksight.DataSet;
  readonly refreshSchedule: aws.quicksight.RefreshSchedule;
  readonly role: ServiceRole;
  readonly monitoring: Monitoring;

  /**
   * @param opts `dependsOn` what puts the manifest and the first files there: QuickSight reads both at once
   * @throws InputError for an argument that QuickSight would refuse
   */
  constructor(name: string, args: QuickSightDataSetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data", "QuickSightDataSet", name, opts);
    checkArgs(name, args);
    this.role = new ServiceRole(
      `${name}-reader`,
      {
        service: "quicksight.amazonaws.com",
        description: `Reads ${args.prefix} for the QuickSight data set ${args.dataSetId}.`,
        // AWS's trust policy for such a role has no condition, and nobody can pass it from another account.
        // https://docs.aws.amazon.com/quicksight/latest/user/security-create-iam-role.html
        boundToAccount: false,
      },
      { parent: this },
    );
    const read = args.bucket.grantRead(this.role, { prefix: args.prefix, list: true });
    this.dataSource = this.createDataSource(args, read);
    this.dataSet = this.createDataSet(args);
    this.refreshSchedule = new aws.quicksight.RefreshSchedule(
      `${name}-refresh`,
      {
        dataSetId: this.dataSet.dataSetId,
        scheduleId: "regular",
        schedule: {
          refreshType: "FULL_REFRESH",
          scheduleFrequency:
            args.refresh === "DAILY"
              ? { interval: "DAILY", timeOfTheDay: "01:00", timezone: "UTC" }
              : { interval: "HOURLY" },
        },
      },
      this.childOptions(),
    );
    this.monitoring = quickSightMonitoring(name, args.dataSetId);
    this.registerOutputs({ dataSetArn: this.dataSet.arn });
  }

  private createDataSource(args: QuickSightDataSetArgs, read: aws.iam.RolePolicy): aws.quicksight.DataSource {
    return new aws.quicksight.DataSource(
      `${this.componentName}-source`,
      {
        dataSourceId: args.dataSetId,
        name: args.title,
        type: "S3",
        parameters: {
          s3: {
            manifestFileLocation: { bucket: args.bucket.bucketName, key: args.manifestKey },
            roleArn: this.role.roleArn,
          },
        },
      },
      // QuickSight reads the manifest while it makes the data source.
      this.childOptions({ dependsOn: [read] }),
    );
  }

  private createDataSet(args: QuickSightDataSetArgs): aws.quicksight.DataSet {
    const { dataSetId, title, columns } = args;
    return new aws.quicksight.DataSet(
      `${this.componentName}-set`,
      {
        dataSetId,
        name: title,
        importMode: "SPICE",
        physicalTableMaps: [
          {
            physicalTableMapId: "files",
            s3Source: {
              dataSourceArn: this.dataSource.arn,
              // Of files that are not JSON, QuickSight takes texts alone, which it then casts.
              inputColumns: columns.map(({ name }) => ({ name, type: "STRING" })),
              uploadSettings: {
                format: "CSV",
                delimiter: ",",
                textQualifier: "DOUBLE_QUOTE",
                containsHeader: true,
                startFromRow: 1,
              },
            },
          },
        ],
        logicalTableMaps: [
          {
            logicalTableMapId: "rows",
            alias: title,
            source: { physicalTableId: "files" },
            dataTransforms: columns
              .filter(({ type }) => type !== "STRING")
              .map(({ name, type, format }) => ({
                castColumnTypeOperation: { columnName: name, newColumnType: type, ...(format && { format }) },
              })),
          },
        ],
        permissions: args.readers.map((principal) => ({ principal, actions: USE })),
      },
      this.childOptions(),
    );
  }
}

function checkArgs(name: string, args: QuickSightDataSetArgs): void {
  const check = inputChecks(TYPE, name);
  check.matches(
    "dataSetId",
    args.dataSetId,
    /^[A-Za-z0-9_-]{1,512}$/,
    "1 to 512 letters, digits, hyphens and underscores",
    `${API}CreateDataSource.html`,
  );
  check.matches("title", args.title, /^[^]{1,128}$/, "1 to 128 characters", `${API}CreateDataSource.html`);
  check.matches(
    "prefix",
    args.prefix,
    /^(?:[\w.-]+\/)+$/,
    "one or more folders, each with a slash at its end, so that nothing else of the bucket can be read",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html",
  );
  if (!args.manifestKey.startsWith(args.prefix) || !args.manifestKey.endsWith(".json"))
    check.fail("manifestKey", args.manifestKey, `use a key that begins with ${args.prefix} and ends with .json`);
  if (args.columns.length === 0) check.fail("columns", "none", "name the files' columns in their order");
  for (const [index, { name: column, type, format }] of args.columns.entries())
    if ((type === "DATETIME") !== (format !== undefined))
      check.fail(`columns[${index}].format`, column, "say how a DATETIME is written, and nothing for another type");
  if (args.readers.length === 0)
    check.fail("readers", "none", "name at least one QuickSight user or group: nobody else sees the data set");
  for (const [index, reader] of args.readers.entries())
    check.matches(
      `readers[${index}]`,
      reader,
      /^arn:[\w-]+:quicksight:[a-z0-9-]+:\d{12}:(?:user|group)\/[\w.-]+\/\S+$/,
      "the ARN of a QuickSight user or group",
      `${API}ResourcePermission.html`,
    );
}
