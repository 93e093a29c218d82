package main

import (
	"sort"
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// pairing matches the fields of one Terraform object with the declared properties of one Pulumi object.
type pairing struct {
	schema shim.SchemaMap
	// sources are the declarations in order of preference: arguments first, then state or result.
	sources []map[string]*shape
	known   map[string]string
	pairs   map[string]string // Terraform field to Pulumi property
	taken   map[string]bool   // Pulumi properties
}

// pair finds the property of every field. The surest rule goes first over all fields, so that no field takes a property
// that belongs to another by a surer rule.
func pair(schema shim.SchemaMap, known map[string]string, sources ...map[string]*shape) *pairing {
	p := &pairing{schema: schema, sources: sources, known: known, pairs: map[string]string{}, taken: map[string]bool{}}
	for _, rule := range []func(string) []string{p.byFact, p.byName, p.byOtherNumber, p.bySuffix} {
		for _, name := range p.open() {
			for _, candidate := range rule(name) {
				if p.declared(candidate) != nil && !p.taken[candidate] {
					p.pairs[name], p.taken[candidate] = candidate, true
					break
				}
			}
		}
	}
	return p
}

// open lists the fields without a property, in a stable order.
func (p *pairing) open() []string {
	var names []string
	p.schema.Range(func(name string, _ shim.Schema) bool {
		if p.pairs[name] == "" {
			names = append(names, name)
		}
		return true
	})
	sort.Strings(names)
	return names
}

// declared finds the shape of a property.
func (p *pairing) declared(property string) *shape {
	for _, source := range p.sources {
		if found, ok := source[property]; ok {
			return found
		}
	}
	return nil
}

// members collects the members of a property from every declaration that has them.
func (p *pairing) members(property string, types map[string]map[string]*shape) []map[string]*shape {
	var found []map[string]*shape
	for _, source := range p.sources {
		if declared, ok := source[property]; ok && len(types[declared.Type]) > 0 {
			found = append(found, types[declared.Type])
		}
	}
	return found
}

// byFact follows facts.json.
func (p *pairing) byFact(name string) []string {
	if fact, ok := p.known[name]; ok {
		return []string{fact}
	}
	return nil
}

// byName follows the bridge's own naming.
func (p *pairing) byName(name string) []string {
	return []string{tfbridge.TerraformToPulumiNameV2(name, p.schema, nil)}
}

// byOtherNumber covers lists that @pulumi/aws declares as one value, and the other way round, where the bridge would
// make a plural or a singular.
func (p *pairing) byOtherNumber(name string) []string {
	var candidates []string
	for _, one := range []bool{true, false} {
		info := map[string]*tfbridge.SchemaInfo{name: {MaxItemsOne: &one}}
		candidates = append(candidates, tfbridge.TerraformToPulumiNameV2(name, p.schema, info))
	}
	plain := camelCase(name)
	return append(candidates, plain, plain+"s", plain+"es", strings.TrimSuffix(plain, "s"), strings.TrimSuffix(plain, "y")+"ies")
}

// bySuffix covers references that take a resource where Terraform takes its identity: rest_api_id is restApi.
func (p *pairing) bySuffix(name string) []string {
	plain := camelCase(name)
	for _, suffix := range []string{"Id", "Arn", "Name"} {
		if stem := strings.TrimSuffix(plain, suffix); stem != plain && stem != "" {
			return []string{stem}
		}
	}
	return nil
}

func camelCase(name string) string {
	parts := strings.Split(name, "_")
	for i, part := range parts {
		if i > 0 && part != "" {
			parts[i] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "")
}
