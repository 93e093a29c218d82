/** An organisational unit as AWS has it. */
export interface FoundUnit {
  id: string;
  name: string;
  /** Id of the unit that it lies in; absent at the root. */
  parentId?: string;
}

/** An account as AWS has it. */
export interface FoundAccount {
  id: string;
  name: string;
  email: string;
  /** Id of its unit; absent at the root. */
  unitId?: string;
}

/** An organisation as AWS has it. */
export interface FoundOrganization {
  id: string;
  managementAccountId: string;
  featureSet: string;
  /** Services with trusted access, sorted. */
  serviceAccess: string[];
  /** Types of policies that are enabled at the root, sorted. */
  policyTypes: string[];
  /** Each after the one it lies in. */
  units: FoundUnit[];
  /** Those that are open, the management account among them. */
  accounts: FoundAccount[];
  /** Names of accounts that are closed, or about to be. */
  closed: string[];
}
