package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/x/muxer"
)

// mapping is what -resolve writes and the server reads: everything that differs from the bridge's own naming.
type mapping struct {
	Version     string               `json:"version"`
	Resources   map[string]*entry    `json:"resources"`
	DataSources map[string]*entry    `json:"dataSources"`
	Config      map[string]*field    `json:"config"`
	Dispatch    *muxer.DispatchTable `json:"dispatch"`
}

// entry maps one Terraform type.
type entry struct {
	Token  string            `json:"token"`
	Fields map[string]*field `json:"fields,omitempty"`
	// Region and Tags say that the type has a region of its own, and tags besides tags_all.
	Region bool `json:"region,omitempty"`
	Tags   bool `json:"tags,omitempty"`
	// Absent lists inputs that @pulumi/aws declares and this version of the Terraform provider does not have.
	Absent []string `json:"absent,omitempty"`
	// Undeclared lists settable Terraform fields that @pulumi/aws does not declare. For the reader only.
	Undeclared []string `json:"undeclared,omitempty"`
	// Properties is every declared property with its Terraform field. For tests only, and written only when asked for.
	Properties map[string]string `json:"properties,omitempty"`
	facts
}

// field maps one Terraform field; empty members follow the bridge's default.
type field struct {
	Name     string            `json:"name,omitempty"`
	One      *bool             `json:"one,omitempty"`
	Asset    string            `json:"asset,omitempty"`
	Document bool              `json:"document,omitempty"`
	Element  *field            `json:"element,omitempty"`
	Fields   map[string]*field `json:"fields,omitempty"`
}

// empty tells whether the field is as the bridge would have it anyway.
func (f *field) empty() bool {
	return f.Name == "" && f.One == nil && f.Asset == "" && !f.Document && f.Element == nil && len(f.Fields) == 0
}

func readJSON(file string, into any) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
