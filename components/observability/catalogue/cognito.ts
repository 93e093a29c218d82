import { by, each, type CatalogueEntry } from "./entry";
import { events, shares } from "./kinds";

/** Of user pools. */
export const cognito: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html",
  metrics: {
    ...by(["UserPool", "UserPool+UserPoolClient"], {
      ...each(shares, "FederationSuccesses", "SignInSuccesses", "SignUpSuccesses", "TokenRefreshSuccesses"),
      ...each(events, "FederationThrottles", "SignInThrottles", "SignUpThrottles", "TokenRefreshThrottles"),
    }),
    ...by(["Operation+UserPoolId"], {
      ...each(events, "AccountTakeoverRisk", "CompromisedCredentialsRisk", "NoRisk", "OverrideBlock", "Risk"),
    }),
  },
};
