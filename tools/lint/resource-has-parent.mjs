/**
 * In a component, every resource it makes is its child; outside one, every resource names its parent or its provider, so
 * that no resource can reach an account by accident. https://www.pulumi.com/docs/iac/concepts/resources/options/parent/
 */
export default {
  meta: {
    type: "problem",
    messages: {
      noOptions: "Pass resource options with a parent (this.childOptions() in a component) or an explicit provider.",
    },
    schema: [],
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const says = (text) =>
      /\b(parent|provider|providers|childOptions|opts|options|optionsUsEast1|[a-z]\w*Options)\b/.test(text);
    return {
      NewExpression(node) {
        const checker = services.program.getTypeChecker();
        const type = checker.getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(node));
        if (!checker.getPropertyOfType(type, "urn") || !checker.getPropertyOfType(type, "getProvider")) return;
        // Providers are what the others name; their own options carry nothing.
        if (checker.getPropertyOfType(type, "__registrationId")) return;
        if (/\bProvider$/.test(context.sourceCode.getText(node.callee))) return;
        const options = node.arguments[2];
        if (!options || !says(context.sourceCode.getText(options))) context.report({ node, messageId: "noOptions" });
      },
    };
  },
};
