import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { FUNCTION_ARN } from "./function-arn";
import { tokenAuthorizerSettings } from "./token-authorizer-settings";
import type { AuthorizerSettings } from "./lambda-authorizer";

export interface ExternalAuthorizerArgs {
  /** ARN of an alias or version of the function, for example `arn:aws:lambda:eu-west-1:555566667777:function:tokens:live`. */
  functionArn: string;
  /**
   * Whether the permission for each API is made here, by the component's provider, which then has to be one of the function's account.
   * Default false: the function's owner makes it, of what `sourceArns` tells.
   */
  permissions?: boolean;
  /**
   * Seconds a decision is kept for a token, 0 to 3600. Default 300. API Gateway does not know when a token expires: unless the
   * decision itself denies everything from then on, an expired one works until the decision is forgotten.
   */
  resultTtlSeconds?: number;
}

const TYPE = "platform:access:ExternalAuthorizer";
const PAGE =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-lambda-authorizer-cross-account-lambda-authorizer.html";

/**
 * An authorizer function that somebody else made, in this account or another, for REST APIs that name it by its ARN. It has to
 * know the routes and scopes of every such API: API Gateway keeps its answer for a token and applies it to every route.
 *
 * @example
 * const authorizer = new ExternalAuthorizer("tokens", { functionArn, permissions: true }, { providers: [central] });
 * new RestApi("students", { authorizers: { jwt: { authorizer } }, … });
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-lambda-authorizer-cross-account-lambda-authorizer.html
 */
export class ExternalAuthorizer extends PlatformComponent {
  /** Which authorizer of which API invokes the function, by the API's name: the `SourceArn` of each permission. */
  readonly sourceArns: Record<string, pulumi.Output<string>> = {};
  readonly monitoring: Monitoring;
  private readonly settings: AuthorizerSettings;

  /** @throws InputError for an ARN without alias or version, and a time that API Gateway refuses */
  constructor(
    name: string,
    private readonly args: ExternalAuthorizerArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const check = inputChecks(TYPE, name);
    check.matches("functionArn", args.functionArn, FUNCTION_ARN, "the ARN of a function's alias or version", PAGE);
    check.integer("resultTtlSeconds", args.resultTtlSeconds, 0, 3600, PAGE);
    super("access", "ExternalAuthorizer", name, opts);
    const { partition } = accountOf(this);
    const [, , , region] = args.functionArn.split(":");
    this.settings = tokenAuthorizerSettings({
      name,
      authorizerUri: pulumi.interpolate`arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${args.functionArn}/invocations`,
      resultTtlSeconds: args.resultTtlSeconds,
    });
    this.monitoring = { title: `Authorizer ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }

  /** Arguments of the `aws.apigateway.Authorizer` that an API makes. */
  authorizerSettings(): AuthorizerSettings {
    return this.settings;
  }

  /**
   * Lets one authorizer of one API invoke the function, where that is for this component to say.
   *
   * @param name unique per authorizer function, the API's name
   * @param sourceArn of the authorizer, below the API's execution ARN
   * @param sourceAccount account of the API
   * @returns the permission; nothing where the function's owner makes it
   */
  allowAuthorizer(
    name: string,
    sourceArn: pulumi.Output<string>,
    sourceAccount: pulumi.Input<string>,
  ): aws.lambda.Permission | undefined {
    this.sourceArns[name] = sourceArn;
    if (!this.args.permissions) return undefined;
    const parts = this.args.functionArn.split(":");
    return new aws.lambda.Permission(
      `${this.componentName}-${name}`,
      {
        action: "lambda:InvokeFunction",
        function: parts.slice(0, -1).join(":"),
        qualifier: parts.at(-1)!,
        principal: "apigateway.amazonaws.com",
        sourceArn,
        sourceAccount,
      },
      this.childOptions(),
    );
  }
}
