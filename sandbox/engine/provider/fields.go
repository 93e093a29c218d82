package main

import (
	"sort"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// findings collects what pairing one type leaves over, by dotted path.
type findings struct {
	types              map[string]map[string]*shape // of the request
	absent, undeclared []string
	properties         map[string]string
}

// fieldsOf maps the fields of one object, and of the objects inside it.
func fieldsOf(path string, schema shim.SchemaMap, known map[string]string, found *findings, sources ...map[string]*shape) map[string]*field {
	p := pair(schema, known, sources...)
	mapped := map[string]*field{}
	for name, property := range p.pairs {
		found.properties[path+property] = path + name
		if f := fieldOf(path, name, property, p, found); !f.empty() {
			mapped[name] = f
		}
	}
	if len(sources) > 0 {
		for property := range sources[0] {
			if !p.taken[property] {
				found.absent = append(found.absent, path+property)
			}
		}
	}
	for _, name := range p.open() {
		if s := schema.Get(name); (s.Optional() || s.Required()) && s.Removed() == "" {
			found.undeclared = append(found.undeclared, path+name)
		}
	}
	sort.Strings(found.absent)
	sort.Strings(found.undeclared)
	return mapped
}

// fieldOf says how one field differs from what the bridge would make of it.
func fieldOf(path, name, property string, p *pairing, found *findings) *field {
	s, declared := p.schema.Get(name), p.declared(property)
	f := &field{Document: declared.Document}
	if declared.Asset != "" {
		f.Asset = declared.Asset
	}
	list := s.Type() == shim.TypeList || s.Type() == shim.TypeSet
	one := list && declared.Array == 0
	if list && one != tfbridge.IsMaxItemsOne(s, nil) {
		f.One = &one
	}
	info := map[string]*tfbridge.SchemaInfo{name: {MaxItemsOne: f.One}}
	if tfbridge.TerraformToPulumiNameV2(name, p.schema, info) != property {
		f.Name = property
	}
	members := p.members(property, found.types)
	if object := objectOf(s); object != nil && len(members) > 0 {
		inner := fieldsOf(path+property+".", object, nil, found, members...)
		if len(inner) > 0 {
			nest(f, s, inner)
		}
	}
	return f
}

// objectOf finds the schema of the object that a field holds, inside any lists; nil if it holds none.
func objectOf(s shim.Schema) shim.SchemaMap {
	switch element := s.Elem().(type) {
	case shim.Resource:
		return element.Schema()
	case shim.Schema:
		return objectOf(element)
	}
	return nil
}

// nest places the fields of an inner object where the bridge looks for them: on the field itself for a single object,
// on its element for a list.
func nest(f *field, s shim.Schema, inner map[string]*field) {
	switch element := s.Elem().(type) {
	case shim.Resource:
		if s.Type() == shim.TypeMap {
			f.Fields = inner
		} else {
			f.Element = &field{Fields: inner}
		}
	case shim.Schema:
		f.Element = &field{}
		nest(f.Element, element, inner)
	}
}
