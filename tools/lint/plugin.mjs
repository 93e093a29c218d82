import noBuiltSql from "./no-built-sql.mjs";
import noResourceInApply from "./no-resource-in-apply.mjs";
import registerOutputsLast from "./register-outputs-last.mjs";
import resourceHasParent from "./resource-has-parent.mjs";

/** The rules of this repository that no published plugin has. */
export default {
  meta: { name: "platform" },
  rules: {
    "no-built-sql": noBuiltSql,
    "no-resource-in-apply": noResourceInApply,
    "register-outputs-last": registerOutputsLast,
    "resource-has-parent": resourceHasParent,
  },
};
