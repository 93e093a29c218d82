import { expect } from "chai";
import { AccountDefaults } from "../../../components/baseline/account-defaults";
import { ApiGatewayLogging } from "../../../components/baseline/api-gateway-logging";
import { configRules } from "../../../components/baseline/config-rules";
import { ConfigurationRecorder } from "../../../components/baseline/configuration-recorder";
import { RegionDefaults } from "../../../components/baseline/region-defaults";
import { ServiceQuotas } from "../../../components/baseline/service-quotas";
import { TracingDefaults } from "../../../components/baseline/tracing-defaults";
import { Key } from "../../../components/encryption/key";
import { errorOf, record, recordBoth } from "../../support/record";
import { statementsOf } from "../encryption/least-privilege";

const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/account-key-id";
const key = () => new Key("account", { description: "Tests" });

describe("AccountDefaults", () => {
  it("asks for long passwords and blocks public buckets", async () => {
    const { one } = await record(() => new AccountDefaults("account", {}));
    expect(one("aws:iam/accountPasswordPolicy:AccountPasswordPolicy").inputs).to.deep.equal({
      minimumPasswordLength: 14,
      passwordReusePrevention: 24,
      requireLowercaseCharacters: true,
      requireUppercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      maxPasswordAge: 90,
      allowUsersToChangePassword: true,
      hardExpiry: false,
    });
    expect(one("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock").inputs).to.deep.equal({
      accountId: "111122223333",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("cannot be talked out of the length", async () => {
    const overrides = { passwordPolicy: { minimumPasswordLength: 6, maxPasswordAge: 0 } };
    const { one } = await record(() => new AccountDefaults("account", { overrides }));
    expect(one("aws:iam/accountPasswordPolicy:AccountPasswordPolicy").inputs).to.include({
      minimumPasswordLength: 14,
      maxPasswordAge: 0,
    });
  });
});

describe("RegionDefaults", () => {
  it("encrypts volumes with the account's key, asks instances for tokens, and shares nothing", async () => {
    const { one } = await record(() => new RegionDefaults("region", { key: key() }));
    expect(one("aws:ebs/encryptionByDefault:EncryptionByDefault").inputs).to.deep.equal({ enabled: true });
    expect(one("aws:ebs/defaultKmsKey:DefaultKmsKey").inputs).to.deep.equal({ keyArn: KEY_ARN });
    expect(one("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults").inputs).to.deep.equal({
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "disabled",
    });
    expect(one("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess").inputs).to.deep.equal({
      state: "block-all-sharing",
    });
    expect(one("aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess").inputs).to.deep.equal({
      state: "block-new-sharing",
    });
  });
});

describe("ConfigurationRecorder", () => {
  const make = (global: boolean) => () =>
    new ConfigurationRecorder("configuration", {
      bucketName: "example-config-111122223333",
      keyArn: "arn:aws:kms:eu-west-1:444455556666:alias/example-log-archive",
      global,
    });

  it("records everything, delivers to the archive, and starts only then", async () => {
    const [update, preview] = await recordBoth(make(true));
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    expect(update.one("aws:cfg/recorder:Recorder").inputs).to.deep.equal({
      name: "default",
      roleArn: "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      recordingMode: { recordingFrequency: "CONTINUOUS" },
    });
    const channel = update.one("aws:cfg/deliveryChannel:DeliveryChannel");
    expect(channel.inputs).to.deep.equal({
      name: "default",
      s3BucketName: "example-config-111122223333",
      s3KmsKeyArn: "arn:aws:kms:eu-west-1:444455556666:alias/example-log-archive",
      snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
    });
    const status = update.one("aws:cfg/recorderStatus:RecorderStatus");
    expect(status.inputs["isEnabled"]).to.equal(true);
    expect(status.dependsOn).to.include(channel.urn);
    expect(update.ofType("aws:cfg/rule:Rule").map(({ inputs }) => inputs["name"])).to.have.members(
      configRules.map(({ name }) => name),
    );
    expect(update.one("aws:cfg/rule:Rule", "configuration-access-keys-rotated").inputs).to.deep.equal({
      name: "access-keys-rotated",
      description: "A key that is old is a key that has been copied.",
      source: { owner: "AWS", sourceIdentifier: "ACCESS_KEYS_ROTATED" },
      inputParameters: '{"maxAccessKeyAge":"90"}',
    });
  });

  it("leaves what is global to one region", async () => {
    const { ofType, one } = await record(make(false));
    expect(ofType("aws:iam/serviceLinkedRole:ServiceLinkedRole")).to.deep.equal([]);
    expect(one("aws:cfg/recorder:Recorder").inputs["recordingGroup"]).to.deep.equal({
      allSupported: true,
      includeGlobalResourceTypes: false,
    });
    expect(ofType("aws:cfg/rule:Rule")).to.have.length(configRules.filter((rule) => !rule.global).length);
  });
});

describe("ApiGatewayLogging", () => {
  it("gives the gateway its role only once it can write", async () => {
    const { one } = await record(() => new ApiGatewayLogging("api-logs", { region: "eu-west-1" }));
    const attachment = one("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    expect(attachment.inputs).to.deep.equal({
      role: "PlatformApiGatewayLogs-eu-west-1",
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    });
    const account = one("aws:apigateway/account:Account");
    expect(account.inputs).to.deep.equal({
      cloudwatchRoleArn: "arn:aws:iam::111122223333:role/PlatformApiGatewayLogs-eu-west-1",
    });
    expect(account.dependsOn).to.include(attachment.urn);
  });
});

describe("TracingDefaults", () => {
  it("encrypts traces, and takes those of the account's topics", async () => {
    const { one } = await record(() => new TracingDefaults("tracing", { key: key() }));
    expect(one("aws:xray/encryptionConfig:EncryptionConfig").inputs).to.deep.equal({ type: "KMS", keyId: KEY_ARN });
    expect(statementsOf(one("aws:xray/resourcePolicy:ResourcePolicy").inputs["policyDocument"])).to.deep.equal([
      {
        Sid: "AllowTopicsToTrace",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: ["xray:PutTraceSegments", "xray:GetSamplingRules", "xray:GetSamplingTargets"],
        Resource: "*",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          StringLike: { "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:*" },
        },
      },
    ]);
  });
});

describe("ServiceQuotas", () => {
  const make = (requests: object[]) => () => new ServiceQuotas("quotas", { requests: requests as never });

  it("asks for what is listed", async () => {
    const { one } = await record(make([{ service: "lambda", quota: "L-B99A9384", value: 2000 }]));
    expect(one("aws:servicequotas/serviceQuota:ServiceQuota", "quotas-lambda-l-b99a9384").inputs).to.deep.equal({
      serviceCode: "lambda",
      quotaCode: "L-B99A9384",
      value: 2000,
    });
  });

  it("refuses codes, values and duplicates that cannot work", async () => {
    const text = async (...requests: object[]) => (await errorOf(make(requests))).message;
    expect(await text({ service: "Lambda", quota: "L-B99A9384", value: 1 })).to.include(
      "a service code such as lambda",
    );
    expect(await text({ service: "lambda", quota: "concurrency", value: 1 })).to.include("a quota code");
    expect(await text({ service: "lambda", quota: "L-B99A9384", value: 0 })).to.include("a number above 0");
    const request = { service: "lambda", quota: "L-B99A9384", value: 2 };
    expect(await text(request, request)).to.include("ask for each quota once");
  });
});
