import { definitionHash } from "../../components/api/definition-hash";
import { reference } from "./references";
import type { TemplateResource } from "./translations";

/**
 * The resources with a deployment of an API under a logical id that changes whenever anything that it freezes changes.
 * CloudFormation makes a deployment once for each logical id, and leaves it as it is afterwards.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html
 *
 * @param id of the deployment
 * @param frozen logical ids of what it freezes
 */
export function renewed(
  resources: Record<string, TemplateResource>,
  id: string,
  frozen: string[],
): Record<string, TemplateResource> {
  const parts = frozen.flatMap((name) => {
    const resource = resources[name];
    return resource ? [{ kind: resource.Type, name, inputs: resource.Properties }] : [];
  });
  const hashed = `${id}${definitionHash(parts).slice(0, 10)}`;
  const text = JSON.stringify(resources).replaceAll(reference(id), reference(hashed));
  const { [id]: deployment, ...others } = JSON.parse(text) as Record<string, TemplateResource>;
  return { ...others, [hashed]: deployment! };
}
