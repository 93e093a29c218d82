export { http } from "./http";
export { lambdaMapped, type LambdaMappedArgs } from "./lambda-mapped";
export { lambdaProxy } from "./lambda-proxy";
export { mock, type MockArgs } from "./mock";
export { sqs, type SqsArgs } from "./sqs";
export { vpcLink, type VpcLinkBackend } from "./vpc-link";
export type { HttpBackend } from "./http-integration";
