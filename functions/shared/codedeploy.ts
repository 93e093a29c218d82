import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { clientOptions } from "./client-options";
import { bounded } from "./deadline";
import { traced } from "./tracing";

/** The one CodeDeploy client of a function, made when it starts so that connections are kept between invocations. */
export const codedeploy = bounded(traced(new CodeDeployClient(clientOptions)));
