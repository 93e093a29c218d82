package main

import (
	_ "embed"
	"encoding/json"
)

//go:embed facts.json
var factsJSON []byte

// facts are what neither the Terraform schema nor the declarations of @pulumi/aws tell about a type.
type facts struct {
	// Names gives the Pulumi name of Terraform fields where no rule finds it.
	Names map[string]string `json:"names,omitempty"`
	// AutoName is the field that is named after the resource when left out; the field "name" is by default.
	AutoName *autoName `json:"autoName,omitempty"`
	// Defaults are literal values of fields that are left out.
	Defaults map[string]string `json:"defaults,omitempty"`
	// DeleteBeforeReplace is set where two of the same cannot exist at once.
	DeleteBeforeReplace bool `json:"deleteBeforeReplace,omitempty"`
	// ID lists the properties the identity is joined from, for types without an "id" field.
	ID []string `json:"id,omitempty"`
	// IDSeparator stands between them; a comma by default.
	IDSeparator string `json:"idSeparator,omitempty"`
}

// autoName says how a name is made from the resource's name.
type autoName struct {
	Field string `json:"field"`
	// Maximum is the longest name allowed, in characters; 0 is no limit.
	Maximum int `json:"maximum,omitempty"`
	// Random is the number of random characters at the end.
	Random int `json:"random"`
	// Separator stands between the name and the random characters; "-" by default.
	Separator string `json:"separator,omitempty"`
	Lower     bool   `json:"lower,omitempty"`
	Prefix    string `json:"prefix,omitempty"`
	// Suffix ends the name of a resource whose boolean property SuffixIf is true.
	Suffix   string `json:"suffix,omitempty"`
	SuffixIf string `json:"suffixIf,omitempty"`
	// None turns naming off, where "name" is not a name of the resource's own.
	None bool `json:"none,omitempty"`
}

func knownFacts() (map[string]facts, error) {
	known := map[string]facts{}
	return known, json.Unmarshal(factsJSON, &known)
}
