import * as ts from "typescript";

/** The declared type of one property, as far as a provider plugin depends on it. */
export interface Shape {
  /** The depth of arrays around the value; absent for none. */
  array?: number;
  /** The kind of Pulumi asset it takes. */
  asset?: "asset" | "archive";
  /** True for a JSON string that may also be given as an object. */
  document?: boolean;
  /** The name of the object type of the value, or of an array's elements: "inputs.kms.KeyArgs". */
  type?: string;
}

/**
 * Reads the members of an interface.
 *
 * @param declaration the interface; none for a type without members
 * @param onType is told the name of each object type met, "inputs.kms.KeyArgs"
 */
export function parseMembers(
  declaration: ts.InterfaceDeclaration | undefined,
  onType: (name: string) => void,
): Record<string, Shape> {
  const members: Record<string, Shape> = {};
  for (const member of declaration?.members ?? []) {
    if (!ts.isPropertySignature(member) || !member.type) continue;
    const shape = shapeOf(member.type);
    if (shape.type) onType(shape.type);
    members[member.name.getText()] = shape;
  }
  return members;
}

function shapeOf(declared: ts.TypeNode): Shape {
  const shape: Shape = {};
  let node = declared;
  for (;;) {
    if (ts.isParenthesizedTypeNode(node)) {
      node = node.type;
    } else if (ts.isUnionTypeNode(node)) {
      const choices = node.types.filter((choice) => choice.kind !== ts.SyntaxKind.UndefinedKeyword);
      if (choices.some(isString) && choices.some((choice) => /Document$/.test(choice.getText()))) shape.document = true;
      // Where a plain value is one of the choices (a string or a resource's object), that is what a plugin is sent.
      node = choices.find(isString) ?? choices.find(ts.isArrayTypeNode) ?? choices[0] ?? node;
    } else if (isWrapper(node)) {
      node = node.typeArguments[0] as ts.TypeNode;
    } else if (ts.isArrayTypeNode(node)) {
      shape.array = (shape.array ?? 0) + 1;
      node = node.elementType;
    } else {
      break;
    }
  }
  const text = node.getText();
  if (/\basset\.Archive$/.test(text)) shape.asset = "archive";
  else if (/\basset\.Asset$/.test(text)) shape.asset = "asset";
  else if (/^(inputs|outputs)\./.test(text)) shape.type = text;
  return shape;
}

function isString(node: ts.TypeNode): boolean {
  return node.kind === ts.SyntaxKind.StringKeyword;
}

function isWrapper(node: ts.TypeNode): node is ts.TypeReferenceNode & { typeArguments: ts.NodeArray<ts.TypeNode> } {
  return (
    ts.isTypeReferenceNode(node) &&
    /(^|\.)(Input|Output|Promise)$/.test(node.typeName.getText()) &&
    !!node.typeArguments
  );
}
