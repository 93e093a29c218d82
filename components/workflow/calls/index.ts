export { awsCall, type AwsCallArgs } from "./aws-call";
export { invokeFunction } from "./invoke-function";
export { runActivity } from "./run-activity";
export { sendMessage, type MessageArgs } from "./send-message";
export { continueAsNewExecution, runMachine, startMachine, type StartArgs } from "./start-machine";
export { getItem, putItem } from "./table-item";
