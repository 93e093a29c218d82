import { inputChecks, type InputChecks } from "../input-checks";
import { isLocal, type KeyAttribute, type ScalingRange, type TableArgs, type TableIndex } from "./table-args";

const GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/";
const NAMING = `${GUIDE}HowItWorks.NamingRulesDataTypes.html`;
const LIMITS = `${GUIDE}ServiceQuotas.html`;
const NAME = /^[\w.-]{3,255}$/;

/**
 * Refuses what DynamoDB would refuse.
 *
 * @throws InputError for the first such argument
 */
export function checkTableArgs(name: string, args: TableArgs): void {
  const check = inputChecks("platform:data:Table", name);
  check.matches("tableName", args.tableName, NAME, "3 to 255 letters, digits, _, - and .", NAMING);
  if (!args.partitionKey) check.fail("partitionKey", undefined, "name the attribute that tells items apart");
  check.integer("recoveryPeriodDays", args.recoveryPeriodDays, 1, 35, `${GUIDE}PointInTimeRecovery_Howitworks.html`);
  checkIndexes(check, args);
  const keys = keyAttributes(check, args);
  const ttl = args.timeToLiveAttribute;
  if (ttl !== undefined) {
    check.matches("timeToLiveAttribute", ttl, /^.{1,255}$/, "1 to 255 characters", `${GUIDE}howitworks-ttl.html`);
    const type = keys.get(ttl);
    if (type && type !== "N")
      check.fail("timeToLiveAttribute", ttl, "use an attribute of type N, DynamoDB ignores others");
  }
  const capacity = args.capacity;
  if (capacity?.mode === "onDemand") {
    check.integer("capacity.maximumReadUnits", capacity.maximumReadUnits, 1, 2_147_483_647, LIMITS);
    check.integer("capacity.maximumWriteUnits", capacity.maximumWriteUnits, 1, 2_147_483_647, LIMITS);
  } else if (capacity) {
    checkRange(check, "capacity.read", capacity.read);
    checkRange(check, "capacity.write", capacity.write);
  }
}

function checkRange(check: InputChecks, field: string, range: ScalingRange): void {
  check.integer(`${field}.minimum`, range.minimum, 1, 2_147_483_647, LIMITS);
  check.integer(`${field}.maximum`, range.maximum, 1, 2_147_483_647, LIMITS);
  if (range.maximum < range.minimum) check.fail(`${field}.maximum`, range.maximum, `use at least ${range.minimum}`);
  check.integer(
    `${field}.targetUtilizationPercent`,
    range.targetUtilizationPercent,
    20,
    90,
    `${GUIDE}AutoScaling.html`,
  );
}

function checkIndexes(check: InputChecks, args: TableArgs): void {
  const indexes = args.indexes ?? [];
  const locals = indexes.filter(isLocal);
  if (locals.length > 5) check.fail("indexes", locals.length, `use at most 5 local indexes (${LIMITS})`);
  if (indexes.length - locals.length > 20)
    check.fail("indexes", indexes.length - locals.length, `use at most 20 global indexes (${LIMITS})`);
  const names = indexes.map((index) => index.name);
  const twice = names.find((each, at) => names.indexOf(each) !== at);
  if (twice) check.fail("indexes.name", twice, "use each name once");
  const included = indexes.flatMap((index) => index.nonKeyAttributes ?? []);
  if (included.length > 100)
    check.fail("indexes.nonKeyAttributes", included.length, `use at most 100 in all indexes together (${LIMITS})`);
  for (const index of indexes) checkIndex(check, index, args);
}

function checkIndex(check: InputChecks, index: TableIndex, args: TableArgs): void {
  check.matches("indexes.name", index.name, NAME, "3 to 255 letters, digits, _, - and .", NAMING);
  if (isLocal(index) && !args.sortKey)
    check.fail(
      "indexes.partitionKey",
      index.name,
      "give the index a partition key: a table without sort key has no local ones",
    );
  if (isLocal(index) && !index.sortKey) check.fail("indexes.sortKey", index.name, "give a local index a sort key");
  const includes = index.projection === "INCLUDE";
  if (includes !== Boolean(index.nonKeyAttributes?.length))
    check.fail("indexes.nonKeyAttributes", index.name, `list them with projection "INCLUDE", and only then`);
}

/**
 * The attributes that key the table and its indexes, by name: the only ones DynamoDB wants declared.
 *
 * @throws InputError where one attribute has two types
 */
export function keyAttributes(check: InputChecks, args: TableArgs): Map<string, KeyAttribute["type"]> {
  const keys = [
    args.partitionKey,
    args.sortKey,
    ...(args.indexes ?? []).flatMap((index) => [index.partitionKey, index.sortKey]),
  ];
  const types = new Map<string, KeyAttribute["type"]>();
  for (const key of keys) {
    if (!key) continue;
    check.matches("key attribute", key.name, /^.{1,255}$/, "a name of 1 to 255 characters", NAMING);
    check.oneOf(`type of key attribute ${key.name}`, key.type, ["S", "N", "B"], NAMING);
    if ((types.get(key.name) ?? key.type) !== key.type)
      check.fail("indexes", key.name, `give the attribute one type, not both ${types.get(key.name)} and ${key.type}`);
    types.set(key.name, key.type);
  }
  return types;
}
