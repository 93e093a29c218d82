/**
 * A component's constructor ends with registerOutputs, or the engine shows the component as still being created.
 * https://www.pulumi.com/docs/iac/concepts/components/
 */
export default {
  meta: {
    type: "problem",
    messages: { last: "The constructor of a component ends with this.registerOutputs({…})." },
    schema: [],
  },
  create(context) {
    return {
      ClassDeclaration(node) {
        const base = node.superClass ? context.sourceCode.getText(node.superClass) : "";
        if (node.abstract || !/^(pulumi\.)?(PlatformComponent|ComponentResource)$/.test(base)) return;
        const constructor = node.body.body.find((member) => member.kind === "constructor" && member.value.body);
        const last = constructor?.value.body.body.at(-1);
        const text = last ? context.sourceCode.getText(last) : "";
        if (!/^this\.registerOutputs\(/.test(text)) context.report({ node: constructor ?? node, messageId: "last" });
      },
    };
  },
};
