import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

export interface AccountBudgetArgs {
  /** Name of the budget, unique in the account that pays. */
  budgetName: string;
  /** The account whose costs count. */
  accountId: pulumi.Input<string>;
  /** USD a month, more than 0. */
  amountUsd: number;
  /** Percentages of the amount at which mail is sent, one to four. The highest counts for the forecast, too. */
  thresholds: readonly number[];
  /** E-mail addresses that hear of it, one to ten. */
  addresses: readonly string[];
}

const limits = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html";

/**
 * A monthly cost budget of one account, made in the account that pays, so that the budgeted account cannot change it.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
 *
 * @example
 * new AccountBudget("dev", { budgetName: "dev", accountId, amountUsd: 100, thresholds: [50, 100], addresses: ["owner@acme.io"] });
 */
export class AccountBudget extends PlatformComponent {
  readonly budget: aws.budgets.Budget;
  /** A budget sends its mail itself. */
  readonly monitoring: Monitoring;

  /** @throws InputError for more notifications or addresses than AWS Budgets takes */
  constructor(name: string, args: AccountBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("organization", "AccountBudget", name, opts);
    check(name, args);
    const notification = (threshold: number, notificationType: "ACTUAL" | "FORECASTED") => ({
      comparisonOperator: "GREATER_THAN",
      threshold,
      thresholdType: "PERCENTAGE",
      notificationType,
      subscriberEmailAddresses: [...args.addresses],
    });
    this.budget = new aws.budgets.Budget(
      `${name}-budget`,
      {
        name: args.budgetName,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(args.amountUsd),
        limitUnit: "USD",
        costFilters: [{ name: "LinkedAccount", values: [args.accountId] }],
        notifications: [
          ...args.thresholds.map((threshold) => notification(threshold, "ACTUAL")),
          notification(Math.max(...args.thresholds), "FORECASTED"),
        ],
      },
      this.childOptions(),
    );
    this.monitoring = { title: `Budget ${args.budgetName}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}

function check(name: string, { amountUsd, thresholds, addresses }: AccountBudgetArgs): void {
  const { fail } = inputChecks("platform:organization:AccountBudget", name);
  if (!(amountUsd > 0)) fail("amountUsd", amountUsd, `use more than 0 (${limits})`);
  if (thresholds.length < 1 || thresholds.length > 4)
    fail(
      "thresholds",
      thresholds,
      `use one to four: a budget has five notifications, one of them for the forecast (${limits})`,
    );
  if (addresses.length < 1 || addresses.length > 10) fail("addresses", addresses, `name one to ten (${limits})`);
}
