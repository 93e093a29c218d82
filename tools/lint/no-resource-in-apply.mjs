/**
 * Refuses `new` of a Pulumi resource inside a callback of `apply`: it is missing from previews, so neither a person nor
 * the policy pack sees it. https://www.pulumi.com/docs/iac/concepts/inputs-outputs/apply/
 */
export default {
  meta: {
    type: "problem",
    messages: { inApply: "A resource made inside apply() is missing from previews; pass the Output to it instead." },
    schema: [],
  },
  create(context) {
    let depth = 0;
    const isApply = (node) =>
      node?.type === "CallExpression" &&
      node.callee.type === "MemberExpression" &&
      ["apply", "applyValue"].includes(node.callee.property.name);
    // Only what the callback makes: in `new Topic(…).arn.apply(…)` the topic is made outside.
    const isCallback = (node) => isApply(node.parent) && node.parent.arguments.includes(node);
    const enter = (node) => {
      if (isCallback(node)) depth++;
    };
    const leave = (node) => {
      if (isCallback(node)) depth--;
    };
    const services = context.sourceCode.parserServices;
    return {
      ArrowFunctionExpression: enter,
      FunctionExpression: enter,
      "ArrowFunctionExpression:exit": leave,
      "FunctionExpression:exit": leave,
      NewExpression(node) {
        if (depth === 0) return;
        const checker = services.program.getTypeChecker();
        const type = checker.getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(node));
        if (checker.getPropertyOfType(type, "urn") && checker.getPropertyOfType(type, "getProvider")) {
          context.report({ node, messageId: "inApply" });
        }
      },
    };
  },
};
