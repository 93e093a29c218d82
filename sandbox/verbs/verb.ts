export { UsageError, type Verb, type VerbCall, type VerbEntry } from "../../tools/command/verb";
