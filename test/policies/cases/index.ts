import type { Cases } from "../support/cases";
import { apigateway } from "./apigateway";
import { compute } from "./compute";
import { delivery } from "./delivery";
import { dynamodb } from "./dynamodb";
import { edge } from "./edge";
import { iam } from "./iam";
import { lambda } from "./lambda";
import { messaging } from "./messaging";
import { platform } from "./platform";
import { s3 } from "./s3";
import { stores } from "./stores";

/** Every table of cases, by area. */
export const allCases: Record<string, Cases> = {
  apigateway,
  compute,
  delivery,
  dynamodb,
  edge,
  iam,
  lambda,
  messaging,
  platform,
  s3,
  stores,
};
